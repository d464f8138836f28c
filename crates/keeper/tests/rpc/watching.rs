//! The keeper that keeps going.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use bytemuck::Zeroable;
use inference_staking_client::address;
use inference_staking_client::rpc::Connection;
use inference_staking_client::state::{PoolOverview, RewardRecord, StakingRecord, Ticket};
use inference_staking_keeper::{watch, Claims, Monitor, Options, WatchOptions, WatchSummary};
use inference_staking_localnet::network::ONE;
use solana_account::Account;
use solana_signer::Signer;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::proxy::{FaultRates, Proxy};
use crate::world::*;

fn watch_options(claims: Claims) -> WatchOptions {
    let accrual = Options { progress: false, ..options() };
    WatchOptions { accrual, claims, pause: Duration::from_millis(200), ..WatchOptions::default() }
}

/// A running watch and what ends it.
struct Watching {
    end: oneshot::Sender<()>,
    task: JoinHandle<WatchSummary>,
}

impl Watching {
    fn start(world: &World, claims: Claims) -> Self {
        Self::with(world, watch_options(claims))
    }

    fn with(world: &World, options: WatchOptions) -> Self {
        Self::over(world.direct(), world, options)
    }

    fn over(connection: Connection, world: &World, options: WatchOptions) -> Self {
        let (end, ended) = oneshot::channel::<()>();
        let (source, payer) = (world.source(), world.payer());
        let task = tokio::spawn(async move {
            let shutdown = async { ended.await.unwrap() };
            watch(&connection, &source, &payer, &options, shutdown).await
        });
        Self { end, task }
    }

    async fn end(self) -> WatchSummary {
        self.end.send(()).unwrap();
        tokio::time::timeout(Duration::from_secs(20), self.task).await.expect("the watch did not end").unwrap()
    }
}

/// Waits until something is so.
async fn until<F: Future<Output = bool>>(what: &str, is_so: impl Fn() -> F) {
    for _ in 0..300 {
        if is_so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("it never came to this: {what}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn new_epochs_are_accrued_and_empty_ones_passed_until_the_shutdown() {
    let mut world = World::start(12);
    let watching = Watching::start(&world, Claims::Never);
    world.publish(1).await;
    until("epoch 1 is accrued", || all_passed(&world, 1)).await;
    world.publish_empty(2).await;
    until("epoch 2 is passed", || all_passed(&world, 2)).await;
    world.publish(3).await;
    until("epoch 3 is accrued", || all_passed(&world, 3)).await;
    let summary = watching.end().await;
    assert_eq!((summary.accruals.accrued, summary.accruals.passed), (24, 12), "{summary:?}");
    assert_eq!((summary.claimed, summary.failures), (0, 0), "{summary:?}");
    world.assert_paid_exactly(3).await;
}

async fn all_passed(world: &World, epoch: u64) -> bool {
    let pools = world.direct().pools_at(&world.pools).await.unwrap();
    pools.into_iter().all(|pool| pool.unwrap().reward_last_claimed_epoch == epoch)
}

/// A pool with two owners' unstakes: one of 10 tokens by a wallet with a token account, one of 20 by a wallet without, and
/// one of 40 that has not matured. Returns the two token accounts.
async fn unstaking(world: &World) -> [Pubkey; 2] {
    let (pool, mint) = (world.pools[0], world.network.mints.stake);
    world.put_vault(&pool, STAKED + 70 * ONE);
    world.change_pool(&pool, |pool| pool.total_unstaking = 70 * ONE).await;
    let owners = [world.network.wallets[0].pubkey(), Pubkey::new_unique(), Pubkey::new_unique()];
    let tickets = [(10, 1), (20, 1), (40, i64::MAX)];
    for (owner, (tokens, claimable_from)) in owners.iter().zip(tickets) {
        let mut record = StakingRecord::zeroed();
        record.owner = *owner;
        record.operator_pool = pool;
        record.owner_token_account = address::owner_token_account(owner, &mint);
        record.tickets[2] = Ticket { amount: tokens * ONE, claimable_from };
        world.put(&address::staking_record(&pool, owner), record);
    }
    [0, 1].map(|place| address::owner_token_account(&owners[place], &mint))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn matured_unstakes_are_claimed_for_owners_with_a_token_account() {
    let world = World::start(1);
    let [there, missing] = unstaking(&world).await;
    let connection = world.direct();
    let before = connection.token_balance(&there).await.unwrap().unwrap();
    let watching = Watching::start(&world, Claims::ToExistingAccounts);
    let paid = before + 10 * ONE;
    until("the unstake is claimed", || async { connection.token_balance(&there).await.unwrap() == Some(paid) }).await;
    let summary = watching.end().await;
    assert_eq!((summary.claimed, summary.failures), (1, 0), "{summary:?}");
    assert_eq!(connection.token_balance(&missing).await.unwrap(), None);
    assert_eq!(connection.pool(&world.pools[0]).await.unwrap().total_unstaking, 60 * ONE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_was_given_away_or_is_frozen_is_passed_over_and_holds_up_no_other_claim() {
    // The account's owner, and its state: 2 is frozen.
    for (place, byte) in [(32..64, 7), (108..109, 2)] {
        let world = World::start(1);
        let [bad, missing] = unstaking(&world).await;
        let mut account = world.network.account(&bad).unwrap().unwrap();
        account.data[place].fill(byte);
        world.network.set_account(&bad, account).unwrap();
        let watching = Watching::start(&world, Claims::CreateAccounts { at_least: 20 * ONE });
        let connection = world.direct();
        let paid = Some(20 * ONE);
        until("the other unstake is claimed", || async { connection.token_balance(&missing).await.unwrap() == paid })
            .await;
        let summary = watching.end().await;
        assert_eq!((summary.claimed, summary.unpayable, summary.failures), (1, Some(1), 0), "{summary:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn missing_token_accounts_are_created_if_that_was_asked_for() {
    let world = World::start(1);
    let [_, missing] = unstaking(&world).await;
    let connection = world.direct();
    let watching = Watching::start(&world, Claims::CreateAccounts { at_least: 20 * ONE });
    let is_paid = || async { connection.pool(&world.pools[0]).await.unwrap().total_unstaking == 40 * ONE };
    until("both unstakes are claimed", is_paid).await;
    let summary = watching.end().await;
    assert_eq!((summary.claimed, summary.failures), (2, 0), "{summary:?}");
    assert_eq!(connection.token_balance(&missing).await.unwrap(), Some(20 * ONE));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_with_two_pools_gets_one_account() {
    let world = World::start(2);
    let (owner, mint) = (Pubkey::new_unique(), world.network.mints.stake);
    for pool in &world.pools {
        world.put_vault(pool, STAKED + 20 * ONE);
        world.change_pool(pool, |pool| pool.total_unstaking = 20 * ONE).await;
        let mut record = StakingRecord::zeroed();
        record.owner = owner;
        record.operator_pool = *pool;
        record.owner_token_account = address::owner_token_account(&owner, &mint);
        record.tickets[2] = Ticket { amount: 20 * ONE, claimable_from: 1 };
        world.put(&address::staking_record(pool, &owner), record);
    }
    let connection = world.direct();
    let account = address::owner_token_account(&owner, &mint);
    let balance = async || connection.token_balance(&account).await.unwrap();
    // One look: the other claim waits until the account is there.
    let options =
        WatchOptions { pause: Duration::from_secs(3_600), ..watch_options(Claims::CreateAccounts { at_least: ONE }) };
    let watching = Watching::with(&world, options);
    until("the first unstake is claimed", || async { balance().await == Some(20 * ONE) }).await;
    let summary = watching.end().await;
    assert_eq!(
        (summary.looks, summary.claimed, summary.unpayable, summary.failures),
        (1, 1, Some(0), 0),
        "{summary:?}"
    );
    let watching = Watching::start(&world, Claims::ToExistingAccounts);
    until("the second unstake is claimed", || async { balance().await == Some(40 * ONE) }).await;
    assert_eq!(watching.end().await.claimed, 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_account_is_created_for_less_than_it_costs_and_that_is_told() {
    let world = World::start(1);
    let [there, missing] = unstaking(&world).await;
    let connection = world.direct();
    let before = connection.token_balance(&there).await.unwrap().unwrap();
    let watching = Watching::start(&world, Claims::CreateAccounts { at_least: 20 * ONE + 1 });
    let paid = Some(before + 10 * ONE);
    until("the unstake is claimed", || async { connection.token_balance(&there).await.unwrap() == paid }).await;
    let summary = watching.end().await;
    assert_eq!((summary.claimed, summary.unpayable, summary.failures), (1, Some(1), 0), "{summary:?}");
    assert_eq!(connection.token_balance(&missing).await.unwrap(), None);
}

/// Removes what an owner was paid with its account, and puts a ticket of 20 tokens into its record anew.
async fn close_and_unstake(world: &World, account: &Pubkey) {
    world.network.set_account(account, Account::default()).unwrap();
    let connection = world.direct();
    let records = connection.records_of_pool(&world.pools[0]).await.unwrap();
    let of_account = records.into_iter().find(|(_, record)| record.owner_token_account == *account);
    let (at, mut record) = of_account.unwrap();
    record.tickets[0] = Ticket { amount: 20 * ONE, claimable_from: 1 };
    world.put_vault(&world.pools[0], STAKED + 70 * ONE);
    world.change_pool(&world.pools[0], |pool| pool.total_unstaking += 20 * ONE).await;
    world.put(&at, record);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_owner_who_closes_its_account_gets_no_second_one() {
    let world = World::start(1);
    let [_, missing] = unstaking(&world).await;
    let (connection, (monitor, address)) = (world.direct(), monitored().await);
    let options = WatchOptions { monitor: Some(monitor), ..watch_options(Claims::CreateAccounts { at_least: ONE }) };
    let watching = Watching::with(&world, options);
    until("both unstakes are claimed", || async {
        connection.pool(&world.pools[0]).await.unwrap().total_unstaking == 40 * ONE
    })
    .await;
    close_and_unstake(&world, &missing).await;
    let unpayable = "inference_staking_keeper_unpayable_claims 1";
    until("it is passed over", || async { told(address, "/metrics").await.1.contains(unpayable) }).await;
    let summary = watching.end().await;
    assert_eq!((summary.claimed, summary.unpayable, summary.failures), (2, Some(1), 0), "{summary:?}");
    assert_eq!(connection.token_balance(&missing).await.unwrap(), None);
    // Whoever has an account is paid.
    assert_eq!(connection.pool(&world.pools[0]).await.unwrap().total_unstaking, 60 * ONE);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_account_that_a_node_only_told_of_is_created_in_the_end() {
    let world = World::start(1);
    let [_, missing] = unstaking(&world).await;
    let proxy = Proxy::start_lying(&world.network.rpc_url()).await;
    let options = watch_options(Claims::CreateAccounts { at_least: ONE });
    let accrual = Options { idle_rounds: 1, ..options.accrual };
    let watching = Watching::over(connection(&proxy.url), &world, WatchOptions { accrual, ..options });
    until("a second look has begun to send", || async { proxy.requests("sendTransaction") > 2 }).await;
    proxy.be_honest();
    let connection = world.direct();
    let are_paid = || async { connection.pool(&world.pools[0]).await.unwrap().total_unstaking == 40 * ONE };
    until("both unstakes are claimed", are_paid).await;
    let summary = watching.end().await;
    assert_eq!((summary.claimed, summary.unpayable), (2, Some(0)), "{summary:?}");
    assert_eq!(connection.token_balance(&missing).await.unwrap(), Some(20 * ONE));
}

/// A monitor, and where it answers.
async fn monitored() -> (Monitor, SocketAddr) {
    let monitor = Monitor::new(Duration::from_millis(200)).unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(monitor.clone().serve(listener, std::future::pending()));
    (monitor, address)
}

async fn told(by: SocketAddr, path: &str) -> (u16, String) {
    let answer = reqwest::get(format!("http://{by}{path}")).await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watch_whose_node_died_is_not_well_and_does_not_say_that_all_is_done() {
    let mut world = World::start(2);
    world.publish(1).await;
    let proxy = Proxy::start(&world.network.rpc_url(), 0, FaultRates::default()).await;
    let (monitor, address) = monitored().await;
    let usual = watch_options(Claims::Never);
    let accrual = Options { idle_pause: Duration::from_secs(4), ..usual.accrual };
    let options = WatchOptions { accrual, monitor: Some(monitor), ..usual };
    let watching = Watching::over(connection(&proxy.url), &world, options);
    until("it is well", || async { told(address, "/healthz").await.1.contains(r#""status":"ok""#) }).await;
    proxy.die();
    world.publish(2).await;
    // While it still asks, and no look has failed.
    until("it is not", || async { told(address, "/healthz").await.0 == 503 }).await;
    let (_, text) = told(address, "/metrics").await;
    for line in ["inference_staking_keeper_unread_total 1", "inference_staking_keeper_failures_total 0"] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
    let WatchSummary { accruals, .. } = watching.end().await;
    assert_eq!((accruals.accrued, &accruals.left[..]), (2, &[][..]), "{accruals}");
    assert!(!accruals.is_complete() && accruals.unread_pools.is_some(), "{accruals}");
    assert!(accruals.to_string().contains("left: what pools have open could not be read: "), "{accruals}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_monitor_tells_health_lag_and_money() {
    let mut world = World::start(2);
    world.publish(1).await;
    // Nobody has the tree of the second epoch.
    std::fs::remove_file(world.publish(2).await).unwrap();
    let (monitor, address) = monitored().await;
    let get = |path: &'static str| told(address, path);
    assert_eq!(get("/healthz").await.0, 200);
    assert!(get("/healthz").await.1.contains("starting"));

    let watching = Watching::with(&world, WatchOptions { monitor: Some(monitor), ..watch_options(Claims::Never) });
    // It is held up until somebody gives it the tree.
    let is_held_up = || async { get("/healthz").await.1.contains(r#""status":"failing""#) };
    until("it has looked", is_held_up).await;
    watching.end().await;
    let (_, text) = get("/metrics").await;
    let payer = world.direct().lamports(&world.payer().pubkey()).await.unwrap();
    for line in [
        "inference_staking_keeper_completed_epoch 2".to_owned(),
        "inference_staking_keeper_pools_behind 2".to_owned(),
        "inference_staking_keeper_epochs_behind 1".to_owned(),
        "inference_staking_keeper_accruals_total 2".to_owned(),
        "inference_staking_keeper_failures_total 0".to_owned(),
        format!("inference_staking_keeper_payer_lamports {payer}"),
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rewards_are_collected_in_front_of_a_claim_that_needs_them() {
    let world = World::start(1);
    let [there, _] = unstaking(&world).await;
    let (connection, pool) = (world.direct(), world.pools[0]);
    // All but 5 tokens of what the pool owes are still in the reward vault; a claim of 10 leaves less than that.
    let uncollected = STAKED + 65 * ONE;
    world.put_vault(&pool, 5 * ONE);
    world.change_pool(&pool, |pool| pool.uncollected_rewards = uncollected).await;
    let mut overview = connection.overview().await.unwrap();
    overview.reward_liability += uncollected;
    world.put(&address::pool_overview(), overview);
    let before = connection.token_balance(&there).await.unwrap().unwrap();
    let watching = Watching::start(&world, Claims::ToExistingAccounts);
    let paid = before + 10 * ONE;
    until("the unstake is claimed", || async { connection.token_balance(&there).await.unwrap() == Some(paid) }).await;
    let summary = watching.end().await;
    assert_eq!((summary.claimed, summary.failures), (1, 0), "{summary:?}");
    assert_eq!(connection.pool(&pool).await.unwrap().uncollected_rewards, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn deposits_are_activated_as_soon_as_their_epoch_is_over_and_accrued() {
    let mut world = World::start(3);
    for pool in &world.pools {
        world.put_deposit(pool, &Pubkey::new_unique(), 50 * ONE, 1).await;
    }
    let watching = Watching::start(&world, Claims::Never);
    world.publish(1).await;
    let connection = world.direct();
    let are_active = || async { connection.records_with_activating().await.unwrap().is_empty() };
    until("all deposits are shares", are_active).await;
    let summary = watching.end().await;
    assert_eq!((summary.accruals.accrued, summary.accruals.activated), (3, 3), "{summary:?}");
    assert_eq!(summary.failures, 0, "{summary:?}");
}

/// 130 epochs are complete, and the records of epochs 1 to 3 still hold something: two have expired.
async fn two_expired_records(change: impl FnOnce(&mut PoolOverview)) -> World {
    let world = World::start(0);
    let connection = world.direct();
    let rent_payer = Pubkey::new_unique();
    // 130 - 128 = 2: the records of epochs 1 and 2 have expired, that of epoch 3 lives.
    for epoch in 1..=3 {
        let (remaining_rewards, total_rewards) = (5 * epoch, 100);
        let record = RewardRecord { epoch, rent_payer, remaining_rewards, total_rewards, ..RewardRecord::zeroed() };
        world.put(&address::reward_record(epoch), record);
    }
    let mut overview = connection.overview().await.unwrap();
    (overview.completed_reward_epoch, overview.reward_liability) = (130, 30);
    change(&mut overview);
    world.put(&address::pool_overview(), overview);
    world
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_reclaimed_while_accrual_is_halted_or_the_newest_record_waits() {
    let changes: [fn(&mut PoolOverview); 2] = [
        |overview| overview.accrual_halted = 1,
        // With 129 epochs the first record expires, but not before the newest one is claimable.
        |overview| (overview.completed_reward_epoch, overview.newest_claimable_from) = (129, i64::MAX),
    ];
    for change in changes {
        let world = two_expired_records(change).await;
        let watching = Watching::start(&world, Claims::Never);
        tokio::time::sleep(Duration::from_secs(1)).await;
        let summary = watching.end().await;
        assert!(summary.looks > 1, "{summary:?}");
        assert_eq!((summary.reclaimed, summary.failures), (0, 0), "{summary:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn expired_records_are_reclaimed() {
    let world = two_expired_records(|_| {}).await;
    let connection = world.direct();
    let watching = Watching::start(&world, Claims::Never);
    let are_gone = || async {
        let records = connection.reward_records(&[1, 2]).await.unwrap();
        records.iter().all(Option::is_none)
    };
    until("both records are closed", are_gone).await;
    let summary = watching.end().await;
    assert_eq!((summary.reclaimed, summary.failures), (2, 0), "{summary:?}");
    assert!(connection.reward_record(3).await.unwrap().is_some());
    // 30 less the 5 and 10 that remained.
    assert_eq!(connection.overview().await.unwrap().reward_liability, 15);
}

/// What a watch says it did through a node that tells of transactions that it never executed, by its second look at the latest.
async fn lied_to(world: &World, claims: Claims, sends: u32) -> WatchSummary {
    let proxy = Proxy::start_lying(&world.network.rpc_url()).await;
    let options = watch_options(claims);
    let accrual = Options { idle_rounds: 1, ..options.accrual };
    let watching = Watching::over(connection(&proxy.url), world, WatchOptions { accrual, ..options });
    until("a second look has begun to send", || async { proxy.requests("sendTransaction") > sends }).await;
    watching.end().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_node_only_tells_of_was_not_claimed() {
    let world = World::start(1);
    let [there, _] = unstaking(&world).await;
    let told = lied_to(&world, Claims::ToExistingAccounts, 1).await;
    assert_eq!((told.claimed, told.failures > 0), (0, true), "{told:?}");
    let connection = world.direct();
    let paid = connection.token_balance(&there).await.unwrap().unwrap() + 10 * ONE;
    let watching = Watching::start(&world, Claims::ToExistingAccounts);
    until("the unstake is claimed", || async { connection.token_balance(&there).await.unwrap() == Some(paid) }).await;
    let summary = watching.end().await;
    assert_eq!((summary.claimed, summary.failures), (1, 0), "{summary:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_node_only_tells_of_was_not_reclaimed() {
    let world = two_expired_records(|_| {}).await;
    let told = lied_to(&world, Claims::Never, 2).await;
    assert_eq!((told.reclaimed, told.failures > 1), (0, true), "{told:?}");
    assert!(world.direct().reward_records(&[1, 2]).await.unwrap().iter().all(Option::is_some));
}
