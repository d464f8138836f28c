//! `rewards serve` and the commands that take proofs from it; a watching keeper.

use crate::node_that_does_not_search::node_that_says;
use crate::world::{amount, event, Running, World, DAY, ONE};

fn publish(world: &World) {
    let pool = world.pool_of(0);
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},10000000000,0\n"));
    std::fs::create_dir(world.path("trees")).unwrap();
    world.json("payer", "rewards build rewards.csv --out trees/epoch.json");
    world.json("reward-authority", "rewards publish trees/epoch.json");
}

#[test]
fn an_unstake_accrues_first_with_proofs_of_a_service() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 1_000);
    publish(&world);
    let (service, url) = world.serve("trees");
    let unstaked = world.json("wallet-1", &format!("unstake {pool} ALL --service {url}"));
    // 9,000 of the 10,000 tokens raise the price of 3,000 shares from 1 to 4.
    assert_eq!(amount(&event(&unstaked, "Unstaked")["amount"]), 4_000 * ONE);
    assert_eq!(service.end("INT").0, 0);
}

#[test]
fn an_unstake_of_activating_tokens_asks_no_service() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    publish(&world);
    world.json("wallet-1", &format!("stake {pool} 1000"));
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    let unstaked = world.json("wallet-1", &format!("unstake {pool} 100 --service {url}"));
    let event = event(&unstaked, "Unstaked");
    assert_eq!((amount(&event["amount"]), amount(&event["shares"])), (100 * ONE, 0));
    silent.set_nonblocking(true).unwrap();
    assert_eq!(silent.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

#[test]
fn no_service_and_no_file_stops_an_unstake() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 1_000);
    publish(&world);
    world.write("trees/epoch.json", "{ broken");
    for source in ["--service http://127.0.0.1:1", "--trees trees"] {
        let unstaked = world.json("wallet-1", &format!("unstake {pool} 100 {source}"));
        // The price is still 1: the epoch was left open, and that is told.
        assert_eq!(amount(&event(&unstaked, "Unstaked")["shares"]), 100 * ONE);
        let left = &unstaked["unaccrued"][0];
        assert!(
            left["epoch"] == 1 && left["reason"].as_str().unwrap().contains("its proof could not be had"),
            "{left}"
        );
    }
    // A folder that is not there is no source, and what that costs is told too.
    let ran = world.run("wallet-1", &format!("--yes unstake {pool} 100 --trees nowhere"));
    let lost = "what it pays is lost to what leaves now: no source of proofs is given";
    assert!(
        ran.code == 0 && ran.stderr.contains("there is no such folder") && ran.stderr.contains(lost),
        "{}",
        ran.stderr
    );
    // Beside what a command warns of stands what is logged, in the same form.
    let ran = world.run("wallet-1", &format!("--yes unstake {pool} 100 --trees trees"));
    let warnings = ran.stderr.lines().filter(|line| line.starts_with("warning: ")).count();
    assert!(ran.code == 0 && warnings >= 2 && !ran.stderr.contains("WARN"), "{}", ran.stderr);
}

#[test]
fn a_watching_keeper_accrues_activates_claims_and_ends_with_a_summary_when_it_is_asked_to() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.json("wallet-1", &format!("stake {pool} 1000"));
    world.json("wallet-1", &format!("unstake {pool} 100"));
    publish(&world);
    world.network.time_travel(7 * DAY + 1).unwrap();
    let before = world.tokens(&world.wallet(1));
    let keeper = Running::start(&world, "rewards accrue --trees trees --watch --every 1s --claim existing -o json");
    let paid = std::time::Instant::now() + std::time::Duration::from_secs(60);
    while world.tokens(&world.wallet(1)) == before && std::time::Instant::now() < paid {
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let (code, stdout) = keeper.end("TERM");
    let summary: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(code, 0);
    assert_eq!((&summary["accrued"], &summary["activated"], &summary["claimed"]), (&1.into(), &1.into(), &1.into()));
    // 9,000 of the 10,000 raise the price of 2,000 shares to 5.5 tokens, of which 900 were left of the 1,000.
    let record = world.json("wallet-1", &format!("record show {pool}"));
    assert_eq!(amount(&record["shares"]), 900 * ONE * 2_000 / 11_000);
    assert_eq!(world.tokens(&world.wallet(1)) - before, 100 * ONE);
    assert_eq!(world.json("payer", "pool list --behind")["count"], 0);
}

#[test]
fn a_service_of_proofs_ends_with_a_document() {
    let world = World::new();
    std::fs::create_dir(world.path("trees")).unwrap();
    let mut service = Running::start(&world, "rewards serve trees --listen 127.0.0.1:0 -o json");
    let began: serde_json::Value = serde_json::from_str(&service.lines().next().unwrap()).unwrap();
    let note = began["note"].as_str().unwrap();
    let (code, stdout) = service.end("TERM");
    let ended: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!((code, &ended["served"]), (0, &"trees".into()));
    assert!(note.contains(&format!("http://{}", ended["address"].as_str().unwrap())), "{note} {ended}");
}

#[test]
fn an_accrual_says_its_signature_at_once_and_that_nobody_can_tell() {
    let world = World::new();
    world.open_pool(0, 2_000);
    publish(&world);
    // A node that takes transactions and never says what became of them.
    let knows_nothing = |request: &serde_json::Value| {
        let nothing = serde_json::json!({ "result": { "context": { "slot": 1 }, "value": [null] } });
        (request["method"] == "getSignatureStatuses").then_some(nothing)
    };
    let node = node_that_says(&world.network.rpc_url(), std::sync::Arc::new(knows_nothing));
    let args = format!("rewards accrue --trees trees -o json --url {node} --keypair payer.json");
    let mut keeper = Running::start(&world, &args);
    let mut lines = keeper.lines();
    let first = lines.find(|line| line.contains("sending ")).unwrap();
    let note: serde_json::Value = serde_json::from_str(&first).unwrap();
    let signature = note["note"].as_str().unwrap().strip_prefix("sending ").unwrap().to_owned();
    let (code, _) = keeper.end("TERM");
    let error: serde_json::Value = serde_json::from_str(&lines.last().unwrap()).unwrap();
    assert_eq!((code, error["error"]["in_doubt"].as_str()), (3, Some(signature.as_str())), "{error}");
}

#[test]
fn a_log_of_json_has_nothing_else_in_it() {
    let world = World::new();
    world.open_pool(0, 2_000);
    let args = "pool update --reward-commission 6% --yes -v --keypair wallet-0.json";
    let mut update = Running::start_with(&world, args, &[("LOG_FORMAT", "json")]);
    let lines: Vec<serde_json::Value> = update.lines().map(|line| serde_json::from_str(&line).unwrap()).collect();
    let kinds = |kind: &str| lines.iter().filter(|line| line.get(kind).is_some()).count();
    assert!(kinds("preview") == 1 && kinds("note") > 0, "{lines:?}");
}

#[test]
fn a_keeper_logs_json_on_request_and_warns_of_little_sol() {
    let world = World::new();
    std::fs::create_dir(world.path("trees")).unwrap();
    let payer = world.wallet(2);
    let warning_of = |lamports: u64, environment: &[(&str, &str)]| {
        let account = solana_account::Account { lamports, ..Default::default() };
        world.network.set_account(&payer, account).unwrap();
        let args = "rewards accrue --trees trees --watch --every 1s -q -o json --keypair wallet-2.json";
        let mut keeper = Running::start_with(&world, args, environment);
        let lines = keeper.lines();
        std::thread::sleep(std::time::Duration::from_secs(3));
        let (code, stdout) = keeper.end("TERM");
        let summary: serde_json::Value = serde_json::from_str(&stdout).unwrap();
        assert!(code == 0 && summary["looks"].as_u64().unwrap() > 0, "{summary}");
        let logged: Vec<serde_json::Value> = lines.map(|line| serde_json::from_str(&line).unwrap()).collect();
        let found = logged.iter().find(|entry| entry["fields"]["lamports"] == lamports);
        found.map(|entry| entry["level"].as_str().unwrap().to_owned())
    };
    // Below a tenth of a SOL.
    assert_eq!(warning_of(99_999_999, &[]), Some("WARN".to_owned()));
    assert_eq!(warning_of(99_999_999, &[("LOG_FORMAT", "json")]), Some("WARN".to_owned()));
    assert_eq!(warning_of(100_000_000, &[("LOG_FORMAT", "json")]), None);
}

/// Address of the health and the metrics of a watch that begins, and what it says from then on.
fn monitor_of(keeper: &mut Running) -> (String, impl Iterator<Item = String>) {
    let mut lines = keeper.lines();
    let line = lines.find(|line| line.contains("health and metrics at")).unwrap();
    (line.split_once("http://").unwrap().1.split_whitespace().next().unwrap().to_owned(), lines)
}

fn get(address: &str, path: &str) -> String {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn health_once_it_has_looked(address: &str) -> String {
    let patience = std::time::Instant::now() + std::time::Duration::from_secs(30);
    loop {
        let answer = get(address, "/healthz");
        if !answer.contains("starting") || std::time::Instant::now() > patience {
            return answer;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
}

#[test]
fn a_keeper_without_sol_is_failing_and_says_why() {
    let world = World::new();
    world.open_pool(0, 2_000);
    publish(&world);
    let payer = world.wallet(2);
    // Nothing at all, and less than the fee of a transaction.
    for (lamports, why) in [(0, "the fee payer has no SOL"), (4_999, "the fee payer has too little SOL for the fee")] {
        let account = solana_account::Account { lamports, ..Default::default() };
        world.network.set_account(&payer, account).unwrap();
        let watch =
            "rewards accrue --trees trees --watch --every 1s --listen 127.0.0.1:0 -o json --keypair wallet-2.json";
        let mut keeper = Running::start(&world, watch);
        // Nobody reads what it logs from then on.
        let (address, _) = monitor_of(&mut keeper);
        let answer = health_once_it_has_looked(&address);
        assert!(answer.starts_with("HTTP/1.1 503") && answer.contains(r#""status":"failing""#), "{answer}");
        assert!(answer.contains(why), "{answer}");
        let metrics = get(&address, "/metrics");
        let metric = |name: &str| {
            let name = format!("inference_staking_keeper_{name} ");
            let line = metrics.lines().find_map(|line| line.strip_prefix(&name));
            line.unwrap_or_else(|| panic!("no {name} in {metrics}")).parse::<u64>().unwrap()
        };
        assert!(metric("failures_total") > 0, "{metrics}");
        assert_eq!((metric("payer_lamports"), metric("accruals_total"), metric("pools_behind")), (lamports, 0, 1));
        let (code, stdout) = keeper.end("TERM");
        let summary: serde_json::Value = serde_json::from_str(&stdout).unwrap();
        assert_eq!((code, &summary["complete"], &summary["accrued"]), (0, &false.into(), &0.into()), "{summary}");
        assert!(summary["failures"].as_u64().unwrap() > 0, "{summary}");
        assert!(summary["left"][0]["reason"].as_str().unwrap().contains(why), "{summary}");
    }
}

#[test]
fn a_keeper_that_is_asked_to_end_before_its_node_has_answered_ends_with_a_summary() {
    let world = World::new();
    std::fs::create_dir(world.path("trees")).unwrap();
    for (args, code) in [("rewards accrue --trees trees", 1), ("rewards accrue --trees trees --watch", 0)] {
        // A node that takes the question and never answers.
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", silent.local_addr().unwrap());
        let keeper = Running::start(&world, &format!("{args} -o json --url {url}"));
        let _asked = silent.accept().unwrap();
        let since = std::time::Instant::now();
        let (ended, stdout) = keeper.end("TERM");
        assert!(since.elapsed() < std::time::Duration::from_secs(5), "{args}");
        let summary: serde_json::Value = serde_json::from_str(&stdout).unwrap();
        let expected = (code, &false.into(), &0.into());
        assert_eq!((ended, &summary["complete"], &summary["accrued"]), expected, "{args}");
    }
}

#[test]
fn a_watch_waits_for_a_node_that_is_away_and_its_health_says_so() {
    let world = World::new();
    std::fs::create_dir(world.path("trees")).unwrap();
    let watch = "rewards accrue --trees trees --watch --every 1s --listen 127.0.0.1:0 -o json --url http://127.0.0.1:1";
    let mut keeper = Running::start(&world, watch);
    let (address, _said) = monitor_of(&mut keeper);
    let answer = health_once_it_has_looked(&address);
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("the chain cannot be read"), "{answer}");
    // Each time that it asked is a look that failed, and of claims and pools nothing is known.
    let metrics = get(&address, "/metrics");
    let value = |name: &str| {
        let name = format!("inference_staking_keeper_{name} ");
        metrics.lines().find_map(|line| line.strip_prefix(&name)).unwrap().parse::<i64>().unwrap()
    };
    assert!(value("failures_total") > 0 && value("looks_total") == value("failures_total"), "{metrics}");
    assert_eq!(["unpayable_claims", "pools_behind"].map(value), [-1, -1]);
    let (code, stdout) = keeper.end("HUP");
    let summary: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert!(code == 0 && summary["failures"].as_i64().unwrap() >= value("failures_total"), "{summary}");
    assert_eq!(["left", "unclaimed_unpayable"].map(|name| summary[name].is_null()), [true, true], "{summary}");
}

#[test]
fn a_node_that_takes_the_question_and_says_nothing_is_said_to_be_waited_for() {
    let world = World::new();
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", silent.local_addr().unwrap());
    std::fs::create_dir(world.path("trees")).unwrap();
    let signature = "1".repeat(64);
    for command in ["-q status", &format!("decode {signature}"), "rewards accrue --trees trees --watch"] {
        Running::start(&world, &format!("{command} --url {url}")).line_with("the node has not answered yet");
    }
}
