//! A tree file that was changed is refused before anything is sent.

use inference_staking_client::address::PROGRAM_ID;
use inference_staking_keeper::trees::TreeFault;
use inference_staking_keeper::{accrue, KeeperError};
use inference_staking_rewards::{read_tree_file, write_tree_file, RewardsTree, WrongTree};

use crate::proxy::{FaultRates, Proxy};
use crate::world::*;

async fn refused(world: &World) -> TreeFault {
    let proxy = Proxy::start(&world.network.rpc_url(), 0, FaultRates::default()).await;
    let result = accrue(&connection(&proxy.url), &world.source(), &world.payer(), &options()).await;
    let Err(KeeperError::Tree(fault)) = result else { panic!("the tree should have been refused: {result:?}") };
    assert!(proxy.requests("getProgramAccounts") > 0);
    assert_eq!((proxy.requests("sendTransaction"), proxy.requests("simulateTransaction")), (0, 0));
    fault
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_amount_is_refused() {
    let mut world = World::start(5);
    world.publish(1).await;
    let file = world.publish(2).await;
    let reward = format!("\"reward\":\"{}\"", world.published.last().unwrap().1.reward);
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches(&reward).count(), 1);
    std::fs::write(&file, text.replace(&reward, "\"reward\":\"1\"")).unwrap();
    let fault = refused(&world).await;
    assert!(matches!(fault, TreeFault::File { .. }), "{fault}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_was_built_anew_with_other_amounts_is_refused() {
    let mut world = World::start(5);
    let file = world.publish(1).await;
    let mut rows = read_tree_file(&file).unwrap().rows().to_vec();
    // The totals stay what they were.
    rows[0].reward += 1;
    rows[1].reward -= 1;
    write_tree_file(&RewardsTree::from_rows(PROGRAM_ID, 1, rows).unwrap(), &file).unwrap();
    let fault = refused(&world).await;
    assert!(matches!(fault, TreeFault::Wrong { error: WrongTree::OtherRoot { epoch: 1 }, .. }), "{fault}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_breaks_off_is_refused() {
    let mut world = World::start(5);
    let file = world.publish(1).await;
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, &text[..text.len() / 2]).unwrap();
    let fault = refused(&world).await;
    assert!(matches!(fault, TreeFault::File { .. }), "{fault}");
}
