//! Errors, time-outs, lost answers, lost and doubled transactions: nothing is paid twice and nothing is left out.

use std::time::Duration;

use inference_staking_client::address;
use inference_staking_client::rpc::{Connection, Pace};
use inference_staking_keeper::{accrue, Accrued, KeeperError, Options, Reason};
use solana_account::Account;
use solana_commitment_config::CommitmentConfig;

use crate::proxy::{Fault, FaultRates, Proxy};
use crate::world::*;

async fn accrues_all_through_faults(seed: u64) {
    let mut world = World::start(60);
    world.publish(1).await;
    world.publish(2).await;
    let proxy = Proxy::start(&world.network.rpc_url(), seed, FaultRates::MANY).await;
    let summary =
        accrue(&connection(&proxy.url), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert!(summary.is_complete(), "seed {seed}: {summary}");
    assert_eq!(summary.accrued + summary.meanwhile, 120, "seed {seed}: {summary}");
    world.assert_paid_exactly(2).await;
    let made = [Fault::Unavailable, Fault::NodeBehind, Fault::Delay, Fault::LostAnswer].map(|fault| proxy.made(fault));
    assert!(made.iter().all(|times| *times > 0), "seed {seed} made too few faults: {made:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_is_accrued_once_through_faults_of_seed_1() {
    accrues_all_through_faults(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_is_accrued_once_through_faults_of_seed_2() {
    accrues_all_through_faults(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transactions_that_land_with_their_answer_lost_are_not_paid_twice() {
    let mut world = World::start(40);
    world.publish(1).await;
    let rates = FaultRates { lost_answer: 40, ..FaultRates::default() };
    let proxy = Proxy::start(&world.network.rpc_url(), 3, rates).await;
    let summary =
        accrue(&connection(&proxy.url), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert!(summary.is_complete(), "{summary}");
    assert!(proxy.made(Fault::LostAnswer) > 0);
    world.assert_paid_exactly(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transactions_that_are_swallowed_or_doubled_are_not_left_out_or_paid_twice() {
    let mut world = World::start(40);
    world.publish(1).await;
    let rates = FaultRates { swallowed: 50, sent_twice: 50, ..FaultRates::default() };
    let proxy = Proxy::start(&world.network.rpc_url(), 4, rates).await;
    let summary =
        accrue(&connection(&proxy.url), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert!(summary.is_complete(), "{summary}");
    assert!(proxy.made(Fault::Swallowed) > 0 && proxy.made(Fault::SentTwice) > 0);
    world.assert_paid_exactly(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_in_doubt_is_told_when_the_node_dies_behind_a_broadcast() {
    let mut world = World::start(2);
    world.publish(1).await;
    let (proxy, mut held_up) = Proxy::start_holding_up(&world.network.rpc_url()).await;
    let soon = Duration::from_millis(300);
    let pace = Pace { poll: soon / 10, backoff: soon / 10, read_attempts: 2, unreachable: soon, ..Pace::default() };
    let connection = Connection::new(&proxy.url, CommitmentConfig::confirmed()).with_pace(pace);
    let (source, payer, options) = (world.source(), world.payer(), options());
    let dying = async {
        held_up.first().await;
        proxy.die();
        held_up.let_go();
    };
    let (accrued, ()) = tokio::join!(accrue(&connection, &source, &payer, &options), dying);
    let Accrued { summary, failure } = accrued;
    assert!(failure.is_some(), "{summary}");
    let [left] = &summary.left_by_reason()[..] else { panic!("{summary}") };
    assert_eq!((left.epoch, left.pools.len()), (1, 2), "{summary}");
    assert!(matches!(&left.reason, Reason::InDoubt { .. }), "{}", left.reason);
    assert!(left.reason.to_string().starts_with("it is not known whether the transaction"), "{}", left.reason);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_tells_of_what_it_never_executed_is_given_up_and_its_word_does_not_count() {
    let mut world = World::start(3);
    world.publish(1).await;
    world.publish(2).await;
    let proxy = Proxy::start_lying(&world.network.rpc_url()).await;
    let Accrued { summary, failure } =
        accrue(&connection(&proxy.url), &world.source(), &world.payer(), &options()).await;
    assert!(failure.is_none() && !summary.is_complete(), "{summary}");
    assert_eq!((summary.accrued, summary.rewards, summary.usdc, summary.transactions), (0, 0, 0, 0), "{summary}");
    assert_eq!(summary.left.len(), 3, "{summary}");
    assert!(summary.left.iter().all(|left| left.reason == Reason::Contradicted), "{summary}");
    // Once, once more to see, and in as many rounds as it is borne that nothing moves. The second epoch, which the simulation refuses, never.
    assert_eq!(proxy.requests("sendTransaction"), 2 + options().idle_rounds);
    assert!(summary.left.iter().all(|left| (left.epoch, left.later_epochs) == (1, 1)), "{summary}");
    // Another node does it all.
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert!(summary.is_complete() && summary.accrued == 6, "{summary}");
    world.assert_paid_exactly(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_node_that_falls_behind_the_epoch_itself_is_asked_again_what_became_of_it() {
    let mut world = World::start(3);
    let overview = |world: &World| world.network.account(&address::pool_overview()).unwrap().unwrap();
    let before = overview(&world);
    world.publish(1).await;
    let after = overview(&world);
    let (proxy, mut held_up) = Proxy::start_lying_and_holding_up(&world.network.rpc_url()).await;
    let (connection, source, payer) = (connection(&proxy.url), world.source(), world.payer());
    let options = Options { idle_rounds: 100, ..options() };
    let falling_back = async {
        held_up.first().await;
        // From here on no epoch is finished: every pool is even, and nothing is to do.
        world.network.set_account(&address::pool_overview(), before).unwrap();
        let reads = proxy.requests("getProgramAccounts");
        held_up.let_go();
        while proxy.requests("getProgramAccounts") == reads {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        world.network.set_account(&address::pool_overview(), after).unwrap();
        // What the node said to have executed, comes to light.
        accrue(&world.direct(), &source, &payer, &crate::world::options()).await.into_result().unwrap()
    };
    let (accrued, caught_up) = tokio::join!(accrue(&connection, &source, &payer, &options), falling_back);
    let summary = accrued.into_result().unwrap();
    assert_eq!(caught_up.accrued, 3, "{caught_up}");
    assert!(summary.is_complete(), "{summary}");
    assert_eq!((summary.accrued, summary.meanwhile, summary.rewards), (3, 0, EPOCH_REWARDS.into()), "{summary}");
    world.assert_paid_exactly(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_node_shows_only_later_is_counted() {
    let mut world = World::start(3);
    world.publish(1).await;
    // The program refuses what it did already, and the node shows that only in the fourth list.
    let proxy = Proxy::start_behind(&world.network.rpc_url(), 3).await;
    let summary =
        accrue(&connection(&proxy.url), &world.source(), &world.payer(), &alone()).await.into_result().unwrap();
    assert!(summary.is_complete(), "{summary}");
    assert_eq!((summary.accrued, summary.meanwhile, summary.rewards), (3, 0, EPOCH_REWARDS.into()), "{summary}");
    assert_eq!((summary.transactions, summary.rounds), (1, 5), "{summary}");
    world.assert_paid_exactly(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_node_never_shows_does_not_count() {
    let mut world = World::start(3);
    world.publish(1).await;
    let proxy = Proxy::start_behind(&world.network.rpc_url(), u32::MAX).await;
    let summary =
        accrue(&connection(&proxy.url), &world.source(), &world.payer(), &alone()).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.transactions, summary.left.len()), (0, 0, 3), "{summary}");
    // The program refuses what was done, and the keeper knows why.
    assert!(summary.left.iter().all(|left| left.reason == Reason::Contradicted), "{summary}");
    assert_eq!(summary.rounds, 2 + options().idle_rounds, "{summary}");
    world.assert_paid_exactly(1).await;
}

/// Options of a keeper that accrues only.
fn alone() -> Options {
    Options { activate: false, ..options() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_failed_is_left_when_the_node_falls_behind_its_epoch() {
    let mut world = World::start(3);
    let overview = world.network.account(&address::pool_overview()).unwrap().unwrap();
    world.publish(1).await;
    let (proxy, mut held_up) = Proxy::start_refusing_transactions_and_holding_up(&world.network.rpc_url()).await;
    let (connection, source, payer, options) = (connection(&proxy.url), world.source(), world.payer(), alone());
    let falling_back = async {
        held_up.first().await;
        // No epoch is over any more, and nothing is to do.
        world.network.set_account(&address::pool_overview(), overview).unwrap();
        held_up.let_go();
    };
    let (Accrued { summary, failure }, ()) = tokio::join!(accrue(&connection, &source, &payer, &options), falling_back);
    assert!(matches!(failure, Some(KeeperError::Behind)), "{failure:?}: {summary}");
    assert!(!summary.is_complete() && summary.left.len() == 3, "{summary}");
    assert!(summary.left.iter().all(|left| matches!(left.reason, Reason::NotSent(_))), "{summary}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pool_that_a_node_leaves_out_is_not_done() {
    let mut world = World::start(2);
    world.publish(1).await;
    let (proxy, mut held_up) = Proxy::start_lying_and_holding_up(&world.network.rpc_url()).await;
    let options = Options { pools: Some(world.pools.clone()), ..alone() };
    let (connection, source, payer) = (connection(&proxy.url), world.source(), world.payer());
    let leaving_out = async {
        held_up.first().await;
        world.network.set_account(&world.pools[1], Account::default()).unwrap();
        held_up.let_go();
    };
    let (Accrued { summary, failure }, ()) = tokio::join!(accrue(&connection, &source, &payer, &options), leaving_out);
    assert!(matches!(failure, Some(KeeperError::Behind)), "{failure:?}: {summary}");
    assert_eq!((summary.accrued, summary.left.len()), (0, 2), "{summary}");
    assert!(summary.left.iter().all(|left| left.reason == Reason::Contradicted), "{summary}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_failed_and_was_done_by_somebody_else_before_the_next_look_was_done_meanwhile() {
    let mut world = World::start(3);
    world.publish(1).await;
    let (proxy, mut held_up) = Proxy::start_refusing_transactions_and_holding_up(&world.network.rpc_url()).await;
    // Time enough for the other.
    let options = Options { idle_pause: Duration::from_secs(3), ..alone() };
    let (connection, source, payer) = (connection(&proxy.url), world.source(), world.payer());
    let somebody_else = async {
        held_up.first().await;
        let reads = proxy.requests("getMultipleAccounts");
        held_up.let_go();
        // It has looked what became of the transaction, and pauses.
        while proxy.requests("getMultipleAccounts") == reads {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        accrue(&world.direct(), &source, &payer, &alone()).await.into_result().unwrap()
    };
    let (accrued, other) = tokio::join!(accrue(&connection, &source, &payer, &options), somebody_else);
    let summary = accrued.into_result().unwrap();
    assert_eq!((summary.accrued, summary.meanwhile, other.accrued), (0, 3, 3), "{summary}");
    assert!(summary.is_complete(), "{summary}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revocation_amid_the_accruals_is_not_taken_for_a_node_that_fell_behind() {
    let mut world = World::start(3);
    world.publish(1).await;
    world.publish(2).await;
    let (proxy, mut held_up) = Proxy::start_holding_up(&world.network.rpc_url()).await;
    let (connection, source, payer, options) = (connection(&proxy.url), world.source(), world.payer(), alone());
    let revoking = async {
        held_up.first().await;
        // As `revoke_reward_record` leaves it: the second epoch is open again.
        let mut overview = world.direct().overview().await.unwrap();
        overview.completed_reward_epoch = 1;
        world.put(&address::pool_overview(), overview);
        world.network.set_account(&address::reward_record(2), Account::default()).unwrap();
        held_up.let_go();
    };
    let (Accrued { summary, failure }, ()) = tokio::join!(accrue(&connection, &source, &payer, &options), revoking);
    assert!(failure.is_none() && summary.is_complete(), "{failure:?}: {summary}");
    assert_eq!(summary.accrued, 3, "{summary}");
}
