//! Ripe stake, everybody's, is made shares once its pool was accrued.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::intent::{activate, read_activations, ActivateRequest};
use inference_staking_client::rpc::SendOptions;
use inference_staking_client::state::StakingRecord;
use inference_staking_keeper::schedule::pack_activations;
use inference_staking_keeper::{accrue, KeeperError, Options, Reason, Summary, TableSource};
use inference_staking_localnet::network::ONE;
use solana_signer::Signer;

use crate::proxy::{Fault, FaultRates, Proxy};
use crate::world::*;

async fn kept(world: &World) -> Summary {
    accrue(&world.direct(), &world.source(), &world.payer(), &options()).await.into_result().unwrap()
}

async fn record(world: &World, at: &Pubkey) -> StakingRecord {
    world.direct().staking_record(at).await.unwrap()
}

/// A network of one pool that pays all rewards, of which its operator keeps 10 % as owed, and that has passed epoch 1.
async fn even_pool() -> (World, Pubkey) {
    let mut world = World::start(1);
    let pool = world.pools[0];
    world.change_pool(&pool, |pool| pool.auto_stake = 0).await;
    world.publish(1).await;
    let options = Options { activate: false, ..options() };
    accrue(&world.direct(), &world.source(), &world.payer(), &options).await.into_result().unwrap();
    (world, pool)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_peoples_deposits_are_activated_in_the_pass_that_accrues_their_pool() {
    let mut world = World::start(7);
    for pool in &world.pools {
        // The epoch in which they come is not over.
        world.put_deposit(pool, &Pubkey::new_unique(), 50 * ONE, 1).await;
    }
    let pool = world.pools[1];
    let mine = world.put_deposit(&pool, &Pubkey::new_unique(), 100 * ONE, 1).await;
    let early = kept(&world).await;
    assert_eq!((early.activated, early.transactions, early.is_complete()), (0, 0, true), "{early}");

    world.publish(1).await;
    let summary = kept(&world).await;
    assert_eq!((summary.accrued, summary.activated, summary.is_complete()), (7, 8, true), "{summary}");
    for pool in &world.pools {
        let state = world.direct().pool(pool).await.unwrap();
        // Less than the price of a share, which is below 4 base units, of each deposit.
        assert!(state.total_activating < 8, "{}", state.total_activating);
        assert!(state.total_shares > STAKED);
    }
    // Pool 1 stakes no commission: 1,000 shares are worth 1,000 and 90 % of its reward, of which the place is 2 of 28 parts.
    let reward = EPOCH_REWARDS / 28 * 2;
    let staked = STAKED + reward - reward / 10;
    let bought = |tokens: u64| u64::try_from(u128::from(tokens) * u128::from(STAKED) / u128::from(staked)).unwrap();
    let after = record(&world, &mine).await;
    // Rounding for the benefit of others takes at most one share from who comes second.
    assert!(after.shares == bought(100 * ONE) || after.shares + 1 == bought(100 * ONE), "{}", after.shares);
    assert_eq!(after.has_activating, 0);

    let again = kept(&world).await;
    assert_eq!((again.activated, again.transactions, again.rounds), (0, 0, 1), "{again}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_gate_holds_back_is_passed_over() {
    let mut world = World::start(6);
    world.publish(1).await;
    let pools = world.pools.clone();
    let owner = Pubkey::new_unique();
    for pool in &pools[..4] {
        world.put_deposit(pool, &owner, 50 * ONE, 1).await;
    }
    // Halted; less than the minimum of 1,000 tokens; half of it, and enough with what is activating; open.
    world.change_pool(&pools[0], |pool| pool.is_halted = 1).await;
    let shrink = async |pool: &Pubkey, shares: u64| {
        let at = world.direct().pool(pool).await.unwrap().operator_staking_record;
        let before = record(&world, &at).await;
        world.put(&at, StakingRecord { shares, ..before });
        world.put(
            &Pubkey::new_unique(),
            StakingRecord { owner, shares: STAKED - shares, operator_pool: *pool, ..before },
        );
        before.owner
    };
    shrink(&pools[1], 1).await;
    let operator = shrink(&pools[2], 1).await;
    world.put_deposit(&pools[2], &operator, 1_000 * ONE, 1).await;
    // Not ripe, and no share's worth.
    world.put_deposit(&pools[4], &owner, 50 * ONE, 2).await;
    world.put_deposit(&pools[5], &owner, 1, 1).await;

    let summary = kept(&world).await;
    assert_eq!((summary.accrued, summary.activated, summary.is_complete()), (6, 3, true), "{summary}");
    let mut shares = Vec::new();
    for pool in &pools {
        shares.push(record(&world, &address::staking_record(pool, &owner)).await.shares > 0);
    }
    assert_eq!(shares, [false, false, true, true, false, false]);
    assert!(record(&world, &address::staking_record(&pools[2], &operator)).await.shares > 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_record_that_is_refused_is_set_apart_and_the_others_are_activated() {
    let (world, pool) = even_pool().await;
    for _ in 0..20 {
        world.put_deposit(&pool, &Pubkey::new_unique(), 50 * ONE, 1).await;
    }
    // At no address that belongs to its owner: there the program finds nothing.
    let lost = Pubkey::new_unique();
    world.put_deposit_at(&Pubkey::new_unique(), &pool, &lost, 50 * ONE, 1).await;
    let summary = kept(&world).await;
    assert_eq!((summary.activated, summary.not_activated.len()), (20, 1), "{summary}");
    let left = &summary.not_activated[0];
    assert_eq!((left.pool, left.owner), (pool, lost));
    assert!(matches!(&left.reason, Reason::Refused(words) if words.contains("does not exist yet")), "{summary}");
    assert!(!summary.is_complete());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deposit_that_is_taken_back_while_a_batch_is_on_its_way_costs_the_others_a_try() {
    let (world, pool) = even_pool().await;
    let mut records = Vec::new();
    for _ in 0..5 {
        records.push(world.put_deposit(&pool, &Pubkey::new_unique(), 50 * ONE, 1).await);
    }
    let (proxy, mut held_up) = Proxy::start_holding_up(&world.network.rpc_url()).await;
    let keeper = {
        let (connection, source, payer) = (connection(&proxy.url), world.source(), world.payer());
        tokio::spawn(async move { accrue(&connection, &source, &payer, &options()).await.into_result().unwrap() })
    };
    held_up.first().await;
    let before = record(&world, &records[2]).await;
    world.put(&records[2], StakingRecord { activating: 0, latest_deposit: 0, ..before });
    world.change_pool(&pool, |pool| pool.total_activating -= 50 * ONE).await;
    held_up.let_go();
    let summary = keeper.await.unwrap();
    assert_eq!((summary.activated, summary.is_complete()), (4, true), "{summary}");
    for (place, at) in records.iter().enumerate() {
        assert_eq!(record(&world, at).await.shares > 0, place != 2, "record {place}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_is_activated_once_through_faults() {
    let mut world = World::start(12);
    for pool in &world.pools {
        for _ in 0..3 {
            world.put_deposit(pool, &Pubkey::new_unique(), 50 * ONE, 1).await;
        }
    }
    world.publish(1).await;
    let proxy = Proxy::start(&world.network.rpc_url(), 11, FaultRates::MANY).await;
    let summary =
        accrue(&connection(&proxy.url), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert!(summary.is_complete(), "{summary}");
    assert!(proxy.made(Fault::LostAnswer) > 0);
    assert!(world.direct().records_with_activating().await.unwrap().is_empty());
    for pool in &world.pools {
        let state = world.direct().pool(pool).await.unwrap();
        // All but the leftovers of three deposits, each less than the price of a share.
        assert!(state.total_activating < 3 * (state.total_staked_amount / state.total_shares + 1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_activation_ripe_stake_is_left() {
    let (world, pool) = even_pool().await;
    let at = world.put_deposit(&pool, &Pubkey::new_unique(), 50 * ONE, 1).await;
    let leaving = Options { activate: false, ..options() };
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &leaving).await.into_result().unwrap();
    assert_eq!((summary.activated, summary.is_complete()), (0, true), "{summary}");
    let others = Options { pools: Some(vec![Pubkey::new_unique()]), ..options() };
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &others).await.into_result().unwrap();
    assert_eq!(summary.activated, 0, "of other pools: {summary}");
    assert_eq!(record(&world, &at).await.shares, 0);
    assert_eq!(kept(&world).await.activated, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_log_of_a_full_transaction_holds_all_its_events() {
    let (world, pool) = even_pool().await;
    for _ in 0..15 {
        world.put_deposit(&pool, &Pubkey::new_unique(), 50 * ONE, 1).await;
    }
    let (connection, payer) = (world.direct(), world.payer());
    let pools = read_activations(&connection, None).await.unwrap().pools;
    let waves = pack_activations(&payer.pubkey(), &pools, &Default::default());
    let sizes: Vec<usize> = waves.others.iter().map(|batch| batch.activations.len()).collect();
    assert_eq!(sizes, [14, 1]);
    // With a priority fee it has one instruction more.
    let send =
        SendOptions { priority_fee: inference_staking_client::rpc::PriorityFee::MicroLamports(1), ..options().send };
    let sent = waves.others[0].plan().send(&connection, &[&payer], &send).await.unwrap();
    assert_eq!(sent[0].events.len(), 14);
    assert!(!sent[0].logs.iter().any(|line| line.contains("truncated")), "{:?}", sent[0].logs.last());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn accruals_are_told_even_if_the_node_does_not_tell_what_can_be_activated() {
    let mut world = World::start(3);
    world.publish(1).await;
    // Where the flag stands in a record: only the search for it has this number.
    let proxy = Proxy::start_refusing(&world.network.rpc_url(), "\"offset\":251").await;
    let summary =
        accrue(&connection(&proxy.url), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.activated, summary.is_complete()), (3, 0, false), "{summary}");
    let unread = summary.unread_stake.unwrap();
    assert!(unread.contains("Filter is not indexed"), "{unread}");
    world.assert_paid_exactly(1).await;
}

/// Changes the tree file of an epoch, so that it is not the one that the record commits to.
fn tamper(world: &World, file: &std::path::Path) {
    let reward = format!("\"reward\":\"{}\"", world.published.last().unwrap().1.reward);
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains(&reward));
    std::fs::write(file, text.replace(&reward, "\"reward\":\"1\"")).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_refused_tree_holds_up_no_pool_that_needs_none() {
    let mut world = World::start(2);
    let file = world.publish(1).await;
    tamper(&world, &file);
    // The first pool has passed the epoch, the second not.
    let pools = world.pools.clone();
    world.change_pool(&pools[0], |pool| pool.reward_last_claimed_epoch = 1).await;
    let mut records = Vec::new();
    for pool in &pools {
        records.push(world.put_deposit(pool, &Pubkey::new_unique(), 50 * ONE, 1).await);
    }
    let accrued = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await;
    let summary = accrued.into_result().unwrap();
    assert_eq!((summary.activated, summary.left.len()), (1, 1), "{summary}");
    assert!(matches!(summary.left[0].reason, Reason::BadTree(_)), "{summary}");
    // At a price of one.
    assert_eq!(record(&world, &records[0]).await.shares, 50 * ONE);
    assert_eq!(record(&world, &records[1]).await.shares, 0);
    assert_eq!(world.direct().pool(&pools[1]).await.unwrap().reward_last_claimed_epoch, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stake_is_activated_even_if_the_first_read_fails() {
    let (world, pool) = even_pool().await;
    let at = world.put_deposit(&pool, &Pubkey::new_unique(), 50 * ONE, 1).await;
    let missing = world.folder.path().join("no tables.json");
    let tables = TableSource { file: Some(missing), authority: None };
    let options = Options { tables, ..options() };
    let result = accrue(&world.direct(), &world.source(), &world.payer(), &options).await.into_result();
    assert!(matches!(result, Err(KeeperError::TableFile { .. })), "{result:?}");
    assert!(record(&world, &at).await.shares > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_log_of_a_long_plan_holds_all_its_events() {
    let world = World::start(1);
    for epoch in 1..=24 {
        world.publish_empty(epoch).await;
    }
    let pool = world.pools[0];
    let mut owners = Vec::new();
    for _ in 0..20 {
        owners.push(Pubkey::new_unique());
        world.put_deposit(&pool, owners.last().unwrap(), 50 * ONE, 1).await;
    }
    let (connection, payer, source) = (world.direct(), world.payer(), world.source());
    let request = ActivateRequest { operator_pool: pool, owners, payer: payer.pubkey() };
    let plan = activate(&connection, &request, Some(&source)).await.unwrap().plan;
    // With a priority fee each has one instruction more.
    let send =
        SendOptions { priority_fee: inference_staking_client::rpc::PriorityFee::MicroLamports(1), ..options().send };
    let sent = plan.send(&connection, &[&payer], &send).await.unwrap();
    for (instructions, sent) in plan.transactions.iter().zip(&sent) {
        assert_eq!(sent.events.len(), instructions.len());
        assert!(!sent.logs.iter().any(|line| line.contains("truncated")), "{:?}", sent.logs.last());
    }
    // 24 bypasses and 20 activations: 18, then 6 and as many as the room beside them holds, then the rest.
    assert_eq!(plan.instructions().count(), 44);
    assert_eq!(plan.transactions[0].len(), 18);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn activations_that_a_node_only_tells_of_do_not_count() {
    let (world, pool) = even_pool().await;
    let mine = world.put_deposit(&pool, &Pubkey::new_unique(), 100 * ONE, 1).await;
    let proxy = Proxy::start_lying(&world.network.rpc_url()).await;
    let told =
        accrue(&connection(&proxy.url), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!((told.activated, told.transactions, told.is_complete()), (0, 0, false), "{told}");
    let [left] = &told.not_activated[..] else { panic!("{told}") };
    assert_eq!(left.reason, Reason::Contradicted);
    assert_eq!(proxy.requests("sendTransaction"), 2 + options().idle_rounds);
    let done = kept(&world).await;
    assert_eq!((done.activated, done.is_complete()), (1, true), "{done}");
    assert!(record(&world, &mine).await.shares > 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn activations_that_a_node_shows_only_later_count() {
    let (world, pool) = even_pool().await;
    world.put_deposit(&pool, &Pubkey::new_unique(), 100 * ONE, 1).await;
    // The program refuses what it did already, more often than a refusal is looked at again.
    let proxy = Proxy::start_behind(&world.network.rpc_url(), 4).await;
    let done =
        accrue(&connection(&proxy.url), &world.source(), &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!((done.activated, done.transactions, done.is_complete()), (1, 1, true), "{done}");
}

/// What a keeper says of a deposit that was to be activated, when the node tells that it was and shows something else then.
async fn told_of_an_activation(change: impl AsyncFnOnce(&World)) -> Summary {
    let (world, pool) = even_pool().await;
    world.put_deposit(&pool, &Pubkey::new_unique(), 100 * ONE, 1).await;
    let (proxy, mut held_up) = Proxy::start_lying_and_holding_up(&world.network.rpc_url()).await;
    let (connection, source, payer, options) = (connection(&proxy.url), world.source(), world.payer(), options());
    let changing = async {
        held_up.first().await;
        change(&world).await;
        held_up.let_go();
    };
    let (accrued, ()) = tokio::join!(accrue(&connection, &source, &payer, &options), changing);
    accrued.into_result().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn activations_are_in_doubt_as_long_as_the_stake_waits_as_before() {
    let told = told_of_an_activation(async |world| {
        world.change_pool(&world.pools[0], |pool| pool.reward_last_claimed_epoch = 0).await;
    });
    let told = told.await;
    assert_eq!((told.activated, told.transactions), (0, 0), "{told}");
    let [left] = &told.not_activated[..] else { panic!("{told}") };
    assert_eq!((&left.reason, told.stake_rounds), (&Reason::Contradicted, 2 + options().idle_rounds));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_ripe_is_not_told_by_a_node_that_falls_behind_the_epoch() {
    let told = told_of_an_activation(async |world| {
        let mut overview = world.direct().overview().await.unwrap();
        (overview.completed_reward_epoch, overview.last_finalized_at) = (0, 0);
        world.put(&address::pool_overview(), overview);
    });
    let told = told.await;
    let words = told.unread_stake.as_deref();
    assert_eq!(words, Some("the node fell behind what it showed before: ask another node"), "{told}");
    assert!(!told.is_complete(), "{told}");
}
