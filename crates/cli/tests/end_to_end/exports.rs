//! What is exported is executed later: what is only too early, or not there yet, is exported and warned of.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address::owner_token_account;
use serde_json::Value;
use solana_signer::Signer;

use crate::world::World;

/// The only document of an export, and what is said beside it.
fn exported(world: &World, signer: Pubkey, args: &str) -> (Value, String) {
    let ran = world.run("", &format!("{args} --export -o json --signer {signer}"));
    assert_eq!(ran.code, 0, "{args}\n{}", ran.stderr);
    (serde_json::from_str(&ran.stdout).unwrap(), ran.stderr)
}

#[test]
fn what_would_be_refused_now_is_exported_and_warned_of() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 100);
    let roles = &world.network.roles;
    let (admin, slashing) = (roles.program_admin.pubkey(), roles.slashing_authority.pubkey());
    let (operator, delegator) = (world.wallet(0), world.wallet(1));
    let [tokens, usdc] =
        [world.network.mints.stake, world.network.mints.usdc].map(|mint| owner_token_account(&world.wallet(2), &mint));
    // From here on the schedule cannot be lowered before the second period, of epochs 11 to 20.
    world.json("reward-authority", "epoch mark");
    for (signer, args, why) in [
        (admin, "admin schedule --lower --budgets 100000,40000".to_owned(), "EmissionChangeNotAtPeriodStart"),
        (admin, "admin withdraw-surplus".to_owned(), "ScheduleStillIssues"),
        (admin, format!("admin withdraw-surplus --to {tokens}"), "ScheduleStillIssues"),
        (slashing, format!("slash {pool} --shares 1"), "PoolNotHalted"),
        (operator, format!("pool sweep {pool}"), "PoolNotClosed"),
        (operator, format!("pool sweep {pool} --to {usdc}"), "PoolNotClosed"),
        (operator, format!("claim commission {pool} --to {tokens}"), "NoCommissionToWithdraw"),
        (delegator, format!("claim usdc {pool} --to {usdc}"), "NoUsdcToClaim"),
        (delegator, format!("claim unstake {pool} --to {tokens}"), "NothingToClaim"),
        (delegator, format!("stake {pool} 18000000000000"), "18000000000000 tokens were to be staked"),
        (delegator, "rewards fund --tokens 18000000000000".to_owned(), "18000000000000 tokens were to be paid"),
        // What only a simulation finds.
        (delegator, format!("claim unstake {pool}"), "NothingToClaim"),
        (delegator, format!("claim usdc {pool}"), "NoUsdcToClaim"),
        (operator, format!("claim commission {pool}"), "NoCommissionToWithdraw"),
        (delegator, "admin update --registration-fee 1".to_owned(), "NotProgramAdmin"),
        (delegator, format!("record create {pool}"), "the system program refused: "),
    ] {
        let (document, said) = exported(&world, signer, &args);
        assert_eq!(document["transactions"].as_array().unwrap().len(), 1, "{args}");
        assert_eq!(said.matches("it would be refused now: ").count(), 1, "{args}\n{said}");
        assert!(said.contains(why), "{args}\n{said}");
    }
    let halt = roles.halt_authority.pubkey();
    let (resumes, said) = exported(&world, halt, &format!("halt pool {pool} --resume"));
    assert_eq!(resumes["transactions"].as_array().unwrap().len(), 1);
    assert!(said.contains("is not halted: there is nothing to resume now"), "{said}");

    // What no time changes is refused: the second period has a budget of 100,000.
    for (signer, args, code) in [
        (admin, "admin schedule --lower --budgets 100000,100000.000001".to_owned(), "EmissionChangeNotDownwards"),
        (slashing, format!("slash {pool} --shares 2000.000001"), "NotEnoughShares"),
        (delegator, format!("claim usdc {pool} --to {tokens}"), "WrongDestinationAccount"),
    ] {
        let ran = world.run("", &format!("{args} --export -o json --signer {signer}"));
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{args}\n{}", ran.stderr);
        let error: Value = serde_json::from_str(ran.stderr.lines().last().unwrap()).unwrap();
        assert_eq!(error["error"]["code"], code, "{error}");
    }
}

#[test]
fn what_can_be_executed_now_is_exported_without_a_warning() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    for args in [format!("stake {pool} 10"), "rewards fund --tokens 1 --usdc 1".to_owned()] {
        let (document, said) = exported(&world, world.wallet(1), &args);
        assert_eq!(document["transactions"].as_array().unwrap().len(), 1, "{args}");
        assert!(!said.contains("it would be refused now"), "{args}\n{said}");
    }
}

#[test]
fn what_is_decoded_names_mints_vaults_and_pools() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let decoded = |signer: Pubkey, args: &str| {
        let (document, _) = exported(&world, signer, args);
        let message = document["transactions"][0]["message"].as_str().unwrap().to_owned();
        world.json("payer", &format!("decode {message}"))["instructions"].as_array().unwrap().clone()
    };
    let funded = decoded(world.wallet(2), "rewards fund --tokens 1.5 --usdc 7");
    let does: Vec<_> = funded.iter().map(|instruction| instruction["does"].as_str().unwrap()).collect();
    assert_eq!(does, ["transfers 1.5 tokens to the global reward vault", "transfers 7 USDC to the global USDC vault"]);
    let updated = decoded(world.wallet(0), &format!("pool update {pool} --name Other --usdc-commission 4.99%"));
    let row = |argument: &str, value: &str| serde_json::json!({ "argument": argument, "value": value });
    let arguments = updated[0]["arguments"].as_array().unwrap();
    assert_eq!(arguments.len(), 2, "{arguments:?}");
    assert!(arguments.contains(&row("name", "Other")), "{arguments:?}");
    assert!(arguments.contains(&row("usdc_commission", "4.99%")), "{arguments:?}");
}
