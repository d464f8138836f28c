//! A new program admin: proposed by the old key, accepted by its own.

use solana_signer::Signer;

use super::{check, differing, file, refused_unasked};
use crate::world::{event, World};

#[test]
fn each_key_does_what_it_may_and_says_what_is_left_to_the_other() {
    let world = World::new();
    let (admin, successor) = (world.network.roles.program_admin.pubkey().to_string(), world.wallet(0).to_string());
    let fee = ("registration_fee = \"0\"", "registration_fee = \"5\"");
    file(&world, &[(&admin, &successor), fee]);
    assert_eq!(differing(&world), ["pending_program_admin", "program_admin", "registration_fee"]);
    let rows = check(&world).1["differences"].clone();
    assert_eq!((&rows[0]["signs"], &rows[1]["signs"]), (&admin.as_str().into(), &successor.as_str().into()));
    // The successor was not proposed yet.
    refused_unasked(&world, "wallet-0", 1, &format!("who may: {admin}"));

    let proposed = world.json("program-admin", "migrate network.toml");
    assert_eq!(event(&proposed, "PoolOverviewAuthoritiesUpdated")["pending_program_admin"], successor);
    assert_eq!(event(&proposed, "PoolOverviewUpdated")["parameters"]["registration_fee"]["ui"], "5");
    assert!(proposed["left"].as_str().unwrap().starts_with(&successor), "{proposed}");
    // Once more changes nothing, whoever asks: only one key can do what is left.
    for who in ["program-admin", "payer"] {
        let again = world.json(who, "migrate network.toml");
        assert!(again.get("signature").is_none(), "{again}");
        assert!(again["left"].as_str().unwrap().starts_with(&successor), "{again}");
    }
    assert_eq!(differing(&world), ["program_admin"]);

    // The successor takes over, and is the admin that makes the rest so.
    file(&world, &[(&admin, &successor), fee, ("slashing_delay = \"2d\"", "slashing_delay = \"1d\"")]);
    assert_eq!(differing(&world), ["program_admin", "slashing_delay"]);
    let signs = |told: &serde_json::Value| told["differences"][1]["signs"].clone();
    assert_eq!(signs(&check(&world).1), admin);
    let accepted = world.json("wallet-0", "migrate network.toml");
    assert_eq!(signs(&accepted), successor);
    assert_eq!(event(&accepted, "ProgramAdminAccepted")["program_admin"], successor);
    assert_eq!(event(&accepted, "PoolOverviewUpdated")["parameters"]["slashing_delay"], 86_400);
    assert!(accepted.get("left").is_none() && accepted.get("sent_before").is_none(), "{accepted}");
    assert!(differing(&world).is_empty());

    file(&world, &[(&admin, &successor), fee]);
    refused_unasked(&world, "program-admin", 1, &format!("who may: {successor}"));
}

#[test]
fn a_proposal_of_somebody_whom_the_file_does_not_name_is_withdrawn() {
    let world = World::new();
    let other = world.wallet(1).to_string();
    world.json("program-admin", &format!("admin propose {other}"));
    file(&world, &[]);
    assert_eq!(differing(&world), ["pending_program_admin"]);
    let row = check(&world).1["differences"][0].clone();
    assert_eq!((&row["before"], &row["after"]), (&other.as_str().into(), &serde_json::Value::Null));
    refused_unasked(&world, "wallet-1", 1, "NotProgramAdmin");
    world.json("program-admin", "migrate network.toml");
    assert!(differing(&world).is_empty());
    world.refused("wallet-1", "admin accept", "NotPendingProgramAdmin");
}
