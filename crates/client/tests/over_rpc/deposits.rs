//! Deposits: what is missing is created, and what they wait for is said.

use anchor_lang::prelude::Pubkey;
use bytemuck::Zeroable;
use inference_staking_client::address;
use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent::{
    cancel_unstake, stake, BecomesShares, Consequence, HeldUpBy, StakePlan, StakeRequest,
};
use inference_staking_client::state::{PodU128, StakingRecord, LOCKED, UNLOCKING};
use solana_signer::Signer;

use crate::reading::{key, put};
use crate::world::{kinds, World};

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
async fn what_comes_into_a_locked_record_is_said_to_join_the_lock() {
    let world = World::new();
    let of = RecordOf { operator_pool: world.pool_address(), owner: key(40) };
    let mut record = StakingRecord { operator_pool: of.operator_pool, lock_duration: 1_209_600, ..Zeroable::zeroed() };
    record.tickets[0].amount = 7;
    let joins = Consequence::JoinsLock { operator_pool: of.operator_pool, seconds: 1_209_600, is_free_to_go: false };
    let cancels = Consequence::CancelsTicket { amount: 7, claimable_from: 0 };
    for (lock_state, expected) in [(LOCKED, vec![joins]), (UNLOCKING, vec![]), (0, vec![])] {
        record.lock_state = lock_state;
        put(&world.node, of.address(), &record);
        assert_eq!(staked(&world, of.owner, 5).await.plan.consequences, expected);
        let cancelled = cancel_unstake(&world.node.connection(), of, 0).await.unwrap();
        assert_eq!(cancelled.plan.consequences, [vec![cancels], expected].concat());
    }
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
