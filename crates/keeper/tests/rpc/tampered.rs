//! A tree file that is not what its record commits to: nothing of it is sent, it is told why, and all other epochs go on.

use inference_staking_client::address::program_id;
use inference_staking_keeper::{accrue, Reason, Summary};
use inference_staking_rewards::{read_tree_file, write_tree_file, RewardRow, RewardsTree};

use crate::proxy::{FaultRates, Proxy};
use crate::world::*;

const POOLS: u64 = 5;

/// Accrues, and expects that nothing of `epoch` was sent, for this reason.
async fn left_for(world: &World, epoch: u64, reason: &str) -> Summary {
    let proxy = Proxy::start(&world.network.rpc_url(), 0, FaultRates::default()).await;
    let accrued = accrue(&connection(&proxy.url), &world.source(), &world.payer(), &options()).await;
    let summary = accrued.into_result().unwrap();
    assert_eq!(summary.left.len(), 5, "{summary}");
    for left in &summary.left {
        let Reason::BadTree(words) = &left.reason else { panic!("{summary}") };
        assert!(left.epoch == epoch && words.contains(reason), "{summary}");
    }
    let sent = proxy.requests("sendTransaction");
    assert_eq!(sent > 0, summary.accrued > 0);
    summary
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_changed_amount_stops_its_epoch_and_none_before_it() {
    let mut world = World::start(5);
    world.publish(1).await;
    let file = world.publish(2).await;
    let reward = format!("\"reward\":\"{}\"", world.published.last().unwrap().1.reward);
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches(&reward).count(), 1);
    std::fs::write(&file, text.replace(&reward, "\"reward\":\"1\"")).unwrap();
    let summary = left_for(&world, 2, "is refused: ").await;
    assert_eq!(summary.accrued, POOLS);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_was_built_anew_with_other_amounts_is_refused() {
    let mut world = World::start(5);
    let file = world.publish(1).await;
    let mut rows = read_tree_file(&file).unwrap().rows().to_vec();
    // The totals stay what they were.
    rows[0].reward += 1;
    rows[1].reward -= 1;
    write_tree_file(&RewardsTree::from_rows(program_id(), 1, rows).unwrap(), &file).unwrap();
    let summary = left_for(&world, 1, "does not have a root of the record of epoch 1").await;
    assert_eq!(summary.accrued, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_breaks_off_is_refused() {
    let mut world = World::start(5);
    let file = world.publish(1).await;
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, &text[..text.len() / 2]).unwrap();
    assert_eq!(left_for(&world, 1, "is refused: ").await.accrued, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_that_fit_no_record_stop_nothing_beside_the_right_one() {
    let mut world = World::start(5);
    let file = world.publish(1).await;
    // Of a record that was revoked, of another program, and one that breaks off; all before the right one by their names.
    let rows = vec![RewardRow { pool: world.pools[0], reward: 1, usdc: 1 }];
    let revoked = RewardsTree::from_rows(program_id(), 1, rows.clone()).unwrap();
    write_tree_file(&revoked, &world.folder.path().join("0-revoked.json")).unwrap();
    let foreign = RewardsTree::from_rows(world.pools[0], 1, rows).unwrap();
    write_tree_file(&foreign, &world.folder.path().join("0-foreign.json")).unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(world.folder.path().join("0-broken.json"), &text[..text.len() / 2]).unwrap();
    let accrued = accrue(&world.direct(), &world.source(), &world.payer(), &options()).await;
    let summary = accrued.into_result().unwrap();
    assert_eq!((summary.accrued, summary.is_complete()), (POOLS, true), "{summary}");
}
