//! Lookup tables: made once, found again, used, and closed.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anchor_lang::prelude::Pubkey;
use inference_staking_client::rpc::Pace;
use inference_staking_keeper::{
    accrue, close_tables, create_tables, KeeperError, Options, Stop, TableSource, TablesSummary,
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use solana_signer::Signer;

use crate::proxy::{FaultRates, Proxy};
use crate::world::*;

/// Where a table holds the slot of its deactivation.
const DEACTIVATION_SLOT: std::ops::Range<usize> = 4..12;
/// Slots: more than the test takes before it travels, and fewer than the 20,000 of 50 milliseconds that 1,000 seconds jump
/// over, less 513.
const IN_THE_GAP: u64 = 1_500;

fn file_of(world: &World) -> PathBuf {
    // Not a tree file, and not read as one.
    world.folder.path().join("tables")
}

fn from_file(world: &World) -> Options {
    Options { tables: TableSource { file: Some(file_of(world)), authority: None }, ..options() }
}

/// Makes the tables and waits until all that they hold can be used: from the slot after the one in which it was added.
async fn create(world: &World) -> TablesSummary {
    let connection = world.direct();
    let made = create_tables(&connection, &world.payer(), Some(&file_of(world)), &options()).await.unwrap();
    let (added_by, deadline) = (connection.slot().await.unwrap(), Instant::now() + Duration::from_secs(60));
    while connection.slot().await.unwrap() <= added_by {
        assert!(Instant::now() < deadline, "slots do not advance");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    made
}

/// The addresses in all tables, besides the overview that each begins with.
async fn held(world: &World) -> Vec<Pubkey> {
    let source = TableSource { file: None, authority: Some(world.payer().pubkey()) };
    let tables = source.find(&world.direct()).await.unwrap();
    tables.iter().flat_map(|table| &table.addresses[1..]).copied().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_tables_twice_as_many_pools_go_in_a_transaction() {
    let mut world = World::start(90);
    world.publish(1).await;
    let made = create(&world).await;
    // 90 pools and 30 operators' records: 28 addresses with the overview, then 29, 29, 29 and 6.
    assert_eq!((made.tables.len(), made.held, made.missing, made.transactions), (1, 120, 0, 5), "{made:?}");
    let again = create(&world).await;
    assert_eq!((again.held, again.missing, again.transactions), (120, 0, 0), "{again:?}");

    let summary =
        accrue(&world.direct(), &world.source(), &world.payer(), &from_file(&world)).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.left.len()), (90, 0), "{summary}");
    // 16 to a transaction make 6; without tables it is 8 at most, which makes 12.
    assert!(summary.transactions <= 6, "{summary}");
    world.assert_paid_exactly(1).await;

    // The node's own list does as well as the file.
    world.publish(2).await;
    let tables = TableSource { file: None, authority: Some(world.payer().pubkey()) };
    let options = Options { tables, ..options() };
    let summary = accrue(&world.direct(), &world.source(), &world.payer(), &options).await.into_result().unwrap();
    assert!(summary.transactions <= 6 && summary.accrued == 90, "{summary}");
    world.assert_paid_exactly(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_keeper_killed_while_it_makes_tables_completes_them() {
    let world = World::start(400);
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let (mut amid, mut ended) = (0, false);
    for killed in 0..100 {
        let (connection, payer, file) = (world.direct(), world.payer(), file_of(&world));
        let slow = Options { in_flight: NonZeroUsize::new(2).unwrap(), ..options() };
        let life = Duration::from_millis(rng.random_range(20..300) + 10 * killed);
        let making = create_tables(&connection, &payer, Some(&file), &slow);
        // Dropped at its time, as by a kill.
        if let Ok(summary) = tokio::time::timeout(life, making).await {
            let summary = summary.unwrap();
            assert_eq!((summary.missing, summary.held), (0, 400 + 134), "{summary:?}");
            ended = true;
            break;
        }
        let count = held(&world).await.len();
        amid += u32::from((1..534).contains(&count));
    }
    assert!(ended, "it never came to an end");
    assert!(amid > 0, "no kill came amid the work");
    let all: BTreeSet<Pubkey> = held(&world).await.into_iter().collect();
    assert!(world.pools.iter().all(|pool| all.contains(pool)));
    assert_eq!(all.len(), 534);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_only_a_hint() {
    let mut world = World::start(40);
    world.publish(1).await;
    create(&world).await;
    let text = std::fs::read_to_string(file_of(&world)).unwrap();
    // A wallet, a pool, and an address where nothing is.
    let others = [world.payer().pubkey(), world.pools[0], Pubkey::new_unique()].map(|key| format!("\"{key}\", "));
    std::fs::write(file_of(&world), text.replacen('[', &format!("[{}", others.concat()), 1)).unwrap();
    let summary =
        accrue(&world.direct(), &world.source(), &world.payer(), &from_file(&world)).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.left.len()), (40, 0), "{summary}");
    assert!(summary.transactions <= 3, "{summary}");
    world.assert_paid_exactly(1).await;

    std::fs::write(file_of(&world), "{\"tables\": [\"no address\"]}").unwrap();
    let result = accrue(&world.direct(), &world.source(), &world.payer(), &from_file(&world)).await.into_result();
    let Err(KeeperError::TableFile { reason, .. }) = result else { panic!("{result:?}") };
    assert_eq!(reason, "\"no address\" is no address");
    std::fs::remove_file(file_of(&world)).unwrap();
    let result = accrue(&world.direct(), &world.source(), &world.payer(), &from_file(&world)).await.into_result();
    assert!(matches!(result, Err(KeeperError::TableFile { .. })), "{result:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_faulty_node_tables_are_made_and_all_is_paid_once() {
    let mut world = World::start(120);
    world.publish(1).await;
    let proxy = Proxy::start(&world.network.rpc_url(), 12, FaultRates::MANY).await;
    let (connection, payer, file) = (connection(&proxy.url), world.payer(), file_of(&world));
    let made = create_tables(&connection, &payer, Some(&file), &options()).await.unwrap();
    assert_eq!((made.held, made.missing), (160, 0), "{made:?}");
    let summary = accrue(&connection, &world.source(), &payer, &from_file(&world)).await.into_result().unwrap();
    assert!(summary.is_complete(), "{summary}");
    assert_eq!(summary.accrued + summary.meanwhile, 120, "{summary}");
    world.assert_paid_exactly(1).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pools_that_stand_in_no_table_are_accrued_beside_the_others() {
    let mut world = World::start(60);
    world.publish(1).await;
    let chosen = Options { pools: Some(world.pools[..30].to_vec()), ..options() };
    let file = file_of(&world);
    let made = create_tables(&world.direct(), &world.payer(), Some(&file), &chosen).await.unwrap();
    assert_eq!((made.held, made.missing), (40, 0), "{made:?}");
    let summary =
        accrue(&world.direct(), &world.source(), &world.payer(), &from_file(&world)).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.left.len()), (60, 0), "{summary}");
    world.assert_paid_exactly(1).await;
    // The others join later.
    let completed = create(&world).await;
    assert_eq!((completed.held, completed.missing, completed.tables.len()), (80, 0, 1), "{completed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_tables_are_gone_and_accruals_go_on_without_them() {
    let mut world = World::start(30);
    world.publish(1).await;
    let made = create(&world).await;
    let [table] = made.tables[..] else { panic!("{made:?}") };
    let (connection, payer, file) = (world.direct(), world.payer(), file_of(&world));
    // A node that only tells of it: the table stands in the file, and is as it was.
    let liar = Proxy::start_lying(&world.network.rpc_url()).await;
    let told = close_tables(&crate::world::connection(&liar.url), &payer, Some(&file), &options()).await.unwrap();
    assert_eq!((told.deactivated, told.closed, told.left, told.closable_in), (0, 0, 1, None), "{told:?}");
    assert!(told.last_failure.is_some_and(|words| words.ends_with("ask another node")));
    let closing = close_tables(&connection, &payer, Some(&file), &options()).await.unwrap();
    assert_eq!((closing.deactivated, closing.closed, closing.left, closing.closable_in), (1, 0, 1, Some(513)));
    let cooling = close_tables(&connection, &payer, Some(&file), &options()).await.unwrap();
    assert_eq!((cooling.deactivated, cooling.closed, cooling.left), (0, 0, 1));
    assert!(cooling.closable_in.is_some_and(|slots| (1..=513).contains(&slots)), "{cooling:?}");

    let summary = accrue(&connection, &world.source(), &payer, &from_file(&world)).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.left.len()), (30, 0), "{summary}");
    world.assert_paid_exactly(1).await;

    // The clock jumps over slots, while the hash of the deactivation's slot stays: moved into the gap, it is long past.
    world.network.time_travel(1_000).unwrap();
    let mut account = world.network.account(&table).unwrap().unwrap();
    let deactivated = u64::from_le_bytes(account.data[DEACTIVATION_SLOT].try_into().unwrap());
    account.data[DEACTIVATION_SLOT].copy_from_slice(&(deactivated + IN_THE_GAP).to_le_bytes());
    world.network.set_account(&table, account).unwrap();
    // A block after the jump.
    while connection.recent_slots().await.unwrap()[0] <= deactivated + IN_THE_GAP {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    // What is only told to be closed, stands in the file.
    let told = close_tables(&crate::world::connection(&liar.url), &payer, Some(&file), &options()).await.unwrap();
    assert_eq!((told.deactivated, told.closed, told.left), (0, 0, 1), "{told:?}");
    assert!(std::fs::read_to_string(&file).unwrap().contains(&table.to_string()));
    let closed = close_tables(&connection, &payer, Some(&file), &options()).await.unwrap();
    assert_eq!((closed.closed, closed.left, closed.closable_in), (1, 0, None), "{closed:?}");
    assert!(world.network.account(&table).unwrap().is_none_or(|account| account.lamports == 0));
    assert!(!std::fs::read_to_string(&file).unwrap().contains(&table.to_string()));
    assert_eq!(held(&world).await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_closing_that_was_stopped_says_so() {
    let world = World::start(30);
    create(&world).await;
    let stop = Stop::default();
    stop.request();
    let options = Options { stop, ..options() };
    let closed = close_tables(&world.direct(), &world.payer(), Some(&file_of(&world)), &options).await.unwrap();
    assert_eq!((closed.deactivated, closed.closed, closed.left), (0, 0, 1), "{closed:?}");
    assert_eq!(closed.last_failure.as_deref(), Some("the keeper was asked to stop: start it again"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_made_before_the_node_died_is_told() {
    let world = World::start(40);
    let (proxy, mut held_up) = Proxy::start_holding_up(&world.network.rpc_url()).await;
    let pace = Pace { unreachable: Duration::from_secs(2), backoff: Duration::from_millis(20), ..Pace::default() };
    let (connection, payer, file) = (connection(&proxy.url).with_pace(pace), world.payer(), file_of(&world));
    let impatient = Options { idle_rounds: 1, in_flight: NonZeroUsize::MIN, ..options() };
    let making = create_tables(&connection, &payer, Some(&file), &impatient);
    let dying = async {
        held_up.first().await;
        held_up.let_go();
        // The first transaction makes the table, with 28 addresses.
        let deadline = Instant::now() + Duration::from_secs(60);
        while held(&world).await.is_empty() {
            assert!(Instant::now() < deadline, "nothing was made");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        proxy.die();
    };
    let (made, ()) = tokio::join!(making, dying);
    let made = made.unwrap();
    // Whether it was told that the transaction is through before the node was gone, or not: something stands in the summary.
    assert!(made.missing > 0 && made.last_failure.is_some(), "{made:?}");
    // Somebody who sent nothing is told why.
    let failed = create_tables(&connection, &payer, Some(&file), &impatient).await;
    assert!(matches!(failed, Err(KeeperError::Read(_))), "{failed:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_was_lost_amid_the_closing_does_not_hide_what_was_done() {
    let world = World::start(30);
    create(&world).await;
    let (proxy, mut held_up) = Proxy::start_holding_up(&world.network.rpc_url()).await;
    let (connection, payer, file) = (connection(&proxy.url), world.payer(), file_of(&world));
    let options = options();
    let closing = close_tables(&connection, &payer, Some(&file), &options);
    let losing = async {
        held_up.first().await;
        std::fs::remove_file(&file).unwrap();
        held_up.let_go();
    };
    let (closed, ()) = tokio::join!(closing, losing);
    let closed = closed.unwrap();
    assert_eq!((closed.deactivated, closed.left), (1, 1), "{closed:?}");
    assert!(closed.last_failure.as_ref().is_some_and(|words| words.contains("lookup tables")), "{closed:?}");
}
