//! A pool until its last unit of USDC, an expired epoch, and a network that is not solvent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use inference_staking_client::address;
use solana_rpc_client_api::request::RpcRequest;

use crate::node_that_does_not_search::node_that_says;
use crate::world::{amount, event, World, DAY, ONE};

/// Where an overview holds `E`, where a token account holds its amount.
const COMPLETED_EPOCH: std::ops::Range<usize> = 888..896;
const TOKEN_AMOUNT: std::ops::Range<usize> = 64..72;

#[test]
fn a_closed_pool_is_left_by_all_and_its_dust_is_swept() {
    let world = World::new();
    world.json("wallet-0", "pool create --name Dusty --reward-commission 0 --usdc-commission 0 --delegation true");
    let pool = world.pool_of(0);
    world.json("wallet-0", &format!("stake {pool} 1000"));
    // 1,000 and 2,000 shares: 100 base units of USDC do not divide by three.
    world.join(1, &pool, 2_000);
    world.fund(10_000, 1);
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},10000000000,100\n"));
    world.json("payer", "rewards build rewards.csv --out tree.json");
    world.json("reward-authority", "rewards publish tree.json");
    world.json("payer", &format!("epoch accrue {pool} tree.json"));
    world.json("wallet-0", &format!("pool close {pool}"));
    // It takes part in epoch 2 to its end.
    let is = |state: &str| {
        for shown in
            [world.json("payer", &format!("pool show {pool}")), world.json("payer", "pool list")["pools"][0].clone()]
        {
            let closed_at = shown.get("closed_at_epoch").unwrap_or(&shown["epochs"]["closed_at_epoch"]);
            assert_eq!((&shown["state"], closed_at), (&state.into(), &2.into()), "{shown}");
        }
    };
    is("closing");

    for who in ["wallet-0", "wallet-1"] {
        world.json(who, &format!("unstake {pool} ALL"));
        world.json(who, &format!("claim usdc {pool}"));
    }
    world.network.time_travel(14 * DAY + 1).unwrap();
    for number in [0, 1] {
        world.json("payer", &format!("claim unstake {pool} --owner {}", world.wallet(number)));
    }
    // The pool was closed in epoch 2, which it has to pass first.
    world.refused("wallet-0", &format!("pool sweep {pool}"), "PoolBehind");
    world.json("reward-authority", "epoch mark");
    is("closed");
    world.json("reward-authority", "rewards publish --empty");
    is("closed");
    let accrued = world.json("payer", &format!("rewards accrue --trees . --pool {pool}"));
    assert_eq!(accrued["passed_without_proof"], 1);
    // floor(100 / 3) = 33 and floor(200 / 3) = 66 were claimed: 1 is nobody's.
    let swept = world.json("wallet-0", &format!("pool sweep {pool}"));
    assert_eq!(amount(&event(&swept, "ClosedPoolUsdcDustSwept")["amount"]), 1);
    world.json("wallet-0", &format!("record close {pool}"));
    let status = world.json("payer", "status");
    assert_eq!((&status["solvent"], &status["pools"]["closed"]), (&true.into(), &1.into()));
}

#[test]
fn an_expired_epoch_returns_to_the_pot() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},10000000000,0\n"));
    world.json("payer", "rewards build rewards.csv --out tree.json");
    world.json("reward-authority", "rewards publish tree.json");
    world.refused("payer", "epoch reclaim 1", "RecordNotExpired");
    // Records expire 128 epochs after their own.
    world.overwrite(&address::pool_overview(), COMPLETED_EPOCH, 129);
    assert_eq!(world.json("payer", "epoch show 1")["state"], "expired");
    // It still holds tokens, but nobody can accrue it any more: neither the network nor the pool has it open.
    assert_eq!(world.json("payer", "status")["open_epochs"], serde_json::json!([]));
    let epochs = world.json("payer", &format!("pool show {pool}"))["epochs"].clone();
    assert_eq!((&epochs["last_passed_epoch"], &epochs["epochs_behind"]), (&0.into(), &128.into()));
    let reclaimed = world.json("payer", "epoch reclaim 1");
    let reclaimed = event(&reclaimed, "ExpiredRewardRecordReclaimed");
    assert_eq!(amount(&reclaimed["reclaimed_rewards"]), 10_000 * ONE);
    assert_eq!(amount(&reclaimed["reward_liability"]), 0);
    let gone = world.run("payer", "epoch show 1");
    assert_eq!(gone.code, 1);
    assert!(gone.stderr.contains("it was reclaimed"), "{}", gone.stderr);
}

#[test]
fn a_surplus_is_asked_with_the_account_that_is_paid_and_its_owner() {
    let world = World::new();
    world.json("program-admin", "admin schedule --lower --budgets 0");
    world.fund(10, 0);
    // 128 epochs without rewards.
    world.overwrite(&address::pool_overview(), COMPLETED_EPOCH, 128);
    let (mint, owner) = (world.network.mints.stake, world.wallet(2));
    let admin = solana_signer::Signer::pubkey(&world.network.roles.program_admin);
    let to = address::owner_token_account(&owner, &mint);
    for (args, account, owner) in [
        (format!("admin withdraw-surplus --to {to}"), to, owner),
        ("admin withdraw-surplus".to_owned(), address::owner_token_account(&admin, &mint), admin),
    ] {
        let asked = world.run("program-admin", &args);
        let question = format!(
            "Pay what the global reward vault holds for nobody to the token account {account} of {owner}? That is 10 tokens now; what \
             it is when this is executed is paid."
        );
        assert!(asked.code == 1 && asked.stderr.contains(&question), "{} {}", asked.code, asked.stderr);
    }
    let before = world.tokens(&owner);
    world.json("program-admin", &format!("admin withdraw-surplus --to {to}"));
    assert_eq!(world.tokens(&owner) - before, 10 * ONE);
}

/// What nodes keep for searches may be older than their accounts.
#[test]
fn status_accuses_nobody_for_a_search_that_is_behind() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 100);
    world.json("wallet-1", &format!("unstake {pool} 40"));
    world.network.time_travel(8 * DAY).unwrap();
    let (rpc, kept) = (world.network.rpc_client(), Mutex::new(BTreeMap::new()));
    let behind = move |request: &serde_json::Value| {
        (request["method"] == "getProgramAccounts").then(|| {
            let asked = RpcRequest::GetProgramAccounts;
            let found = || rpc.send::<serde_json::Value>(asked, request["params"].clone()).unwrap();
            let found = kept.lock().unwrap().entry(request["params"].to_string()).or_insert_with(found).clone();
            serde_json::json!({ "result": found })
        })
    };
    let node = node_that_says(&world.network.rpc_url(), Arc::new(behind));
    let status = || world.run("payer", &format!("status -o json --url {node}"));
    assert_eq!(status().code, 0);
    world.json("wallet-1", &format!("claim unstake {pool}"));
    let ran = status();
    assert!(ran.code == 0 && ran.stdout.contains(r#""solvent": true"#), "{}\n{}", ran.stdout, ran.stderr);
    // What is short is told all the same.
    world.overwrite(&address::pool_vault(&pool), TOKEN_AMOUNT, 2_000 * ONE);
    let ran = status();
    assert!(ran.code == 1 && ran.stdout.contains(r#""solvent": false"#), "{}\n{}", ran.stdout, ran.stderr);
}

#[test]
fn status_tells_a_vault_that_is_short() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let vault = address::pool_vault(&pool);
    world.overwrite(&vault, TOKEN_AMOUNT, 2_000 * ONE - 1);
    let ran = world.run("payer", "status --output json");
    assert_eq!(ran.code, 1);
    let status: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(status["solvent"], false);
    assert_eq!(status["vaults_short"][0]["pool"], pool.to_string());
    assert_eq!(amount(&status["vaults_short"][0]["missing"]), 1);
    assert!(ran.stderr.contains("not solvent"), "{}", ran.stderr);

    world.overwrite(&vault, TOKEN_AMOUNT, 2_000 * ONE);
    assert_eq!(world.run("payer", "status").code, 0);
}
