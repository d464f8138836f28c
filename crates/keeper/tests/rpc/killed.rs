//! Killed at random moments and started again: the chain is the memory.

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use inference_staking_keeper::{accrue, Options, Reason};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::proxy::{FaultRates, Proxy};
use crate::world::*;

/// How long a keeper may take for its first accruals on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Slow, so that kills find it amid its work.
fn slow_options() -> Options {
    Options { in_flight: NonZeroUsize::new(2).unwrap(), ..options() }
}

/// Kills the keeper after random times until it ends by itself; returns how often it was killed amid its work.
async fn kill_and_resume(world: &World, url: &str, last_epoch: u64, seed: u64) -> u32 {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut amid = 0;
    for killed in 0..200 {
        let (connection, source, payer) = (connection(url), world.source(), world.payer());
        let keeper = tokio::spawn(async move { accrue(&connection, &source, &payer, &slow_options()).await });
        let abort = keeper.abort_handle();
        // Lives longer the more often it was killed, so that it ends some day.
        let life = Duration::from_millis(rng.random_range(10..400) + 10 * killed);
        tokio::spawn(async move {
            tokio::time::sleep(life).await;
            abort.abort();
        });
        match keeper.await {
            Ok(accrued) => {
                let summary = accrued.into_result().unwrap();
                assert!(summary.is_complete(), "{summary}");
                return amid;
            }
            Err(error) => assert!(error.is_cancelled(), "{error}"),
        }
        amid += u32::from(is_amid(world, last_epoch).await);
    }
    panic!("the keeper never came to an end");
}

/// Whether some accruals are done and some are not.
async fn is_amid(world: &World, last_epoch: u64) -> bool {
    let pools = world.direct().pools_at(&world.pools).await.unwrap();
    let passed: u64 = pools.into_iter().map(|pool| pool.unwrap().reward_last_claimed_epoch).sum();
    (1..last_epoch * world.pools.len() as u64).contains(&passed)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keeper_killed_again_and_again_pays_all_once() {
    let mut world = World::start(80);
    world.publish(1).await;
    world.publish(2).await;
    let amid = kill_and_resume(&world, &world.network.rpc_url(), 2, 5).await;
    assert!(amid > 0, "no kill came amid the work");
    world.assert_paid_exactly(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keeper_killed_again_and_again_behind_a_faulty_node_pays_all_once() {
    let mut world = World::start(40);
    world.publish(1).await;
    let proxy = Proxy::start(&world.network.rpc_url(), 6, FaultRates::MANY).await;
    let amid = kill_and_resume(&world, &proxy.url, 1, 7).await;
    assert!(amid > 0, "no kill came amid the work");
    world.assert_paid_exactly(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keeper_that_is_asked_to_stop_ends_what_is_in_flight_and_says_what_is_left() {
    let mut world = World::start(80);
    world.publish(1).await;
    let options = slow_options();
    let stop = options.stop.clone();
    let (connection, source, payer) = (world.direct(), world.source(), world.payer());
    let keeper =
        tokio::spawn(async move { accrue(&connection, &source, &payer, &options).await.into_result().unwrap() });
    let since = Instant::now();
    while !is_amid(&world, 1).await {
        assert!(!keeper.is_finished(), "the keeper ended before anybody saw it amid its work");
        assert!(since.elapsed() < PATIENCE, "after {PATIENCE:?} the keeper has accrued nothing");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    stop.request();
    let summary = keeper.await.unwrap();
    assert!(summary.left.iter().all(|left| left.reason == Reason::Stopped), "{summary}");
    assert!(!summary.left.is_empty(), "{summary}");
    assert_eq!(summary.accrued + summary.left.len() as u64, 80, "{summary}");

    let rest = accrue(&world.direct(), &world.source(), &world.payer(), &slow_options()).await.into_result().unwrap();
    assert_eq!((rest.accrued, rest.up_to_date), (summary.left.len() as u64, summary.accrued), "{rest}");
    world.assert_paid_exactly(1).await;
}
