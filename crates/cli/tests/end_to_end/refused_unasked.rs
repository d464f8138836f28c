//! What would be refused is said before anything is asked.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

use inference_staking_client::address::owner_token_account;
use inference_staking_client::StakingError;
use serde_json::{json, Value};
use solana_signer::Signer;

use crate::node_that_does_not_search::node_that_says;
use crate::world::{World, DAY};

#[test]
fn a_wrong_key_is_told_which_keys_may() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let roles = &world.network.roles;
    let (admin, halt, operator) = (roles.program_admin.pubkey(), roles.halt_authority.pubkey(), world.wallet(0));
    let new = world.wallet(2);
    for (args, may) in [
        (format!("halt pool {pool}"), halt),
        ("halt staking".to_owned(), admin),
        ("admin update --registration-fee 7".to_owned(), admin),
        ("admin authorities --halt NONE".to_owned(), admin),
        (format!("admin propose {new}"), admin),
        ("epoch mark".to_owned(), roles.reward_authority.pubkey()),
        (format!("pool close {pool}"), operator),
        (format!("pool update {pool} --auto-stake true"), operator),
        (format!("pool propose-admin {new} --pool {pool}"), operator),
    ] {
        world.refused_unasked("wallet-1", &args, &format!("signed with {}, who may: {may}", world.wallet(1)));
    }
    world.refused_unasked("wallet-1", &format!("pool accept-admin {pool}"), "nobody may now");
    world.refused_unasked("wallet-1", "admin accept", "nobody may now");
}

#[test]
fn what_breaks_a_rule_is_not_asked() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let halt = world.network.roles.halt_authority.pubkey();
    world.refused_unasked("program-admin", "admin update --slashing-delay 91d", "SlashingDelayOutOfRange");
    world.refused_unasked("program-admin", &format!("admin authorities --halt {halt},{halt}"), "DuplicateAuthority");
    let present = world.network.roles.program_admin.pubkey();
    let ran = world.run("program-admin", &format!("admin propose {present}"));
    assert!(ran.code == 2 && ran.stderr.contains("is the program admin already"), "{}", ran.stderr);
    let any =
        format!("admin update --registration-fee-wallet {}", inference_staking_client::address::operator_pool(&halt));
    let asked = world.run("program-admin", &any);
    assert!(asked.code == 1 && asked.stderr.contains("add --yes"), "any key may be the fee wallet: {}", asked.stderr);
    let zero = "admin update --registration-fee-wallet 11111111111111111111111111111111";
    assert_eq!(world.run("program-admin", zero).code, 2);
    // A schedule is only lowered, and the last one is said to be the last.
    world.refused_unasked("program-admin", "admin schedule --lower --budgets 200000", "EmissionChangeNotDownwards");
    let last = world.run("program-admin", "admin schedule --lower --budgets 0");
    assert!(
        last.stderr.contains("warning: the schedule issues nothing") && last.stderr.contains("add --yes"),
        "{}",
        last.stderr
    );
    let create = "pool create --name Mine --usdc-commission 7% --reward-commission";
    world.refused_unasked("wallet-1", &format!("{create} 50.01%"), "CommissionAboveMaximum");
    world.json(
        "program-admin",
        &format!("admin update --registration-fee 5 --registration-fee-wallet {}", world.wallet(2)),
    );
    let usdc = inference_staking_client::address::owner_token_account(&world.wallet(1), &world.network.mints.usdc);
    world.refused_unasked("wallet-1", &format!("{create} 5% --fee-from {usdc}"), "(WrongSourceAccount, error ");
    let change = format!("pool change-record {}", world.path("wallet-1.json").display());
    world.refused_unasked("wallet-0", &change, &format!("it creates one first, with `record create {pool}`"));
    world.json("halt-authority", &format!("halt pool {pool}"));
    world.network.time_travel(DAY).unwrap();
    world.refused_unasked("wallet-0", "pool close", "PoolHalted");
    // Another authority was faster: a job that halts many pools goes on.
    let again = world.run("halt-authority", &format!("--yes halt pool {pool}"));
    assert!(again.code == 0 && again.stderr.contains("is halted already"), "{} {}", again.code, again.stderr);
    // The same of a resumption.
    world.json("halt-authority", &format!("halt resume {pool}"));
    let resumed = world.run("halt-authority", &format!("--yes halt resume {pool}"));
    let words = "is not halted: there is nothing to resume";
    assert!(resumed.code == 0 && resumed.stderr.contains(words), "{} {}", resumed.code, resumed.stderr);
}

#[test]
fn an_epoch_that_was_passed_is_not_skipped() {
    let world = World::new();
    let pools = [0, 1].map(|wallet| world.open_pool(wallet, 2_000));
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    let rows = pools.map(|pool| format!("{pool},5000000000,0\n")).concat();
    world.write("rewards.csv", &format!("pool,reward,usdc\n{rows}"));
    world.json("payer", "rewards build rewards.csv --out tree.json");
    world.json("reward-authority", "rewards publish tree.json");
    let [passed, open] = pools;
    world.json("payer", &format!("epoch accrue {passed} tree.json"));
    world.network.time_travel(14 * DAY).unwrap();
    // What is left is the other pool's, which may skip it.
    let asked = world.run("payer", &format!("epoch bypass {open} --epoch 1"));
    assert!(asked.stderr.contains("without its leaf?") && asked.stderr.contains("add --yes"), "{}", asked.stderr);
    world.refused_unasked("payer", &format!("epoch bypass {passed} --epoch 1"), "(EpochAlreadyAccrued, error ");
}

#[test]
fn a_dear_fee_is_not_asked_for_what_would_be_refused() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let stake = format!("stake {pool} 1 --priority-fee 20000000");
    let asked = world.run("wallet-1", &stake);
    assert!(
        asked.stderr.contains("Pay 20000000 micro-lamports") && asked.stderr.contains("add --yes"),
        "{}",
        asked.stderr
    );
    world.json("halt-authority", &format!("halt pool {pool}"));
    world.refused_unasked("wallet-1", &stake, "(PoolHalted, error ");
}

#[test]
fn a_slash_is_asked_once_it_can_be_made_and_of_what_there_is() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let own = world.run("wallet-0", &format!("pool propose-admin {}", world.wallet(0)));
    assert!(own.code == 2 && own.stderr.contains("is the admin of"), "{}", own.stderr);
    let slash = |what: &str| format!("slash {pool} {what}");
    world.refused_unasked("slashing-authority", &slash("--shares 1"), "PoolNotHalted");
    world.json("halt-authority", &format!("halt pool {pool}"));
    let from = world.json("payer", &format!("pool show {pool}"))["slashable_from"].as_i64().unwrap();
    let date = inference_staking_client::time::utc(from);
    world.refused_unasked("slashing-authority", &slash("--shares 1"), &format!("; it can be slashed from {date}"));
    world.network.time_travel(2 * DAY + 1).unwrap();
    let has = "the operator has 2000 shares, 0 activating tokens and 0 in cooldown";
    for what in ["--shares 2000.000001", "--shares 1 --activating 1", "--shares 1 --unstaking 1"] {
        world.refused_unasked("slashing-authority", &slash(what), has);
    }
    world.refused_unasked("halt-authority", &slash("--shares 1"), "NotSlashingAuthority");
}

#[test]
fn a_payout_that_only_needs_a_collection_is_asked() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 100);
    world.json("wallet-1", &format!("unstake {pool} 40"));
    world.network.time_travel(7 * DAY + 1).unwrap();
    // As if somebody took what the vault had, between plan and simulation.
    let was_refused = Arc::new(AtomicBool::new(false));
    let refuses = was_refused.clone();
    let code = u32::from(StakingError::RewardsNotCollected);
    let refusal = move |request: &Value| {
        let is_first = request["method"] == "simulateTransaction" && !refuses.swap(true, Ordering::SeqCst);
        let error = json!({ "InstructionError": [1, { "Custom": code }] });
        is_first.then(|| {
            json!({ "result": { "context": { "slot": 1 }, "value": { "err": error, "logs": [], "unitsConsumed": 1 } } })
        })
    };
    let node = node_that_says(&world.network.rpc_url(), Arc::new(refusal));
    let to = owner_token_account(&world.wallet(2), &world.network.mints.stake);
    let asked = world.run("wallet-1", &format!("--url {node} claim unstake {pool} --to {to}"));
    assert!(was_refused.load(Ordering::SeqCst), "nothing was simulated");
    assert!(
        asked.stderr.contains("Pay what is due from pool") && asked.stderr.contains("add --yes"),
        "{}",
        asked.stderr
    );
}
