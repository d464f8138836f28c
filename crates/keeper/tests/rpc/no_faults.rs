//! Without faults: all pools, in few transactions, and nothing the second time.

use inference_staking_keeper::{accrue, Reason};

use crate::world::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_pool_is_accrued_in_batches() {
    let mut world = World::start(100);
    world.publish(1).await;
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.meanwhile, summary.left.len()), (100, 0, 0), "{summary}");
    assert_eq!((summary.rewards, summary.usdc), (EPOCH_REWARDS.into(), EPOCH_USDC.into()));
    // A third of the pools bring two accounts: at least 8 pools to a transaction.
    assert!(summary.transactions <= 13, "{summary}");
    world.assert_paid_exactly(1).await;

    let again = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!((again.accrued, again.transactions, again.up_to_date, again.rounds), (0, 0, 100, 1), "{again}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pools_are_left_with_a_reason_if_there_is_no_tree_file() {
    let mut world = World::start(3);
    let file = world.publish(1).await;
    std::fs::remove_file(file).unwrap();
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.left.len()), (0, 3));
    assert!(summary.left.iter().all(|left| left.reason == Reason::NoTree { roots: 1, at_hand: 0 }), "{summary}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_chosen_pools_are_accrued() {
    let mut world = World::start(6);
    world.publish(1).await;
    let chosen = vec![world.pools[1], world.pools[4]];
    let options = inference_staking_keeper::Options { pools: Some(chosen.clone()), ..options() };
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &options).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.left.len()), (2, 0), "{summary}");
    for pool in &world.pools {
        let passed = world.direct().pool(pool).await.unwrap().reward_last_claimed_epoch;
        assert_eq!(passed, u64::from(chosen.contains(pool)));
    }
}
