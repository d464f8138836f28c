//! A deployment without its singleton.

use solana_signer::Signer;

use super::{bare, check, committed, file, refused_unasked};
use crate::world::{amount, event, World, ONE};

#[test]
fn the_singleton_is_created_by_the_upgrade_authority_and_only_once() {
    let world = bare();
    file(&world, &[]);
    let admin = world.network.roles.program_admin.pubkey().to_string();
    let (code, checked) = check(&world);
    assert_eq!((code, &checked["deployed"], &checked["signs"]), (1, &false.into(), &admin.as_str().into()));
    refused_unasked(&world, "payer", 1, &format!("who may: {admin}"));
    let unasked = world.run("program-admin", "migrate network.toml");
    assert_eq!(unasked.code, 1);
    assert!(unasked.stderr.contains("Create a TEST NETWORK?"), "{}", unasked.stderr);
    let dry = world.json("program-admin", "migrate network.toml --dry-run");
    event(&dry, "PoolOverviewCreated");
    assert_eq!(world.run("payer", "status").code, 1, "nothing was created so far");

    let created = world.json("program-admin", "migrate network.toml");
    let parameters = &event(&created, "PoolOverviewCreated")["parameters"];
    assert_eq!(amount(&parameters["min_operator_token_stake"]), 1_000 * ONE);
    assert_eq!((&created["cluster"], &created["test_network"]), (&"localnet".into(), &true.into()));
    assert!(created.get("left").is_none(), "{created}");
    for again in ["migrate network.toml", "migrate network.toml --check"] {
        let done = world.json("no-such-key", again);
        assert_eq!((done["differences"].as_array().map(Vec::len), done.get("signature")), (Some(0), None), "{done}");
    }
}

#[test]
fn another_program_admin_is_proposed_with_the_creation() {
    let world = bare();
    let admin = world.network.roles.program_admin.pubkey().to_string();
    let successor = world.wallet(0).to_string();
    file(&world, &[(&admin, &successor)]);
    let created = world.json("program-admin", "migrate network.toml");
    assert_eq!(event(&created, "PoolOverviewCreated")["program_admin"], admin);
    assert_eq!(event(&created, "PoolOverviewAuthoritiesUpdated")["pending_program_admin"], successor);
    assert!(created.get("sent_before").is_none(), "both in one transaction: {created}");
    assert!(created["left"].as_str().unwrap().contains(&successor), "{created}");
    let accepted = world.json("wallet-0", "migrate network.toml");
    assert_eq!(event(&accepted, "ProgramAdminAccepted")["program_admin"], successor);
    assert_eq!(check(&world).0, 0);
}

#[test]
fn what_breaks_a_rule_is_refused_before_it_is_asked() {
    let world = bare();
    for (from, to, name) in [
        (
            "slashing_delay = \"2d\"",
            "slashing_delay = \"15d\"",
            "(OperatorDelayBelowSlashingDelay, error 6016); the file says operator_unstake_delay = 14d, slashing_delay = 15d",
        ),
        (
            "is_test_network = true",
            "is_test_network = false",
            "(ChallengePeriodOutOfRange, error 6017); the file says is_test_network = no, challenge_period = 0s, min_epoch_length = 1d",
        ),
        ("epochs_per_period = 10", "epochs_per_period = 0", "(EmissionPeriodEmpty, error 6023); the file says epochs_per_period = 0"),
        ("registration_fee = \"0\"", "registration_fee = \"0.0000001\"", "has 7 decimals"),
    ] {
        file(&world, &[(from, to)]);
        let code = if name.contains("error ") { 1 } else { 2 };
        refused_unasked(&world, "program-admin", code, name);
        let checked = world.run("no-such-key", "--output json migrate network.toml --check");
        assert!(checked.code == code && checked.stderr.contains(name), "{}", checked.stderr);
    }
}

/// The files of public networks, once whoever takes them over has filled them in.
#[test]
fn the_committed_files_are_refused_until_they_are_filled_in_and_keep_every_bound() {
    let world = bare();
    for name in ["devnet", "mainnet"] {
        let text = committed(&format!("{name}.toml"));
        world.write("network.toml", &text);
        refused_unasked(&world, "program-admin", 2, "is still to be filled in: write an address in its place");
        let filled = filled_in(&world, &text);
        world.write("network.toml", &filled);
        refused_unasked(&world, "program-admin", 2, &format!("it is for {name}, and the node is of localnet"));
        world.write("network.toml", &filled.replace(&format!("cluster = \"{name}\""), "cluster = \"localnet\""));
        let dry = world.json("program-admin", "migrate network.toml --dry-run");
        assert_eq!(event(&dry, "PoolOverviewCreated")["test_network"], name == "devnet");
    }
}

/// The file with this network's addresses in the places of angle brackets, and its mint of USDC.
fn filled_in(world: &World, text: &str) -> String {
    let (mints, roles) = (world.network.mints, &world.network.roles);
    let treasury = roles.slashing_treasury.pubkey();
    let token_account = inference_staking_client::address::owner_token_account;
    let of = |key: &str| match key {
        "program_id" => inference_staking::ID,
        "stake_mint" => mints.stake,
        "usdc_mint" => mints.usdc,
        "slashing_token_destination" => token_account(&treasury, &mints.stake),
        "slashing_usdc_destination" => token_account(&treasury, &mints.usdc),
        _ => roles.program_admin.pubkey(),
    };
    let line = |line: &str| match line.split_once(" = ") {
        Some((key, value)) if value.contains('<') || key == "usdc_mint" => {
            let list = value.starts_with('[');
            let address = format!("\"{}\"", of(key));
            format!("{key} = {}", if list { format!("[{address}]") } else { address })
        }
        _ => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
