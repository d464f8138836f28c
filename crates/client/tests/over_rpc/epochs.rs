//! Epochs that a pool has open, and passing them without a proof.

use bytemuck::Zeroable;
use inference_staking_client::address;
use inference_staking_client::instruction as ix;
use inference_staking_client::intent::{bypass_epoch, Amount, IntentError};
use inference_staking_client::state::{OperatorPool, PodU128, PoolOverview, RewardRecord};

use crate::reading::put;
use crate::world::{kinds, shares_of, World, NOW};

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
