//! Two keepers at once.

use inference_staking_keeper::{accrue, Options, Summary};

use crate::proxy::{FaultRates, Proxy};
use crate::world::*;

async fn race(world: &World, urls: [&str; 2]) -> [Summary; 2] {
    let keeper = |url: &str, in_flight: usize| {
        let (connection, source, payer) = (connection(url), world.source(), world.payer());
        let options = Options { in_flight: in_flight.try_into().unwrap(), ..options() };
        tokio::spawn(async move { accrue(&connection, &source, &payer, &options).await.into_result().unwrap() })
    };
    let (first, second) = (keeper(urls[0], 3), keeper(urls[1], 5));
    [first.await.unwrap(), second.await.unwrap()]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_keepers_pay_all_once_and_share_the_work() {
    let mut world = World::start(120);
    world.publish(1).await;
    let url = world.network.rpc_url();
    let summaries = race(&world, [&url, &url]).await;
    world.assert_paid_exactly(1).await;
    let [first, second] = &summaries;
    assert!(first.is_complete() && second.is_complete(), "{first}\n{second}");
    // Equal transactions of both are one transaction: both may count it.
    assert!(first.accrued + second.accrued >= 120, "{first}\n{second}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_keepers_behind_faulty_nodes_pay_all_once() {
    let mut world = World::start(60);
    world.publish(1).await;
    world.publish(2).await;
    let first = Proxy::start(&world.network.rpc_url(), 8, FaultRates::MANY).await;
    let second = Proxy::start(&world.network.rpc_url(), 9, FaultRates::MANY).await;
    let [first, second] = race(&world, [&first.url, &second.url]).await;
    assert!(first.is_complete() && second.is_complete(), "{first}\n{second}");
    world.assert_paid_exactly(2).await;
}
