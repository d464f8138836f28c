//! Answers and refusals.

use std::fs;

use inference_staking_rewards::serve::{PoolProof, PoolProofError};
use reqwest::{Method, StatusCode};
use serde_json::json;

use crate::service::{hex, pool, tree, Running};

#[tokio::test]
async fn epochs_tell_root_depth_and_totals() {
    let (seven, eight) = (tree(7, &[2, 3, 4]), tree(8, &[2]));
    let running = Running::with_files(&[("a.json", eight.clone()), ("b.json", seven.clone())]).await;
    let summary = json!({"epoch": 7, "trees": [{
        "program_id": pool(1).to_string(), "root": hex(&seven.root()), "depth": 2, "leaves": 3,
        "total_rewards": "900", "total_usdc": "9",
    }]});
    assert_eq!(running.json("/epochs/7").await, (StatusCode::OK, summary.clone()));
    let (status, body) = running.json("/epochs").await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(body["epochs"][0], summary);
    assert_eq!(body["epochs"][1]["trees"][0]["root"], hex(&eight.root()));
    assert_eq!(body["epochs"].as_array().unwrap().len(), 2);
    running.stop().await;
}

#[tokio::test]
async fn proof_has_all_that_a_client_needs() {
    let seven = tree(7, &[2, 3, 4]);
    let running = Running::with_files(&[("7.json", seven.clone())]).await;
    let path = format!("/epochs/7/pools/{}/proof", pool(3));
    let body = running.get(&path).await.bytes().await.unwrap();
    let siblings = seven.proof(&pool(3)).unwrap().siblings;
    let expected = json!({
        "program_id": pool(1).to_string(), "epoch": 7, "pool": pool(3).to_string(),
        "root": hex(&seven.root()), "depth": 2, "leaf_index": 1, "reward": "300", "usdc": "3",
        "proof": [hex(&siblings[0]), hex(&siblings[1])],
    });
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&body).unwrap(), expected);

    let proof = PoolProof::from_json(&body).unwrap();
    assert_eq!((proof.pool, proof.root, proof.reward_proof), (pool(3), seven.root(), seven.proof(&pool(3)).unwrap()));
    let lie = String::from_utf8(body.to_vec()).unwrap().replace(r#""300""#, r#""301""#);
    assert!(matches!(PoolProof::from_json(lie.as_bytes()), Err(PoolProofError::Proof(_))));
    assert!(matches!(PoolProof::from_json(b"{}"), Err(PoolProofError::Json(_))));
    running.stop().await;
}

#[tokio::test]
async fn tree_is_the_file_itself_whole_or_in_part() {
    let running = Running::with_files(&[("7.json", tree(7, &[2, 3, 4]))]).await;
    let file = fs::read(running.path("7.json")).unwrap();
    let response = running.get("/epochs/7/tree").await;
    assert_eq!(
        (response.status(), &response.headers()["content-type"]),
        (StatusCode::OK, &"application/json".parse().unwrap())
    );
    assert_eq!(response.bytes().await.unwrap(), file);
    let part = running.request(Method::GET, "/epochs/7/tree").header("range", "bytes=10-19").send().await.unwrap();
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.bytes().await.unwrap(), &file[10..20]);
    running.stop().await;
}

#[tokio::test]
async fn a_browser_of_any_page_may_read_and_answers_are_compressed_on_request() {
    let running = Running::with_files(&[("7.json", tree(7, &[2, 3, 4]))]).await;
    let file = fs::read_to_string(running.path("7.json")).unwrap();
    // As tools ask, and as browsers do.
    for accepted in ["gzip", "gzip, deflate, br, zstd"] {
        let headers = format!("Origin: https://dashboard.example\r\nAccept-Encoding: {accepted}\r\n");
        let asked = running.raw("/epochs/7/tree", &headers).await;
        let head = String::from_utf8_lossy(&asked).to_lowercase();
        assert!(head.contains("access-control-allow-origin: *\r\n"), "{head}");
        assert!(head.contains("content-encoding: gzip\r\n") && !head.contains(&file.to_lowercase()), "{head}");
        assert!(asked.windows(2).any(|pair| pair == [0x1f, 0x8b]), "{head}");
    }
    // Who does not ask gets the bytes of the file.
    let plain = String::from_utf8(running.raw("/epochs/7/tree", "").await).unwrap();
    assert!(plain.contains(&file) && !plain.to_lowercase().contains("content-encoding"), "{plain}");
    running.stop().await;
}

#[tokio::test]
async fn a_browser_may_ask_with_headers_of_its_own() {
    let running = Running::with_files(&[("7.json", tree(7, &[2]))]).await;
    let preflight = running.request(Method::OPTIONS, "/epochs/7").header("origin", "https://dashboard.example");
    let preflight = preflight.header("access-control-request-method", "GET");
    let answer = preflight.header("access-control-request-headers", "if-none-match").send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(answer.headers()["access-control-allow-headers"], "*");
    running.stop().await;
}

#[tokio::test]
async fn an_epoch_can_have_several_trees() {
    let (a, b) = (tree(7, &[2, 3]), tree(7, &[4]));
    let copy = ("copy-of-a.json", a.clone());
    let running = Running::with_files(&[("a.json", a.clone()), copy, ("b.json", b.clone())]).await;
    assert_eq!(running.json("/epochs/7").await.1["trees"].as_array().unwrap().len(), 2);
    for (byte, tree) in [(2, &a), (4, &b)] {
        let path = format!("/epochs/7/pools/{}/proof?root=", pool(byte));
        for root in [hex(&tree.root()), hex(&tree.root()).to_uppercase()] {
            assert_eq!(running.json(&format!("{path}{root}")).await.1["root"], hex(&tree.root()));
        }
    }
    assert_eq!(running.refusal("/epochs/7/tree").await.0, 400);
    let response = running.get(&format!("/epochs/7/tree?root={}", hex(&b.root()))).await;
    assert_eq!(response.bytes().await.unwrap(), fs::read(running.path("b.json")).unwrap());
    assert_eq!(running.refusal("/epochs/7/tree?root=00").await.0, 404);
    let alone = running.json(&format!("/epochs/7?root={}", hex(&b.root()))).await.1;
    assert_eq!(alone["trees"].as_array().unwrap().len(), 1);
    assert_eq!(alone["trees"][0]["root"], hex(&b.root()));
    assert_eq!(running.refusal("/epochs/7?root=00").await.0, 404);
    running.stop().await;
}

#[tokio::test]
async fn of_several_trees_with_a_pool_the_one_of_a_root_is_answered() {
    // Of a record that was revoked, and of the one in its place.
    let (revoked, valid) = (tree(7, &[2, 3]), tree(7, &[2, 4]));
    let running = Running::with_files(&[("1.json", revoked.clone()), ("2.json", valid.clone())]).await;
    // Pool 3 stands in the revoked tree alone: without a root nobody can tell that it is.
    for byte in [2, 3, 4] {
        let (status, words) = running.refusal(&format!("/epochs/7/pools/{}/proof", pool(byte))).await;
        let expected = "epoch 7 has 2 trees: add ?root= with a root of the record on chain, see /epochs/7";
        assert_eq!((status, words.as_str()), (400, expected));
    }
    let path = format!("/epochs/7/pools/{}/proof", pool(2));
    for tree in [&revoked, &valid] {
        let body = running.json(&format!("{path}?root={}", hex(&tree.root()))).await.1;
        assert_eq!((&body["root"], &body["leaf_index"]), (&hex(&tree.root()).into(), &0.into()));
    }
    assert_eq!(running.refusal(&format!("{path}?root=00")).await.0, 404);
    // Pool 3 stands in one tree only: not in that of the other root.
    let other = format!("/epochs/7/pools/{}/proof?root={}", pool(3), hex(&valid.root()));
    assert_eq!(running.refusal(&other).await.0, 404);
    running.stop().await;
}

#[tokio::test]
async fn refusals_are_json_with_the_right_status() {
    let running = Running::with_files(&[("7.json", tree(7, &[2]))]).await;
    let not_found = |text: &str| (404, text.to_string());
    assert_eq!(running.refusal("/epochs/8").await, not_found("there is no tree of epoch 8: see /epochs"));
    assert_eq!(running.refusal("/epochs/8/tree").await.0, 404);
    assert_eq!(running.refusal(&format!("/epochs/8/pools/{}/proof", pool(2))).await.0, 404);
    let text = format!(
        "pool {} has no leaf in epoch 7: if it has none in the other trees of the record either, it passes the epoch by \
         accrue_reward_emergency_bypass",
        pool(3)
    );
    assert_eq!(running.refusal(&format!("/epochs/7/pools/{}/proof", pool(3))).await, not_found(&text));
    let text = "there is no such page: see /epochs, /healthz and /metrics";
    assert_eq!(running.refusal("/").await, not_found(text));
    assert_eq!(running.refusal("/epochs/7/../../etc/passwd").await.0, 404);

    for epoch in ["x", "-1", "18446744073709551616", "%ff"] {
        assert_eq!(running.refusal(&format!("/epochs/{epoch}")).await.0, 400, "{epoch}");
        assert_eq!(running.refusal(&format!("/epochs/{epoch}/tree")).await.0, 400, "{epoch}");
    }
    let (status, text) = running.refusal("/epochs/7/pools/abc/proof").await;
    assert_eq!((status, text.as_str()), (400, "the pool is not an address: give 32 bytes in base58"));

    let (status, text) = running.refusal("/epochs/7/tree?root=1&root=2").await;
    assert_eq!((status, text.starts_with("the query cannot be read: ask for one tree")), (400, true), "{text}");
    assert_eq!(running.refusal("/epochs/%ff").await.1, "the path cannot be read: its parts have to be UTF-8");
    let post = running.request(Method::POST, "/epochs/7").send().await.unwrap();
    assert_eq!(post.status(), StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(post.json::<serde_json::Value>().await.unwrap()["error"], "only GET and HEAD are answered");
    running.stop().await;
}

#[tokio::test]
async fn metrics_are_in_the_text_format() {
    let running = Running::with_files(&[("7.json", tree(7, &[2])), ("8.json", tree(8, &[2]))]).await;
    running.get("/epochs/7").await;
    running.get("/epochs/8").await;
    running.get("/epochs/9").await;
    running.get("/made/up").await;
    let response = running.get("/metrics").await;
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/plain; version=0.0.4"));
    let text = response.text().await.unwrap();
    for line in [
        "# TYPE inference_staking_rewards_http_requests_total counter",
        r#"inference_staking_rewards_http_requests_total{route="/epochs/{epoch}",status="200"} 2"#,
        r#"inference_staking_rewards_http_requests_total{route="/epochs/{epoch}",status="404"} 1"#,
        r#"inference_staking_rewards_http_requests_total{route="other",status="404"} 1"#,
        r#"inference_staking_rewards_http_request_seconds_count{route="/epochs/{epoch}"} 3"#,
        "inference_staking_rewards_tree_files 2",
        "inference_staking_rewards_bad_files 0",
        "inference_staking_rewards_newest_epoch 8",
    ] {
        assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
    }
    running.stop().await;
}
