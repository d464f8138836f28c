//! The command line with a program that is deployed at another address. A process works with one program, so this is a process
//! of its own: its networks run a build for another id.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod rebuilt;
#[path = "../end_to_end/world.rs"]
#[allow(dead_code, reason = "the other stories need more of it")]
mod world;
mod wrong_program;

use std::sync::Once;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_localnet_rpc::LocalNetworkOptions;

use world::{amount, event, World, DAY, ONE};

/// Names the program to every process that the tests start.
const VARIABLE: &str = "INFERENCE_STAKING_PROGRAM_ID";

/// The other address.
fn other() -> Pubkey {
    Pubkey::new_from_array([77; 32])
}

/// A network of the program at the other address, which `VARIABLE` names to whatever is run in it.
fn world(options: LocalNetworkOptions) -> World {
    static CHOSEN: Once = Once::new();
    CHOSEN.call_once(|| {
        let program = rebuilt::program_for(&other());
        std::env::set_var("INFERENCE_STAKING_PROGRAM", program);
        std::env::set_var(VARIABLE, other().to_string());
        address::use_program(other()).unwrap();
    });
    World::with(options)
}

#[test]
fn an_epoch_of_a_program_at_another_address() {
    let world = world(LocalNetworkOptions::default());
    assert_ne!(other(), inference_staking::ID);
    let pool = world.open_pool(0, 2_000);
    let derived = Pubkey::find_program_address(&[b"OperatorPool", world.wallet(0).as_ref()], &other()).0;
    assert_eq!(pool, derived);
    assert_eq!(world.network.account(&pool).unwrap().unwrap().owner, other());
    world.join(1, &pool, 1_000);

    // Tree file, record, keeper and proof service are about the same program.
    world.fund(10_000, 500);
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},10000000000,500000000\n"));
    std::fs::create_dir(world.path("trees")).unwrap();
    world.json("payer", "rewards build rewards.csv --out trees/1.json");
    let tree = std::fs::read_to_string(world.path("trees/1.json")).unwrap();
    let tree: serde_json::Value = serde_json::from_str(&tree).unwrap();
    assert_eq!(tree["program_id"], other().to_string());
    let published = world.json("reward-authority", "rewards publish trees/1.json");
    assert_eq!(amount(&event(&published, "RewardRecordCreated")["reward_liability"]), 10_000 * ONE);
    assert_eq!(world.json("wallet-2", "rewards verify trees/1.json")["honest"], true);
    let (service, url) = world.serve("trees");
    let unstaked = world.json("wallet-1", &format!("unstake {pool} 100 --service {url}"));
    assert_eq!(amount(&event(&unstaked, "RewardAccrued")["holder_reward"]), 9_000 * ONE);
    assert_eq!(amount(&event(&unstaked, "Unstaked")["amount"]), 100 * ONE);
    drop(service);
    assert_eq!(world.json("payer", "rewards accrue --trees trees")["complete"], true);

    // What the program returns, and what it refuses in its own words.
    let record = world.json("wallet-1", &format!("record show {pool} --by-program"));
    // 3,000 shares are worth 12,000 tokens: 1,000 of them 4,000, less the 100.
    assert_eq!(amount(&record["value"]), 3_900 * ONE);
    world.refused("wallet-1", &format!("claim unstake {pool}"), "NothingToClaim");

    // In the place of accounts that are left out stands the program.
    let updated = world.json("program-admin", "admin update --registration-fee 5");
    assert_eq!(amount(&event(&updated, "PoolOverviewUpdated")["parameters"]["registration_fee"]), 5 * ONE);
    world.json("halt-authority", &format!("halt pool {pool}"));
    world.network.time_travel(2 * DAY + 1).unwrap();
    world.json("slashing-authority", &format!("slash {pool} --shares 1"));
    world.json("halt-authority", &format!("halt resume {pool}"));
    let exported = world.json("", &format!("stake {pool} 1 --export --signer {}", world.wallet(1)));
    let decoded = world.json("", &format!("decode {}", exported["transactions"][0]["message"].as_str().unwrap()));
    assert_eq!(decoded["instructions"].as_array().unwrap().last().unwrap()["instruction"], "stake");
    let history = world.json("payer", &format!("history {pool} --owner {}", world.wallet(1)));
    let rows = history["history"].as_array().unwrap();
    let what: Vec<_> = rows.iter().map(|row| row["what"].as_str().unwrap()).collect();
    assert_eq!((what, &history["missing_events"]), (vec!["staked", "became shares", "earned", "unstaked"], &0.into()));
    assert_eq!(world.json("payer", "status")["solvent"], true);

    // The same by the option, and not without either.
    let compiled_in = format!("--program-id {}", inference_staking::ID);
    let ran = world.run("payer", &format!("{compiled_in} status"));
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains(&format!("there is no program at {}", inference_staking::ID)), "{}", ran.stderr);
    assert_eq!(world.json("payer", &format!("status --program-id {}", other()))["completed_epoch"], 1);
}
