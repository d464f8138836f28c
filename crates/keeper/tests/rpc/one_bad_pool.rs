//! A pool that cannot be accrued does not hold up the others of its batch.

use inference_staking_keeper::{accrue, Reason};

use crate::world::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pools_that_the_program_refuses_are_set_apart() {
    let mut world = World::start(30);
    world.publish(1).await;
    let bad = [world.pools[3], world.pools[16], world.pools[17]];
    for pool in &bad {
        // No reward can be added to its USDC any more.
        world.change_pool(pool, |pool| pool.delegator_usdc = u64::MAX).await;
    }
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await.unwrap();
    assert_eq!(summary.accrued, 27, "{summary}");
    let mut left: Vec<_> = summary.left.iter().map(|left| left.pool).collect();
    left.sort();
    let mut expected = bad.to_vec();
    expected.sort();
    assert_eq!(left, expected, "{summary}");
    for left in &summary.left {
        let Reason::Refused(words) = &left.reason else { panic!("{summary}") };
        assert!(words.contains("MathOverflow"), "{words}");
    }

    // Once they can be accrued, only they are.
    for pool in &bad {
        world.change_pool(pool, |pool| pool.delegator_usdc = 0).await;
    }
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await.unwrap();
    assert_eq!((summary.accrued, summary.up_to_date, summary.left.len()), (3, 27, 0), "{summary}");
    world.assert_paid_exactly(1).await;
}
