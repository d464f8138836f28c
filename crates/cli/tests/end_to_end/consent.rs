//! What whoever signs is shown before it is asked: keys, amounts, and what it means.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use solana_signer::Signer;

use crate::world::{amount, World, DAY, ONE};

/// Runs a command that nobody can answer, and so sends nothing: it has shown all these words, and then asked.
fn asks(world: &World, who: &str, args: &str, shown: &[String]) {
    let ran = world.run(who, args);
    assert_eq!((ran.code, ran.stdout.as_str()), (1, ""), "{args}\n{}", ran.stderr);
    let (before, question) = ran.stderr.split_once("error: ").unwrap();
    assert!(question.contains('?') && question.contains("add --yes"), "{args}\n{}", ran.stderr);
    for words in shown {
        assert!(before.contains(words), "{args} should show `{words}`\n{}", ran.stderr);
    }
}

fn shown<const N: usize>(words: [&dyn std::fmt::Display; N]) -> Vec<String> {
    words.map(ToString::to_string).to_vec()
}

#[test]
fn a_change_of_a_pools_terms_is_shown_with_when_it_holds_and_asked_for() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let key = world.wallet(0);
    let terms = "pool update --reward-commission 20% --usdc-commission 15% --delegation false";
    // Current epoch 1: an increase holds from 1 + 1 + notice of 2, a decrease from 1 + 1.
    let words = [&pool as &dyn std::fmt::Display, &key, &"10%", &"20%", &"15%", &"from epoch 4 on", &"from epoch 2 on"];
    asks(&world, "wallet-0", terms, &shown(words));
    asks(&world, "wallet-0", "pool update --name Renamed", &shown([&"Operator", &"Renamed", &"at once", &key]));
    let unchanged = world.json("wallet-0", "pool show");
    assert!(unchanged["scheduled_reward_commission"].is_null(), "{unchanged}");
    assert_eq!((&unchanged["name"], &unchanged["delegation_allowed"]), (&"Operator".into(), &true.into()));

    let changed = world.json("wallet-0", terms);
    let row = |setting: &str, before: u64, announced: Option<u64>, after: u64, holds: &str| serde_json::json!({ "setting": setting, "before": before, "announced": announced, "after": after, "holds": holds });
    let delegation = serde_json::json!(
        { "setting": "delegation_allowed", "before": true, "announced": null, "after": false, "holds": "at once" }
    );
    let rows = [
        row("reward_commission", 1_000, None, 2_000, "from epoch 4 on"),
        row("usdc_commission", 2_000, None, 1_500, "from epoch 2 on"),
        delegation,
    ];
    assert_eq!(changed["changes"], serde_json::json!(rows));
    // An announced increase is withdrawn by the rate of today.
    let withdrawn = world.json("wallet-0", "pool update --reward-commission 10%");
    let rows = [row("reward_commission", 1_000, Some(2_000), 1_000, "at once")];
    assert_eq!(withdrawn["changes"], serde_json::json!(rows));
    // What the program would refuse is refused before anything is asked.
    let refused = world.run("wallet-0", "pool update --usdc-commission 10%");
    assert!(refused.code == 1 && !refused.stderr.contains("add --yes"), "{}", refused.stderr);
}

#[test]
fn what_an_authority_does_is_shown_with_its_key() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let roles = &world.network.roles;
    let [admin, halt, slashing, reward] =
        [&roles.program_admin, &roles.halt_authority, &roles.slashing_authority, &roles.reward_authority]
            .map(|key| key.pubkey());
    let new = world.wallet(2);
    asks(&world, "halt-authority", &format!("halt pool {pool}"), &shown([&halt, &pool, &"Operator"]));
    for what in ["staking", "accrual", "withdrawals"] {
        asks(&world, "program-admin", &format!("halt {what}"), &shown([&admin]));
        asks(&world, "program-admin", &format!("halt {what} --resume"), &shown([&admin]));
    }
    let treasury = roles.slashing_treasury.pubkey();
    let [tokens, usdc] = [world.network.mints.stake, world.network.mints.usdc]
        .map(|mint| address::owner_token_account(&treasury, &mint));
    world.json("halt-authority", &format!("halt pool {pool}"));
    asks(&world, "halt-authority", &format!("halt pool {pool} --resume"), &shown([&halt, &pool]));
    world.network.time_travel(2 * DAY + 1).unwrap();
    let slash = format!("slash {pool} --shares 100 --confiscate-commission");
    asks(&world, "slashing-authority", &slash, &shown([&slashing, &pool, &world.wallet(0), &tokens, &usdc]));
    asks(&world, "program-admin", &format!("admin propose {new}"), &shown([&admin, &new]));
    world.json("program-admin", &format!("admin propose {new}"));
    asks(&world, "wallet-2", "admin accept", &shown([&new, &admin]));
    asks(&world, "program-admin", "admin authorities --slashing NONE", &shown([&admin, &slashing]));
    asks(&world, "program-admin", "admin update --registration-fee 7", &shown([&admin, &"7 tokens"]));
    asks(&world, "reward-authority", "epoch mark", &shown([&reward]));
    let not_there = world.run("halt-authority", &format!("halt pool {new}"));
    assert!(not_there.code == 1 && !not_there.stderr.contains("add --yes"), "{}", not_there.stderr);
}

#[test]
fn who_creates_a_pool_below_the_minimum_is_told_and_who_closed_one_means_the_other() {
    let world = World::new();
    let create = "pool create --name Small --reward-commission 5% --usdc-commission 5%";
    let words = "nobody's stake becomes shares of this pool until its operator has shares worth the minimum of";
    for stake in ["", "--stake 1"] {
        let ran = world.run("wallet-0", &format!("{create} {stake}"));
        assert!(ran.stderr.contains(words), "{}", ran.stderr);
    }
    assert!(!world.run("wallet-0", &format!("{create} --stake 2000")).stderr.contains(words));

    let (first, second) = (world.open_pool(0, 2_000), world.open_pool(1, 2_000));
    world.json("wallet-0", &format!("pool propose-admin {} --pool {first}", world.wallet(1)));
    world.json("wallet-1", &format!("pool accept-admin {first}"));
    let both = world.run("wallet-1", "pool show");
    assert!(both.code == 2 && both.stderr.contains("is the admin of 2 pools, name one of them"), "{}", both.stderr);
    world.json("wallet-1", &format!("pool close {first}"));
    assert_eq!(world.json("wallet-1", "pool show")["address"], second.to_string());
    // A command that is given again does not close the other one.
    for args in ["pool close", &format!("pool propose-admin {}", world.wallet(2)), "pool sweep"] {
        let again = world.run("wallet-1", &format!("{args} --yes"));
        assert!(again.code == 2 && again.stderr.contains("name one of them"), "{args}: {}", again.stderr);
    }
    assert_eq!(world.json("wallet-1", "pool show")["state"], "open");
}

#[test]
fn a_pools_admin_sees_which_pool_it_is_and_who_gets_it() {
    let world = World::new();
    let create = "pool create --name Mine --reward-commission 5% --usdc-commission 7% --stake 2000";
    let (key, pool) = (world.wallet(0), world.pool_of(0));
    asks(&world, "wallet-0", create, &shown([&key, &pool, &"Mine", &"5%", &"7%", &"2000 tokens"]));
    world.json("wallet-0", create);
    let new = world.wallet(1);
    let record = address::staking_record(&pool, &key);
    let handed_over = [&key as &dyn std::fmt::Display, &pool, &"Mine", &"Commission owed", &"5%", &"7%", &record];
    asks(&world, "wallet-0", &format!("pool propose-admin {new}"), &shown(handed_over));
    world.json("wallet-0", &format!("pool propose-admin {new}"));
    asks(
        &world,
        "wallet-1",
        &format!("pool accept-admin {pool}"),
        &shown([&new, &key, &pool, &"Mine", &"Commission owed", &record]),
    );
    world.join(1, &pool, 2_000);
    let change = format!("pool change-record {}", world.path("wallet-1.json").display());
    asks(&world, "wallet-0", &change, &shown([&key, &new, &pool, &record]));
    asks(&world, "wallet-0", "pool close", &shown([&key, &pool, &"Mine"]));
    let missing = world.run("wallet-2", &format!("record close {pool}"));
    assert!(missing.code == 1 && missing.stderr.contains("there is no staking record"), "{}", missing.stderr);
}

#[test]
fn funding_says_from_which_account_and_a_payout_to_which() {
    let world = World::new();
    let account = |owner: Pubkey, mint| address::owner_token_account(&owner, mint);
    let (stake, usdc) = (&world.network.mints.stake, &world.network.mints.usdc);
    let owner = world.wallet(2);
    let vault = address::reward_vault();
    let fund = shown([&owner, &account(owner, stake), &account(owner, usdc), &vault, &"12.5 tokens", &"3 USDC"]);
    asks(&world, "wallet-2", "rewards fund --tokens 12.5 --usdc 3", &fund);

    // What is paid to an account that was named leaves for good; what is paid to the owner's own one needs no question.
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 100);
    world.json("wallet-1", &format!("unstake {pool} 40"));
    world.network.time_travel(7 * DAY + 1).unwrap();
    let named = account(owner, stake);
    let claim = format!("claim unstake {pool} --to {named}");
    let ran = world.run("wallet-1", &claim);
    let question = format!(
        "Pay what is due from pool {pool} to the token account {named} of {owner}? That is 40 tokens now; what becomes due until it \
         is executed is paid too"
    );
    assert!(ran.code == 1 && ran.stderr.contains(&question), "{}", ran.stderr);
    asks(&world, "wallet-1", &claim, &shown([&world.wallet(1)]));
    assert_eq!(world.run("wallet-1", &format!("claim unstake {pool}")).code, 0);
}

#[test]
fn a_lock_says_how_many_shares_and_until_when_and_of_what_is_not_there_nothing_is_asked() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let missing = world.run("wallet-1", &format!("lock {pool} 180d"));
    assert_eq!(missing.code, 1);
    assert!(missing.stderr.contains("there is no staking record"), "{}", missing.stderr);
    world.join(1, &pool, 250);
    let before = world.network.now().unwrap();
    let args = format!("lock {pool} 180d -o json");
    let ran = world.run("wallet-1", &args);
    assert_eq!(ran.code, 1, "{}", ran.stderr);
    let said: Vec<serde_json::Value> = ran.stderr.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let [preview, error] = &said[..] else { panic!("{}", ran.stderr) };
    let preview = &preview["preview"];
    assert_eq!((amount(&preview["shares"]), amount(&preview["value"])), (250 * ONE, 250 * ONE));
    assert_eq!(
        (&preview["release_takes"], &preview["signers"][0]),
        (&(180 * DAY).into(), &world.wallet(1).to_string().into())
    );
    let free = preview["all_free_at_the_earliest"].as_i64().unwrap() - 180 * DAY as i64;
    assert!((before..before + 120).contains(&free), "{preview}");
    assert!(error["error"]["message"].as_str().unwrap().starts_with("Lock all shares in pool"), "{error}");
    asks(
        &world,
        "wallet-1",
        &format!("lock {pool} 180d"),
        &shown([&"250 shares", &"250 tokens", &"180d", &world.wallet(1)]),
    );
    // No lock can be made longer that is none.
    world.refused("wallet-1", &format!("extend {pool} 30d"), "NotLocked");
    let none = world.run("wallet-1", &format!("extend {pool} 30d"));
    assert!(none.code == 1 && !none.stderr.contains("add --yes"), "{}", none.stderr);
}
