//! Pools several epochs behind, an empty epoch among them, and skipped ones.

use inference_staking_keeper::{accrue, Bypass, Options, Reason};

use crate::world::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn several_epochs_with_an_empty_one_are_passed_in_order() {
    let mut world = World::start(20);
    world.publish(1).await;
    world.publish_empty(2).await;
    world.publish(3).await;
    let never = Options { bypass: Bypass::Never, ..options() };
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &never).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.passed, summary.left.len()), (20, 0, 20), "{summary}");
    assert!(summary.left.iter().all(|left| left.reason == Reason::EmptyEpoch && left.later_epochs == 1), "{summary}");

    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.passed, summary.left.len()), (20, 20, 0), "{summary}");
    world.assert_paid_exactly(3).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn skipped_epochs_are_caught_up() {
    let mut world = World::start(10);
    world.publish(1).await;
    world.publish(2).await;
    for pool in &world.pools[..4] {
        // Epoch 1 was skipped.
        world.change_pool(pool, |pool| (pool.reward_last_claimed_epoch, pool.skipped_epochs) = (1, 1.into())).await;
    }
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.left.len()), (20, 0), "{summary}");
    world.assert_paid_exactly(2).await;
}

/// What is left of a pool's skipped epoch, for want of its tree, says nothing of the epoch that it accrues.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_accrued_counts_beside_a_skipped_epoch_that_is_left() {
    let mut world = World::start(2);
    let tree = world.publish(1).await;
    world.publish(2).await;
    for pool in &world.pools {
        world.change_pool(pool, |pool| (pool.reward_last_claimed_epoch, pool.skipped_epochs) = (1, 1.into())).await;
    }
    std::fs::remove_file(tree).unwrap();
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.transactions, summary.left.len()), (2, 1, 2), "{summary}");
    assert!(summary.left.iter().all(|left| left.epoch == 1) && summary.rewards > 0, "{summary}");
}
