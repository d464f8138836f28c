//! `migrate`: a deployment becomes what a file says, and what cannot be is refused before anything is sent.

mod creation;
mod hand_over;
mod refused;

use inference_staking_localnet::program::checkout;
use inference_staking_localnet_rpc::LocalNetworkOptions;
use serde_json::Value;
use solana_signer::Signer;

use crate::world::{amount, event, message, World, ONE};

/// A committed file of migrations/.
fn committed(name: &str) -> String {
    std::fs::read_to_string(checkout().join("migrations").join(name)).unwrap()
}

/// The file of the local network with some of its text replaced, each of which has to be there.
fn file(world: &World, replaced: &[(&str, &str)]) {
    let text = replaced.iter().fold(committed("localnet.toml"), |text, (from, to)| {
        assert!(text.contains(from), "{from} is not in the file");
        text.replace(from, to)
    });
    world.write("network.toml", &text);
}

/// A network without its singleton.
fn bare() -> World {
    World::with(LocalNetworkOptions { initialized: false, ..LocalNetworkOptions::default() })
}

/// What --check, which reads no key, says of the file: exit code and document.
fn check(world: &World) -> (i32, Value) {
    let ran = world.run("no-such-key", "--output json migrate network.toml --check");
    (ran.code, serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("{}", ran.stderr)))
}

/// What differs by --check.
fn differing(world: &World) -> Vec<String> {
    let (code, checked) = check(world);
    let rows = checked["differences"].as_array().unwrap();
    assert_eq!(code, i32::from(!rows.is_empty()), "{checked}");
    rows.iter().map(|row| row["parameter"].as_str().unwrap().to_owned()).collect()
}

/// Asks for a migration by a key, without an answer; it has to be refused, by exit code and words or an error's name,
/// before it is asked.
fn refused_unasked(world: &World, who: &str, code: i32, words: &str) {
    let ran = world.run(who, "--output json migrate network.toml");
    assert_eq!((ran.code, ran.stdout.as_str()), (code, ""), "{}", ran.stderr);
    assert!(ran.stderr.contains(words) && !ran.stderr.contains("add --yes"), "should say `{words}`:\n{}", ran.stderr);
}

#[test]
fn the_local_network_is_what_its_file_says() {
    let world = World::new();
    // A folder stands for its file of the node's network.
    let folder = checkout().join("migrations");
    let ran = world.run("no-such-key", &format!("migrate {} --check", folder.display()));
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("the deployment is what the file says"), "{}", ran.stderr);
    file(&world, &[]);
    let done = world.json("no-such-key", "migrate network.toml");
    assert_eq!((&done["cluster"], &done["differences"]), (&"localnet".into(), &Value::Array(vec![])));
    assert!(done.get("signature").is_none(), "{done}");
    // The order of keys in a list means nothing.
    let keys = [world.wallet(0), world.wallet(1)];
    world.json("program-admin", &format!("admin authorities --halt {},{}", keys[0], keys[1]));
    let halt = world.network.roles.halt_authority.pubkey().to_string();
    file(&world, &[(&format!("\"{halt}\""), &format!("\"{}\", \"{}\"", keys[1], keys[0]))]);
    assert!(differing(&world).is_empty());
}

#[test]
fn every_kind_of_difference_is_shown_agreed_to_and_applied_once() {
    let world = World::new();
    let roles = &world.network.roles;
    let halt = roles.halt_authority.pubkey().to_string();
    let treasury = inference_staking_client::address::owner_token_account;
    let old = treasury(&roles.slashing_treasury.pubkey(), &world.network.mints.stake).to_string();
    let new = treasury(&world.wallet(0), &world.network.mints.stake).to_string();
    file(
        &world,
        &[
            ("registration_fee = \"0\"", "registration_fee = \"25.5\""),
            ("slashing_delay = \"2d\"", "slashing_delay = \"3d\""),
            (&halt, &world.wallet(2).to_string()),
            (&old, &new),
            ("budgets = [\"100000\"", "budgets = [\"50000\""),
        ],
    );
    let expected = ["slashing_token_destination", "halt_authorities", "registration_fee", "slashing_delay", "budgets"];
    assert_eq!(differing(&world), expected);
    let (_, checked) = check(&world);
    let admin = roles.program_admin.pubkey().to_string();
    let fee = &checked["differences"][2];
    assert_eq!((amount(&fee["before"]), amount(&fee["after"]), &fee["signs"]), (0, 25_500_000, &admin.as_str().into()));
    let delay = &checked["differences"][3];
    assert_eq!((&delay["before"], &delay["after"]), (&(2 * 86_400).into(), &(3 * 86_400).into()));
    assert_eq!(delay["holds_for"], "halts afterwards; of earlier ones the longer of the two counts");

    refused_unasked(&world, "payer", 1, &format!("who may: {admin}"));
    let unasked = world.run("program-admin", "migrate network.toml");
    assert_eq!(unasked.code, 1);
    for words in ["Change these settings of the network?", "25.5 tokens", "3d", "add --yes"] {
        assert!(unasked.stderr.contains(words), "{words}: {}", unasked.stderr);
    }
    let dry = world.json("program-admin", "migrate network.toml --dry-run");
    assert_eq!(amount(&event(&dry, "PoolOverviewUpdated")["parameters"]["registration_fee"]), 25_500_000);
    let exported = world.json("", &format!("migrate network.toml --export --signer {admin}"));
    assert_eq!(message(&exported).instructions.len(), 2);
    assert_eq!(differing(&world), expected, "neither a dry run nor an export changes anything");

    let done = world.json("program-admin", "migrate network.toml");
    assert_eq!(event(&done, "PoolOverviewAuthoritiesUpdated")["halt_authorities"][0], world.wallet(2).to_string());
    assert_eq!(event(&done, "PoolOverviewUpdated")["slashing_token_destination"], new);
    assert_eq!(done["differences"].as_array().unwrap().len(), 5);
    assert!(done.get("left").is_none(), "{done}");
    let shown = world.json("payer", "admin show");
    assert_eq!(amount(&shown["emission"]["budgets"][0]), 50_000 * ONE);
    // What is not in the file's favour stays as it was.
    assert_eq!(shown["parameters"]["operator_unstake_delay"], 14 * 86_400);

    assert!(differing(&world).is_empty());
    assert!(world.json("program-admin", "migrate network.toml").get("signature").is_none());
}
