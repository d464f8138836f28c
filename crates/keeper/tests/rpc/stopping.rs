//! Whatever the node does, a keeper that is asked to stop ends within seconds, and says what is in doubt.

use std::time::{Duration, Instant};

use inference_staking_keeper::{accrue, Accrued, Options, Reason, Stop, GRACE};
use tokio::task::JoinHandle;

use crate::proxy::{HeldUp, Proxy};
use crate::world::*;

/// A keeper whose first transaction the node takes and never answers.
async fn hanging(world: &World) -> (Proxy, HeldUp, Stop, JoinHandle<Accrued>) {
    let (proxy, mut held_up) = Proxy::start_holding_up(&world.network.rpc_url()).await;
    let (connection, source, payer) = (connection(&proxy.url), world.source(), world.payer());
    let stop = Stop::default();
    let options = Options { stop: stop.clone(), ..options() };
    let task = tokio::spawn(async move { accrue(&connection, &source, &payer, &options).await });
    held_up.first().await;
    (proxy, held_up, stop, task)
}

fn assert_in_doubt(accrued: &Accrued, pools: usize) {
    let Accrued { summary, failure } = accrued;
    assert!(failure.is_none() && summary.accrued == 0, "{summary}");
    assert_eq!(summary.left.len(), pools, "{summary}");
    let in_doubt = summary.left.iter().filter(|left| match &left.reason {
        // Base58 of a signature has 86 characters and more.
        Reason::InDoubt { words, .. } => words.split(' ').any(|word| word.len() > 85),
        _ => false,
    });
    assert!(in_doubt.count() > 0, "{summary}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_send_that_hangs_is_waited_for_a_few_seconds_and_named() {
    let mut world = World::start(3);
    world.publish(1).await;
    let (_proxy, _held_up, stop, task) = hanging(&world).await;
    assert!(stop.in_flight() > 0);
    let since = Instant::now();
    stop.request();
    assert_in_doubt(&task.await.unwrap(), 3);
    let took = since.elapsed();
    assert!(took >= GRACE && took < GRACE + Duration::from_secs(4), "{took:?}");
    assert_eq!(stop.in_flight(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn asked_once_more_nothing_is_waited_for() {
    let mut world = World::start(3);
    world.publish(1).await;
    let (_proxy, _held_up, stop, task) = hanging(&world).await;
    let since = Instant::now();
    stop.request();
    stop.request_now();
    assert_in_doubt(&task.await.unwrap(), 3);
    assert!(since.elapsed() < Duration::from_secs(4), "{:?}", since.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_node_only_tells_of_at_the_end_does_not_count() {
    let mut world = World::start(3);
    world.publish(1).await;
    let (proxy, mut held_up) = Proxy::start_lying_and_holding_up(&world.network.rpc_url()).await;
    let stop = Stop::default();
    let options = Options { stop: stop.clone(), activate: false, ..options() };
    let (connection, source, payer) = (connection(&proxy.url), world.source(), world.payer());
    let stopping = async {
        held_up.first().await;
        stop.request();
        held_up.let_go();
    };
    let (Accrued { summary, failure }, ()) = tokio::join!(accrue(&connection, &source, &payer, &options), stopping);
    assert!(failure.is_none(), "{failure:?}");
    assert_eq!((summary.accrued, summary.transactions, summary.left.len()), (0, 0, 3), "{summary}");
    assert!(summary.left.iter().all(|left| left.reason == Reason::Contradicted), "{summary}");
    assert_eq!(proxy.requests("sendTransaction"), 1);
}
