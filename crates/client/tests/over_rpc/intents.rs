//! What a user means: the pool is brought up to date first, and what is missing is created.

use anchor_lang::prelude::{Clock, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::solana_program::sysvar::SysvarId;
use anchor_lang::{AnchorDeserialize, Discriminator};
use bytemuck::Zeroable;
use inference_staking_client::instruction::{self as ix, LeafProof, RecordOf};
use inference_staking_client::intent::{
    bypass_epoch, cancel_unstake, claim_unstake, claim_usdc, query_staking_record, send_unstake, stake, unstake,
    Amount, BecomesShares, HeldUpBy, IntentError, Plan, ProofSource, ProofTable, StakePlan, StakeRequest,
    UnstakeRequest,
};
use inference_staking_client::rpc::SendOptions;
use inference_staking_client::state::{OperatorPool, PodU128, PoolOverview, RewardRecord, StakingRecord};
use inference_staking_client::{address, args, StakingError};
use inference_staking_merkle::{Leaf, MerkleTree};
use serde_json::json;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::node::{Node, Stored};
use crate::reading::{key, put, put_tokens};

pub const NOW: i64 = 1_763_000_000;

/// A pool, one delegator with 400 of its 1,000 shares of one token each, and epochs that it has open.
pub struct World {
    pub node: Node,
    pub overview: PoolOverview,
    pub pool: OperatorPool,
    pub proofs: ProofTable,
    pub owner: Keypair,
}

impl World {
    pub fn new() -> Self {
        let node = Node::new();
        let clock: Vec<u8> = [1, 2, 3, 4, NOW].into_iter().flat_map(i64::to_le_bytes).collect();
        node.state().accounts.insert(Clock::id(), Stored { owner: Pubkey::default(), data: clock });
        let overview = PoolOverview { stake_mint: key(901), usdc_mint: key(902), ..Zeroable::zeroed() };
        let pool = OperatorPool {
            operator_staking_record: key(903),
            total_staked_amount: 1_000,
            total_shares: 1_000,
            ..Zeroable::zeroed()
        };
        let world = Self { node, overview, pool, proofs: ProofTable::default(), owner: Keypair::new() };
        put(&world.node, world.record().address(), &StakingRecord { shares: 400, ..Zeroable::zeroed() });
        world.store();
        world
    }

    pub fn pool_address(&self) -> Pubkey {
        key(900)
    }

    pub fn record(&self) -> RecordOf {
        RecordOf { operator_pool: self.pool_address(), owner: self.owner.pubkey() }
    }

    pub fn store(&self) {
        put(&self.node, address::pool_overview(), &self.overview);
        put(&self.node, self.pool_address(), &self.pool);
    }

    /// Adds an epoch that pays the pool `reward`, or one without roots, and stores everything.
    pub fn epoch(&mut self, reward: Option<u64>) -> u64 {
        self.overview.completed_reward_epoch += 1;
        let epoch = self.overview.completed_reward_epoch;
        let mut record = RewardRecord { epoch, claimable_from: NOW, ..Zeroable::zeroed() };
        if let Some(reward) = reward {
            let (program_id, pool) = (address::PROGRAM_ID.to_bytes(), self.pool_address().to_bytes());
            let leaf = Leaf { program_id: &program_id, epoch, pool: &pool, reward, usdc: 0 }.hash();
            let tree = MerkleTree::from_leaves(vec![[1; 32], leaf, [3; 32]]).unwrap();
            record.roots[0] = tree.root();
            record.depths[0] = tree.depth();
            record.root_count = 1;
            record.total_rewards = reward;
            record.remaining_rewards = reward;
            let proof = tree.proof(1).unwrap();
            let proof = LeafProof { root_index: 0, leaf_index: 1, reward, usdc: 0, proof };
            self.proofs.insert(epoch, self.pool_address(), proof);
        }
        put(&self.node, address::reward_record(epoch), &record);
        self.store();
        epoch
    }

    pub fn unstake(&self, amount: Amount) -> UnstakeRequest {
        UnstakeRequest { record: self.record(), amount, joins: None, payer: self.owner.pubkey() }
    }

    pub async fn planned(&self, amount: Amount) -> Plan {
        unstake(&self.node.connection(), &self.unstake(amount), Some(&self.proofs)).await.unwrap()
    }
}

fn shares_of(instruction: &Instruction) -> u64 {
    let data = instruction.data.strip_prefix(args::Unstake::DISCRIMINATOR).unwrap();
    u64::deserialize(&mut &data[..]).unwrap()
}

pub fn kinds(plan: &Plan) -> Vec<&'static str> {
    let known: [(&[u8], &str); 10] = [
        (args::AccrueReward::DISCRIMINATOR, "accrue"),
        (args::AccrueRewardEmergencyBypass::DISCRIMINATOR, "bypass"),
        (args::Unstake::DISCRIMINATOR, "unstake"),
        (args::Stake::DISCRIMINATOR, "stake"),
        (args::ActivateStake::DISCRIMINATOR, "activate"),
        (args::CancelUnstake::DISCRIMINATOR, "cancel"),
        (args::CreateStakingRecord::DISCRIMINATOR, "create record"),
        (args::CollectPoolRewards::DISCRIMINATOR, "collect"),
        (args::SlashStake::DISCRIMINATOR, "slash"),
        (&[1], "create token account"),
    ];
    let kind = |data: &[u8]| known.iter().find(|(start, _)| data.starts_with(start)).map_or("other", |(_, kind)| kind);
    plan.instructions().map(|instruction| kind(&instruction.data)).collect()
}

#[test]
fn open_epochs_are_the_skipped_ones_then_those_ahead() {
    let overview = |completed| PoolOverview { completed_reward_epoch: completed, ..Zeroable::zeroed() };
    let pool = |passed, skipped: u128, closed| OperatorPool {
        reward_last_claimed_epoch: passed,
        skipped_epochs: PodU128::from(skipped),
        closed_at_epoch: closed,
        ..Zeroable::zeroed()
    };
    let open_epochs =
        |overview: &PoolOverview, pool: &OperatorPool| pool.open_epochs(overview, NOW).collect::<Vec<u64>>();
    assert_eq!(open_epochs(&overview(0), &pool(0, 0, 0)), [0u64; 0]);
    // Passed 3; bit 1 is epoch 2.
    assert_eq!(open_epochs(&overview(6), &pool(3, 0b10, 0)), [2u64, 4, 5, 6]);
    assert_eq!(open_epochs(&overview(6), &pool(3, 0b10, 5)), [2u64, 4, 5]);
    assert_eq!(open_epochs(&overview(6), &pool(6, 0, 0)), [0u64; 0]);
    // Created while 7 is being finalized: it has passed 7, which has no record yet.
    assert_eq!(open_epochs(&overview(6), &pool(7, 0, 0)), [0u64; 0]);
    // With 140 completed, 12 and older have expired; so have the skipped ones among them.
    assert_eq!(open_epochs(&overview(140), &pool(3, 0b10, 0)), (13..=140).collect::<Vec<u64>>());
    assert_eq!(open_epochs(&overview(140), &pool(14, 0b110, 0)), [vec![13u64], (15..=140).collect()].concat());
}

#[tokio::test(start_paused = true)]
async fn unstaking_accrues_first_and_counts_tokens_at_the_new_price() {
    let mut world = World::new();
    world.epoch(Some(250));
    // 1,000 shares are worth 1,250 tokens then: 100 tokens are 80 shares.
    let plan = world.planned(Amount::Tokens(100)).await;
    assert_eq!(kinds(&plan), ["accrue", "unstake"]);
    assert_eq!(plan.transactions.len(), 1);
    assert_eq!(shares_of(plan.instructions().last().unwrap()), 80);
    assert_eq!(plan.unaccrued, []);
}

#[tokio::test(start_paused = true)]
async fn without_proofs_unstaking_names_what_it_leaves() {
    let mut world = World::new();
    let epoch = world.epoch(Some(250));
    let plan = unstake(&world.node.connection(), &world.unstake(Amount::Tokens(100)), None).await.unwrap();
    assert_eq!(kinds(&plan), ["unstake"]);
    assert_eq!(shares_of(plan.instructions().last().unwrap()), 100);
    assert_eq!(plan.unaccrued.iter().map(|open| open.epoch).collect::<Vec<u64>>(), [epoch]);
}

#[tokio::test(start_paused = true)]
async fn an_epoch_without_roots_is_bypassed_on_the_way() {
    let mut world = World::new();
    world.epoch(None);
    world.epoch(Some(1_000));
    let plan = world.planned(Amount::Tokens(100)).await;
    assert_eq!(kinds(&plan), ["bypass", "accrue", "unstake"]);
    assert_eq!(shares_of(plan.instructions().last().unwrap()), 50);
}

#[tokio::test(start_paused = true)]
async fn no_more_bypasses_share_a_transaction_than_have_their_events_in_its_log() {
    let mut world = World::new();
    for _ in 0..30 {
        world.epoch(None);
    }
    let plan = world.planned(Amount::Tokens(100)).await;
    assert_eq!(kinds(&plan), [vec!["bypass"; 30], vec!["unstake"]].concat());
    // By bytes all would fit two transactions, but a log of 10,000 bytes holds 18 events.
    assert!(plan.transactions.iter().all(|instructions| instructions.len() <= 18), "{:?}", plan.transactions);
}

#[tokio::test(start_paused = true)]
async fn an_epoch_with_nothing_left_is_bypassed_on_the_way_and_needs_no_proof() {
    let mut world = World::new();
    let epoch = world.epoch(Some(250));
    let record = RewardRecord { epoch, root_count: 1, ..Zeroable::zeroed() };
    put(&world.node, address::reward_record(epoch), &record);
    world.epoch(Some(1_000));
    let plan = world.planned(Amount::Tokens(100)).await;
    assert_eq!(kinds(&plan), ["bypass", "accrue", "unstake"]);
    assert_eq!(plan.unaccrued, []);
}

#[tokio::test(start_paused = true)]
async fn a_pool_passes_the_next_finalized_epoch_unless_one_is_named() {
    let mut world = World::new();
    world.epoch(None);
    let (connection, pool) = (world.node.connection(), world.pool_address());
    let expected = vec![vec![ix::accrue_reward_emergency_bypass(pool, 1)]];
    assert_eq!(bypass_epoch(&connection, pool, None).await.unwrap().transactions, expected);
    assert_eq!(bypass_epoch(&connection, pool, Some(1)).await.unwrap().transactions, expected);
    let unfinalized = bypass_epoch(&connection, pool, Some(2)).await.unwrap_err();
    assert!(matches!(unfinalized, IntentError::NoRewardRecord { epoch: 2 }), "{unfinalized}");
    world.pool.reward_last_claimed_epoch = 1;
    world.store();
    let passed = bypass_epoch(&connection, pool, None).await.unwrap_err();
    assert!(matches!(passed, IntentError::NothingToPass), "{passed}");
}

#[tokio::test(start_paused = true)]
async fn a_closed_pool_has_nothing_to_pass_after_the_epoch_it_closed_at() {
    let mut world = World::new();
    for _ in 1..=3 {
        world.epoch(None);
    }
    let (connection, pool) = (world.node.connection(), world.pool_address());
    (world.pool.closed_at_epoch, world.pool.reward_last_claimed_epoch) = (2, 1);
    world.store();
    let last = bypass_epoch(&connection, pool, None).await.unwrap();
    assert_eq!(last.transactions, [[ix::accrue_reward_emergency_bypass(pool, 2)]]);
    world.pool.reward_last_claimed_epoch = 2;
    world.store();
    let passed = bypass_epoch(&connection, pool, None).await.unwrap_err();
    assert!(matches!(passed, IntentError::NothingToPass), "{passed}");
}

#[tokio::test(start_paused = true)]
async fn a_wrong_proof_does_not_keep_anybody_in() {
    let mut world = World::new();
    let epoch = world.epoch(Some(250));
    let wrong = LeafProof { root_index: 0, leaf_index: 1, reward: 251, usdc: 0, proof: vec![[1; 32], [3; 32]] };
    world.proofs.insert(epoch, world.pool_address(), wrong);
    world.epoch(Some(250));
    let plan = world.planned(Amount::All).await;
    assert_eq!(kinds(&plan), ["unstake"], "the second epoch has to wait for the first");
    assert_eq!(plan.unaccrued.len(), 1);
    assert_eq!(plan.unaccrued[0].reason, StakingError::ProofMismatch.to_string());
}

#[tokio::test(start_paused = true)]
async fn what_is_not_claimable_or_halted_is_left() {
    let mut world = World::new();
    let epoch = world.epoch(Some(250));
    let record = RewardRecord { epoch, claimable_from: NOW + 1, root_count: 1, ..Zeroable::zeroed() };
    put(&world.node, address::reward_record(epoch), &record);
    let plan = world.planned(Amount::All).await;
    assert_eq!(kinds(&plan), ["unstake"]);
    assert_eq!(plan.unaccrued[0].reason, StakingError::RecordNotClaimable.to_string());
    world.overview.accrual_halted = 1;
    world.store();
    assert_eq!(world.planned(Amount::All).await.unaccrued[0].reason, StakingError::AccrualHalted.to_string());
}

#[tokio::test(start_paused = true)]
async fn an_operator_that_leaves_takes_the_commission_it_staked_on_the_way() {
    let mut world = World::new();
    world.pool.auto_stake = 1;
    world.pool.reward_commission_bps = 1_000;
    world.pool.operator_staking_record = world.record().address();
    world.epoch(Some(100));
    // 90 raise T to 1,090; the commission of 10 buys floor(10 x 1,000 / 1,090) = 9 shares: 409 in all.
    let plan = world.planned(Amount::All).await;
    assert_eq!(kinds(&plan), ["accrue", "unstake"]);
    assert_eq!(shares_of(plan.instructions().last().unwrap()), 409);
    let accrual = plan.instructions().next().unwrap();
    assert_eq!(accrual.accounts.last().unwrap().pubkey, world.record().address());
}

#[tokio::test(start_paused = true)]
async fn more_than_the_record_has_is_refused_before_anything_is_sent() {
    let world = World::new();
    for amount in [Amount::Tokens(401), Amount::Shares(401)] {
        let error = unstake(&world.node.connection(), &world.unstake(amount), None).await.unwrap_err();
        assert_eq!(error.staking_error(), Some(StakingError::NotEnoughShares));
    }
}

#[tokio::test(start_paused = true)]
async fn an_accrual_that_somebody_else_did_first_is_planned_again() {
    let mut world = World::new();
    world.epoch(Some(250));
    let accrued = u32::from(StakingError::EpochAlreadyAccrued);
    world.node.state().simulated_errors.push_back(json!({ "InstructionError": [1, { "Custom": accrued }] }));
    let request = world.unstake(Amount::Shares(10));
    let signers = [&world.owner];
    let connection = world.node.connection();
    let proofs: Option<&dyn ProofSource> = Some(&world.proofs);
    let plan = unstake(&connection, &request, proofs).await.unwrap();
    let options = SendOptions::default();
    let sent = send_unstake(plan, &connection, &request, proofs, &signers, &options).await.unwrap();
    assert_eq!((sent.len(), world.node.state().executed.len()), (1, 1));
    assert_eq!(world.node.requests_of("simulateTransaction"), 2);
}

async fn staked(world: &World, owner: Pubkey, amount: u64) -> StakePlan {
    let record = RecordOf { operator_pool: world.pool_address(), owner };
    let request = StakeRequest { record, amount, source: None, payer: world.owner.pubkey() };
    stake(&world.node.connection(), &request).await.unwrap()
}

#[tokio::test(start_paused = true)]
async fn staking_creates_the_record_only_if_it_is_missing() {
    let world = World::new();
    let owner = world.owner.pubkey();
    let StakePlan { plan, .. } = staked(&world, owner, 5).await;
    assert_eq!(kinds(&plan), ["stake"]);
    let source = address::owner_token_account(&owner, &world.overview.stake_mint);
    assert_eq!(plan.transactions[0][0].accounts[4].pubkey, source);
    let StakePlan { plan, .. } = staked(&world, key(77), 5).await;
    assert_eq!(kinds(&plan), ["create record", "stake"]);
    assert_eq!(plan.transactions.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_deposit_may_come_while_epochs_are_open_and_says_when_it_becomes_shares() {
    let mut world = World::new();
    let owner = world.owner.pubkey();
    let waits = |epoch| BecomesShares::AfterEpoch { epoch };
    assert_eq!(staked(&world, owner, 5).await.becomes_shares, waits(1));
    // Epoch 1 is over and not accrued: nothing is put in front. The current one is 2, and 3 while 2 is being finalized.
    world.epoch(Some(250));
    let StakePlan { plan, becomes_shares, .. } = staked(&world, owner, 5).await;
    assert_eq!((kinds(&plan), plan.unaccrued.len()), (vec!["stake"], 0));
    assert_eq!((becomes_shares, becomes_shares.earns_from_epoch()), (waits(2), 3));
    world.overview.is_epoch_finalizing = 1;
    world.store();
    assert_eq!(staked(&world, owner, 5).await.becomes_shares, waits(3));
}

#[tokio::test(start_paused = true)]
async fn a_deposit_says_what_is_known_to_hold_it_up_beyond_its_epoch() {
    let mut world = World::new();
    for _ in 0..9 {
        world.epoch(None);
    }
    // 400 shares at a price of 1.2; a base unit buys none.
    world.pool.operator_staking_record = world.record().address();
    (world.pool.reward_last_claimed_epoch, world.pool.total_staked_amount) = (9, 1_200);
    world.store();
    let delegator = key(77);
    let held_up = async |world: &World, owner, amount| staked(world, owner, amount).await.held_up_by;
    assert_eq!(held_up(&world, delegator, 2).await, []);
    assert_eq!(held_up(&world, delegator, 1).await, [HeldUpBy::DepositBuysNoShare]);
    // With what is activating already it is enough.
    let activating = StakingRecord { activating: 1, ..Zeroable::zeroed() };
    put(&world.node, RecordOf { operator_pool: world.pool_address(), owner: delegator }.address(), &activating);
    assert_eq!(held_up(&world, delegator, 1).await, []);

    // The operator's 400 shares are worth 480; its own 12 more are 10 shares, so 492.
    for (minimum, of_others, of_operator) in
        [(480, false, false), (481, true, false), (492, true, false), (493, true, true)]
    {
        world.overview.min_operator_token_stake = minimum;
        world.store();
        let expected = |held_up: bool| if held_up { vec![HeldUpBy::OperatorStakeBelowMinimum] } else { vec![] };
        assert_eq!(held_up(&world, delegator, 12).await, expected(of_others), "a minimum of {minimum}");
        assert_eq!(held_up(&world, world.owner.pubkey(), 12).await, expected(of_operator), "a minimum of {minimum}");
    }
    world.overview.min_operator_token_stake = 0;

    // Skipped when epoch 3 was complete: the gate opens when epoch 11 is. At the earliest the deposit is activated when the
    // current epoch, 10, is complete. Bit 7 is epoch 2.
    world.pool.skipped_epochs = PodU128::from(1 << 7);
    for (last_skip_at, until_complete) in [(2, None), (3, Some(11)), (9, Some(17))] {
        world.pool.last_skip_at = last_skip_at;
        world.store();
        let lately = |until_complete| HeldUpBy::SkippedLately { skipped: vec![2], until_complete };
        let expected: Vec<_> = until_complete.map(lately).into_iter().collect();
        assert_eq!(held_up(&world, delegator, 12).await, expected, "skipped at {last_skip_at}");
    }
    world.pool.skipped_epochs = PodU128::from(0);
    world.pool.reward_last_claimed_epoch = 6;
    world.store();
    assert_eq!(held_up(&world, delegator, 12).await, [HeldUpBy::PoolBehind { epochs: 3 }]);

    // A ticket that is turned back waits for the same.
    let mut record = StakingRecord::zeroed();
    record.tickets[0].amount = 1;
    put(&world.node, RecordOf { operator_pool: world.pool_address(), owner: delegator }.address(), &record);
    let of = RecordOf { operator_pool: world.pool_address(), owner: delegator };
    let cancelled = cancel_unstake(&world.node.connection(), of, 0).await.unwrap();
    assert_eq!(cancelled.held_up_by, [HeldUpBy::PoolBehind { epochs: 3 }, HeldUpBy::DepositBuysNoShare]);
    assert_eq!(cancelled.becomes_shares, BecomesShares::AfterEpoch { epoch: 10 });
}

#[tokio::test(start_paused = true)]
async fn an_operators_deposit_into_its_new_pool_is_shares_at_once_from_the_minimum_on() {
    let mut world = World::new();
    (world.pool.total_staked_amount, world.pool.total_shares) = (0, 0);
    (world.pool.joined_epoch, world.overview.min_operator_token_stake) = (1, 500);
    world.pool.operator_staking_record = world.record().address();
    put(&world.node, world.record().address(), &StakingRecord::zeroed());
    world.store();
    let owner = world.owner.pubkey();
    let at_once = BecomesShares::AtOnce { epoch: 1 };
    assert_eq!(staked(&world, owner, 499).await.becomes_shares, BecomesShares::AfterEpoch { epoch: 1 });
    assert_eq!(staked(&world, owner, 500).await.becomes_shares, at_once);
    assert_eq!(at_once.earns_from_epoch(), 1);
    assert_eq!(staked(&world, key(77), 500).await.becomes_shares, BecomesShares::AfterEpoch { epoch: 1 });
    // What it has waiting counts.
    world.pool.total_activating = 1;
    world.store();
    put(&world.node, world.record().address(), &StakingRecord { activating: 1, ..Zeroable::zeroed() });
    assert_eq!(staked(&world, owner, 499).await.becomes_shares, at_once);
}

#[tokio::test(start_paused = true)]
async fn claiming_creates_the_token_account_only_if_it_is_missing() {
    let world = World::new();
    let connection = world.node.connection();
    let (record, payer) = (world.record(), key(5));
    let plan = claim_unstake(&connection, record, None, payer).await.unwrap();
    assert_eq!(kinds(&plan), ["create token account", "other"]);
    let account = address::owner_token_account(&record.owner, &world.overview.stake_mint);
    assert_eq!(plan.transactions[0][0].accounts[1].pubkey, account);
    put_tokens(&world.node, account, 0);
    assert_eq!(kinds(&claim_unstake(&connection, record, None, payer).await.unwrap()), ["other"]);
    assert_eq!(kinds(&claim_usdc(&connection, record, None, payer).await.unwrap()), ["create token account", "other"]);
    assert_eq!(kinds(&claim_usdc(&connection, record, Some(key(6)), payer).await.unwrap()), ["other"]);
}

#[tokio::test(start_paused = true)]
async fn a_record_is_queried_through_the_program() {
    let world = World::new();
    // Token value, claimable USDC, activating, ripe (u64 each), whether it can be activated, locked shares (u64), rank (u128),
    // matured and pending unstake (u64 each). The node cuts zeros off the end.
    let mut data: Vec<u8> = [500u64, 7, 30, 20].into_iter().flat_map(u64::to_le_bytes).collect();
    data.push(1);
    data.extend(0u64.to_le_bytes());
    data.extend(1_393u128.to_le_bytes());
    data.push(9);
    world.node.state().return_data = data;
    let view = query_staking_record(&world.node.connection(), world.record(), &key(5)).await.unwrap();
    assert_eq!((view.token_value, view.claimable_usdc, view.locked_shares, view.rank), (500, 7, 0, 1_393));
    assert_eq!((view.activating, view.ripe, view.can_activate), (30, 20, true));
    assert_eq!((view.matured_unstake, view.pending_unstake), (9, 0));
}
