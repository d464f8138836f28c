//! Activating stake: what is put in front of an activation, what is refused before anything is sent, and how it leaves.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{AnchorDeserialize, Discriminator};
use bytemuck::Zeroable;
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::intent::{
    activate, cancel_unstake, read_activations, send_activate, send_unstake, unstake, ActivatePlan, ActivateRequest,
    Amount, BecomesShares, IntentError, Plan, ProofSource,
};
use inference_staking_client::rpc::{transaction_size, ReadError, SendOptions};
use inference_staking_client::state::{OperatorPool, StakingRecord, Ticket};
use inference_staking_client::{args, StakingError};
use serde_json::json;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::reading::{key, put};
use crate::world::{kinds, World};

/// Puts the record of an owner with a deposit of an epoch, and shares besides.
fn deposit(world: &World, owner: Pubkey, shares: u64, activating: u64, latest_deposit_epoch: u64) -> Pubkey {
    let operator_pool = world.pool_address();
    let address = RecordOf { operator_pool, owner }.address();
    let record = StakingRecord {
        owner,
        operator_pool,
        shares,
        activating,
        latest_deposit: activating,
        latest_deposit_epoch,
        has_activating: 1,
        ..Zeroable::zeroed()
    };
    put(&world.node, address, &record);
    address
}

/// A pool whose operator has a record, and 10,000 activating tokens.
fn with_operator() -> World {
    let mut world = World::new();
    world.pool.total_activating = 10_000;
    world.pool.operator_staking_record = deposit(&world, key(50), 100, 0, 0);
    world.store();
    world
}

async fn activated(world: &World, owners: &[Pubkey], proofs: bool) -> Result<Plan, IntentError> {
    let proofs = proofs.then_some(&world.proofs as &dyn ProofSource);
    let planned = activate(&world.node.connection(), &request(world, owners), proofs).await?;
    assert!(planned.waiting.is_empty());
    Ok(planned.plan)
}

fn request(world: &World, owners: &[Pubkey]) -> ActivateRequest {
    ActivateRequest { operator_pool: world.pool_address(), owners: owners.to_vec(), payer: key(5) }
}

/// A pool at a price of 1.001 that has passed the one epoch that is over.
fn even() -> World {
    let mut world = with_operator();
    world.epoch(None);
    (world.pool.reward_last_claimed_epoch, world.pool.total_staked_amount) = (1, 1_001);
    world.store();
    world
}

fn unstaked(instruction: &Instruction) -> (u64, u64) {
    let data = instruction.data.strip_prefix(args::Unstake::DISCRIMINATOR).unwrap();
    <(u64, u64)>::deserialize(&mut &data[..]).unwrap()
}

#[tokio::test(start_paused = true)]
async fn anyone_activates_after_what_the_pool_has_open_was_accrued() {
    let mut world = with_operator();
    world.epoch(Some(250));
    deposit(&world, key(60), 0, 100, 1);
    let plan = activated(&world, &[key(60)], true).await.unwrap();
    assert_eq!(kinds(&plan), ["accrue", "activate"]);
    assert_eq!((plan.transactions.len(), plan.unaccrued.len()), (1, 0));
    assert_eq!(plan.signers(&key(5)), [key(5)]);
    let record = RecordOf { operator_pool: world.pool_address(), owner: key(60) };
    let expected = ix::activate_stake(record, world.pool.operator_staking_record);
    assert_eq!(plan.transactions[0][1], expected);
}

#[tokio::test(start_paused = true)]
async fn without_proofs_a_pool_that_is_behind_is_refused_with_what_it_has_open() {
    let mut world = with_operator();
    world.epoch(Some(250));
    deposit(&world, key(60), 0, 100, 1);
    let error = activated(&world, &[key(60)], false).await.unwrap_err();
    assert_eq!(error.staking_error(), Some(StakingError::PoolBehind));
    let said = error.to_string();
    assert!(
        said.contains("epoch 1 is not accrued: its proof could not be had: no source of proofs is given"),
        "{said}"
    );
    assert!(said.contains(&key(60).to_string()), "{said}");
    assert_eq!(world.node.requests_of("simulateTransaction"), 0);
}

#[tokio::test(start_paused = true)]
async fn an_epoch_that_needs_no_proof_is_passed_on_the_way_without_a_source_of_proofs() {
    let mut world = with_operator();
    world.epoch(None);
    deposit(&world, key(60), 0, 100, 1);
    let plan = activated(&world, &[key(60)], false).await.unwrap();
    assert_eq!(kinds(&plan), ["bypass", "activate"]);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_activated_now_is_refused_before_anything_is_sent() {
    let mut world = with_operator();
    world.epoch(None);
    world.pool.reward_last_claimed_epoch = 1;
    world.store();
    let refused = async |world: &World, activating, epoch| {
        deposit(world, key(60), 0, activating, epoch);
        activated(world, &[key(60)], true).await.err().and_then(|error| error.staking_error())
    };
    assert_eq!(refused(&world, 100, 1).await, None);
    assert_eq!(refused(&world, 100, 2).await, Some(StakingError::NothingRipe));
    world.pool.total_staked_amount = 1_001;
    world.store();
    assert_eq!(refused(&world, 1, 1).await, Some(StakingError::DepositBuysNoShare));
    // The operator's 100 shares are worth ceil(100.1) = 101.
    for (minimum, expected) in [(101, None), (102, Some(StakingError::OperatorStakeBelowMinimum))] {
        world.overview.min_operator_token_stake = minimum;
        world.store();
        assert_eq!(refused(&world, 100, 1).await, expected, "a minimum of {minimum}");
    }
    world.overview.staking_halted = 1;
    world.store();
    assert_eq!(refused(&world, 100, 1).await, Some(StakingError::StakingHalted));
    let missing = activated(&world, &[key(61)], true).await.unwrap_err();
    assert!(matches!(missing, IntentError::Read(ReadError::NotFound { what: "staking record", .. })), "{missing}");
}

#[tokio::test(start_paused = true)]
async fn what_can_be_activated_is_and_the_others_are_named() {
    let world = even();
    // One base unit buys no share, the usual rest of an activation.
    deposit(&world, key(60), 0, 1, 1);
    deposit(&world, key(61), 0, 100, 1);
    deposit(&world, key(62), 0, 100, 2);
    let connection = world.node.connection();
    let owners = request(&world, &[key(60), key(61), key(62)]);
    let ActivatePlan { plan, waiting } = activate(&connection, &owners, None).await.unwrap();
    let record = RecordOf { operator_pool: world.pool_address(), owner: key(61) };
    assert_eq!(plan.transactions, [[ix::activate_stake(record, world.pool.operator_staking_record)]]);
    let error_of = |owner| waiting.iter().find(|one| one.record.owner == owner).map(|one| one.error);
    assert_eq!(error_of(key(60)), Some(StakingError::DepositBuysNoShare));
    assert_eq!(error_of(key(62)), Some(StakingError::NothingRipe));
    assert_eq!(waiting.len(), 2);
    let none = activate(&connection, &request(&world, &[key(60), key(62)]), None).await.unwrap_err();
    assert!(matches!(none, IntentError::CannotActivate { .. }), "{none}");
}

#[tokio::test(start_paused = true)]
async fn a_keeper_that_is_faster_is_no_failure() {
    // What it leaves: nothing, or less than the price of a share.
    for (left, error) in [(0, StakingError::NothingRipe), (1, StakingError::DepositBuysNoShare)] {
        let world = even();
        let payer = Keypair::new();
        for owner in [60, 61] {
            deposit(&world, key(owner), 0, 100, 1);
        }
        let connection = world.node.connection();
        let request = ActivateRequest { payer: payer.pubkey(), ..request(&world, &[key(60), key(61)]) };
        let plan = activate(&connection, &request, None).await.unwrap().plan;
        let overtaken = || {
            let refused = json!({ "InstructionError": [1, { "Custom": u32::from(error) }] });
            world.node.state().simulated_errors.push_back(refused);
        };
        let options = SendOptions::default();
        let send = async |plan: Plan| send_activate(plan, &connection, &request, None, &[&payer], &options).await;
        // With one of two: the other is activated.
        deposit(&world, key(60), 99, left, 1);
        overtaken();
        assert_eq!(send(plan.clone()).await.unwrap().len(), 1, "{error:?}");
        // With both.
        deposit(&world, key(61), 99, left, 1);
        overtaken();
        assert_eq!(send(plan.clone()).await.unwrap().len(), 0, "{error:?}");
        // A gate that was shut meanwhile is told.
        deposit(&world, key(61), 0, 100, 1);
        put(&world.node, world.pool_address(), &OperatorPool { is_halted: 1, ..world.pool });
        overtaken();
        assert_eq!(send(plan).await.unwrap_err().staking_error(), Some(StakingError::PoolHalted));
        assert_eq!(world.node.state().executed.len(), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn many_records_are_activated_at_once_the_operators_first() {
    let mut world = with_operator();
    world.epoch(None);
    world.pool.reward_last_claimed_epoch = 1;
    // The operator's 100 shares and 50 activating tokens are worth the minimum only together.
    world.overview.min_operator_token_stake = 150;
    world.store();
    let operators = deposit(&world, key(50), 100, 50, 1);
    let mut owners: Vec<Pubkey> = (60..90).map(key).collect();
    for owner in &owners {
        deposit(&world, *owner, 0, 100, 1);
    }
    owners.push(key(50));
    // Named twice is once.
    owners.push(key(60));
    let plan = activated(&world, &owners, true).await.unwrap();
    assert_eq!(kinds(&plan), ["activate"; 31]);
    let first = &plan.transactions[0][0];
    assert!(first.accounts[2..].iter().all(|meta| meta.pubkey == operators), "{first:?}");
    // A log of 10,000 bytes holds the events of 14; the others would be lost.
    assert_eq!(plan.transactions.iter().map(Vec::len).collect::<Vec<_>>(), [14, 14, 3]);
    assert!(plan.transactions.iter().all(|instructions| transaction_size(instructions, &key(5)).fits()));
}

#[tokio::test(start_paused = true)]
async fn records_to_activate_are_found_by_their_flag_and_told_by_pool() {
    let mut world = with_operator();
    world.epoch(None);
    world.pool.reward_last_claimed_epoch = 1;
    world.store();
    deposit(&world, key(60), 0, 100, 1);
    deposit(&world, key(61), 0, 70, 2);
    let leftover = StakingRecord {
        owner: key(62),
        operator_pool: world.pool_address(),
        activating: 100,
        latest_deposit_epoch: 1,
        ..Zeroable::zeroed()
    };
    put(&world.node, key(500), &leftover);
    put(&world.node, world.pool.operator_staking_record, &StakingRecord { shares: 100, ..Zeroable::zeroed() });
    let connection = world.node.connection();
    let all = read_activations(&connection, None).await.unwrap().pools;
    assert_eq!(all.keys().copied().collect::<Vec<_>>(), [world.pool_address()]);
    let of_pool = &all[&world.pool_address()];
    let ready: Vec<_> = of_pool.ready.iter().map(|ready| (ready.record.owner, ready.ripe, ready.cost)).collect();
    assert_eq!(ready, [(key(60), 100, 100)]);
    let waiting: Vec<_> = of_pool.waiting.iter().map(|one| (one.record.owner, one.ripe, one.error)).collect();
    assert_eq!(waiting, [(key(61), 0, StakingError::NothingRipe)]);
    let others = [key(901)];
    assert!(read_activations(&connection, Some(&others)).await.unwrap().pools.is_empty());
}

#[tokio::test(start_paused = true)]
async fn activating_tokens_leave_first_and_need_no_accrual() {
    let mut world = World::new();
    world.epoch(Some(250));
    deposit(&world, world.owner.pubkey(), 400, 30, 1);
    for amount in [Amount::Tokens(30), Amount::Activating(30), Amount::AllActivating] {
        let plan = world.planned(amount).await;
        assert_eq!((kinds(&plan), plan.unaccrued.len()), (vec!["unstake"], 0), "{amount:?}");
        assert_eq!(unstaked(&plan.transactions[0][0]), (0, 30), "{amount:?}");
    }
    // 1,000 shares are worth 1,250 tokens once the epoch is accrued: the 70 tokens that are missing are 56 shares.
    let plan = world.planned(Amount::Tokens(100)).await;
    assert_eq!(kinds(&plan), ["accrue", "unstake"]);
    assert_eq!(unstaked(plan.instructions().last().unwrap()), (56, 30));
    let plan = world.planned(Amount::All).await;
    assert_eq!(unstaked(plan.instructions().last().unwrap()), (400, 30));
    let plan = world.planned(Amount::Shares(5)).await;
    assert_eq!(unstaked(plan.instructions().last().unwrap()), (5, 0));
}

#[tokio::test(start_paused = true)]
async fn an_unstake_is_planned_anew_if_somebody_activates_the_record_meanwhile() {
    let world = World::new();
    deposit(&world, world.owner.pubkey(), 400, 30, 0);
    let request = world.unstake(Amount::All);
    let connection = world.node.connection();
    let plan = unstake(&connection, &request, None).await.unwrap();
    assert_eq!(unstaked(&plan.transactions[0][0]), (400, 30));
    deposit(&world, world.owner.pubkey(), 430, 0, 0);
    let gone = u32::from(StakingError::NotEnoughActivating);
    world.node.state().simulated_errors.push_back(json!({ "InstructionError": [1, { "Custom": gone }] }));
    let options = SendOptions::default();
    let sent = send_unstake(plan, &connection, &request, None, &[&world.owner], &options).await.unwrap();
    assert_eq!((sent.len(), world.node.state().executed.len()), (1, 1));
    let expected = ix::unstake(world.record(), 430).data;
    let (_, _, bytes) = world.node.state().executed[0].clone();
    assert!(bytes.windows(expected.len()).any(|data| data == expected), "430 shares leave");
}

#[tokio::test(start_paused = true)]
async fn rewards_are_collected_in_front_of_a_cancel_that_needs_them() {
    // Of 1,000 staked and 400 in cooldown: without the ticket's 400, 1,000 are covered.
    for (uncollected, expected) in [(0, vec!["cancel"]), (1_000, vec!["cancel"]), (1_001, vec!["collect", "cancel"])] {
        let mut world = World::new();
        (world.pool.total_unstaking, world.pool.uncollected_rewards) = (400, uncollected);
        world.store();
        let mut record = StakingRecord { shares: 400, ..Zeroable::zeroed() };
        record.tickets[1] = Ticket { amount: 400, claimable_from: i64::MAX };
        put(&world.node, world.record().address(), &record);
        let connection = world.node.connection();
        let cancel = cancel_unstake(&connection, world.record(), 1).await.unwrap();
        assert_eq!(kinds(&cancel.plan), expected, "{uncollected} uncollected");
        assert_eq!(cancel.plan.transactions.len(), 1);
        assert_eq!(cancel.becomes_shares, BecomesShares::AfterEpoch { epoch: 1 });
        assert_eq!(cancel.plan.instructions().last().unwrap(), &ix::cancel_unstake(world.record(), 1));
        // A place without a ticket is for the program to refuse.
        let free = cancel_unstake(&connection, world.record(), 3).await.unwrap();
        assert_eq!(kinds(&free.plan), ["cancel"]);
    }
}
