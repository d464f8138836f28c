//! Trees from `rewards serve` instead of a folder.

use inference_staking_client::address::program_id;
use inference_staking_keeper::{accrue, Reason, TreeSource};
use inference_staking_rewards::serve::serve;
use inference_staking_rewards::{write_tree_file, RewardRow, RewardsTree};
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::world::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn trees_of_a_service_are_as_good_as_those_of_a_folder() {
    let mut world = World::start(20);
    world.publish(1).await;
    world.publish(2).await;
    // A tree of another root, of a record that was revoked for example, is not asked for.
    let rows = vec![RewardRow { pool: world.pools[0], reward: 1, usdc: 1 }];
    let other = RewardsTree::from_rows(program_id(), 1, rows).unwrap();
    write_tree_file(&other, &world.folder.path().join("other.json")).unwrap();

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let source = TreeSource::Service(format!("http://{}/", listener.local_addr().unwrap()));
    let (end, ended) = oneshot::channel::<()>();
    let folder = world.folder.path().to_owned();
    let service = tokio::spawn(async move { serve(listener, &folder, async { ended.await.unwrap() }).await });

    let summary = accrue(&world.direct(), &source, &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.left.len()), (40, 0), "{summary}");
    world.assert_paid_exactly(2).await;
    end.send(()).unwrap();
    service.await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_has_no_tree_leaves_the_pools() {
    let mut world = World::start(2);
    world.publish(1).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let source = TreeSource::Service(format!("http://{}", listener.local_addr().unwrap()));
    let empty = tempfile::tempdir().unwrap();
    let folder = empty.path().to_owned();
    let service = tokio::spawn(async move { serve(listener, &folder, std::future::pending()).await });
    let summary = accrue(&world.direct(), &source, &world.payer(), &options()).await.into_result().unwrap();
    assert_eq!((summary.accrued, summary.left.len()), (0, 2), "{summary}");
    assert!(summary.left.iter().all(|left| left.reason == Reason::NoTree { roots: 1, at_hand: 0 }), "{summary}");
    service.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_does_not_answer_is_told() {
    let mut world = World::start(2);
    world.publish(1).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let source = TreeSource::Service(format!("http://{}", listener.local_addr().unwrap()));
    drop(listener);
    let accrued = accrue(&world.direct(), &source, &world.payer(), &options()).await;
    let summary = accrued.into_result().unwrap();
    assert_eq!((summary.accrued, summary.left.len()), (0, 2), "{summary}");
    for left in &summary.left {
        let Reason::BadTree(words) = &left.reason else { panic!("{summary}") };
        assert!(words.starts_with("the service does not give http://127.0.0.1:"), "{words}");
        assert!(words.contains("Connection refused"), "{words}");
    }
}
