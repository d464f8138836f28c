//! Files that come, change, go or are bad, and trees that do not all fit the memory.

use std::{fs, time::Duration};

use inference_staking_rewards::{serve::ServeOptions, write_tree_file};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::service::{hex, pool, tree, Running};

#[tokio::test]
async fn new_changed_and_removed_files_are_noticed() {
    let running = Running::with_files(&[]).await;
    assert_eq!(running.json("/epochs").await.1, json!({ "epochs": [] }));

    write_tree_file(&tree(7, &[2]), &running.path("7.json")).unwrap();
    running.wait_for("/epochs/7", |status, _| status == 200).await;

    let corrected = tree(7, &[3]);
    write_tree_file(&corrected, &running.path("7.json")).unwrap();
    let path = format!("/epochs/7/pools/{}/proof", pool(3));
    let body = running.wait_for(&path, |status, _| status == 200).await;
    assert_eq!(body["root"], hex(&corrected.root()));
    assert_eq!(running.refusal(&format!("/epochs/7/pools/{}/proof", pool(2))).await.0, 404);

    fs::remove_file(running.path("7.json")).unwrap();
    running.wait_for("/epochs/7", |status, _| status == 404).await;
    running.stop().await;
}

#[tokio::test]
async fn a_bad_file_is_reported_and_the_others_are_served() {
    let running = Running::with_files(&[("7.json", tree(7, &[2, 3]))]).await;
    assert_eq!(running.json("/healthz").await.1["status"], "ok");
    let tampered =
        fs::read_to_string(running.path("7.json")).unwrap().replace(r#""reward":"200""#, r#""reward":"201""#);
    running.write("8.json", tampered);
    running.write("9.json", b"\xff not JSON");
    // No tree files, and no fault of anybody.
    running.write("notes.txt", "x");
    running.write(".hidden.json", "x");
    fs::create_dir(running.path("folder.json")).unwrap();

    let two_bad = |_: u16, body: &serde_json::Value| body["bad_files"].as_array().unwrap().len() == 2;
    let body = running.wait_for("/healthz", two_bad).await;
    assert_eq!((&body["status"], &body["epochs"], &body["newest_epoch"]), (&json!("degraded"), &json!(1), &json!(7)));
    assert_eq!(body["bad_files"][0]["file"], "8.json");
    let reason = "the file says `total_rewards` is 500, but its leaves make it 501: it was changed or is not whole";
    assert_eq!(body["bad_files"][0]["reason"], reason);
    assert_eq!(running.get("/healthz").await.status(), StatusCode::OK);
    assert_eq!(running.json("/epochs/7").await.0, StatusCode::OK);

    write_tree_file(&tree(8, &[2]), &running.path("8.json")).unwrap();
    fs::remove_file(running.path("9.json")).unwrap();
    running.wait_for("/healthz", |_, body| body["status"] == "ok" && body["epochs"] == 2).await;
    running.stop().await;
}

#[tokio::test]
async fn files_of_another_program_or_too_large_are_bad() {
    let options = ServeOptions { program_id: Some(pool(9)), ..ServeOptions::default() };
    let running = Running::start(options, &[("7.json", tree(7, &[2]))]).await;
    let body = running.json("/healthz").await.1;
    let reason = format!("the tree is of program {}, not of {}: take the file of this network", pool(1), pool(9));
    assert_eq!(body["bad_files"], json!([{"file": "7.json", "reason": reason}]));
    running.stop().await;

    let options = ServeOptions { max_file_bytes: 100, ..ServeOptions::default() };
    let running = Running::start(options, &[("7.json", tree(7, &[2]))]).await;
    let reason = running.json("/healthz").await.1["bad_files"][0]["reason"].as_str().unwrap().to_string();
    assert!(reason.ends_with("more than the limit of 100"), "{reason}");
    running.stop().await;
}

#[tokio::test]
async fn a_folder_that_is_gone_is_reported_and_what_is_known_is_served() {
    let running = Running::with_files(&[("7.json", tree(7, &[2]))]).await;
    let (here, away) = (running.folder().to_path_buf(), running.folder().with_extension("away"));
    fs::rename(&here, &away).unwrap();
    running.wait_for("/healthz", |status, body| status == 503 && body["status"] == "failing").await;
    assert_eq!(running.json(&format!("/epochs/7/pools/{}/proof", pool(2))).await.0, StatusCode::OK);
    assert_eq!(running.refusal("/epochs/7/tree").await.0, 503);
    fs::rename(&away, &here).unwrap();
    running.wait_for("/healthz", |status, body| status == 200 && body["status"] == "ok").await;
    running.stop().await;
}

#[tokio::test]
async fn trees_beyond_the_cache_are_read_again() {
    let rescan = Duration::from_secs(3600);
    let options = ServeOptions { cached_leaves: 3, rescan, ..ServeOptions::default() };
    let files = [("7.json", tree(7, &[2, 3])), ("8.json", tree(8, &[2, 3])), ("9.json", tree(9, &[2, 3]))];
    let running = Running::start(options, &files).await;
    for _ in 0..2 {
        for (epoch, leaves) in [(7, "2"), (8, "2"), (9, "2")] {
            let (status, body) = running.json(&format!("/epochs/{epoch}/pools/{}/proof", pool(3))).await;
            assert_eq!((status, &body["epoch"], &body["reward"]), (StatusCode::OK, &json!(epoch), &json!("300")));
            let metrics = running.get("/metrics").await.text().await.unwrap();
            let line = format!("inference_staking_rewards_cached_leaves {leaves}");
            assert!(metrics.lines().any(|found| found == line), "{metrics}");
        }
    }
    // A file that changed since it was checked is not believed.
    write_tree_file(&tree(7, &[5]), &running.path("7.json")).unwrap();
    let (status, text) = running.refusal(&format!("/epochs/7/pools/{}/proof", pool(2))).await;
    assert_eq!((status, text.as_str()), (503, "the tree file of epoch 7 is changing: try again in a moment"));
    running.stop().await;
}

#[tokio::test]
async fn many_requests_at_once_for_a_tree_that_is_not_in_memory() {
    let rescan = Duration::from_secs(3600);
    let options = ServeOptions { cached_leaves: 1, rescan, ..ServeOptions::default() };
    let running = Running::start(options, &[("7.json", tree(7, &[2, 3])), ("8.json", tree(8, &[2, 3]))]).await;
    let path = format!("/epochs/7/pools/{}/proof", pool(3));
    let requests = (0..20).map(|_| tokio::spawn(running.request(Method::GET, &path).send()));
    for request in requests.collect::<Vec<_>>() {
        assert_eq!(request.await.unwrap().unwrap().status(), StatusCode::OK);
    }
    // One of them read the file, the others waited for it.
    let metrics = running.get("/metrics").await.text().await.unwrap();
    assert!(metrics.contains("\ninference_staking_rewards_tree_cache_misses_total 1\n"), "{metrics}");
    assert!(metrics.contains("\ninference_staking_rewards_tree_cache_hits_total 19\n"), "{metrics}");
    running.stop().await;
}
