//! What would be refused is said before anything is asked.

use solana_signer::Signer;

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
    world.refused_unasked("wallet-1", &format!("{create} 5% --fee-from {usdc}"), "error");
    let change = format!("pool change-record {}", world.path("wallet-1.json").display());
    world.refused_unasked("wallet-0", &change, "error");
    world.json("halt-authority", &format!("halt pool {pool}"));
    world.network.time_travel(DAY).unwrap();
    world.refused_unasked("wallet-0", "pool close", "PoolHalted");
    // Another authority was faster: a job that halts many pools goes on.
    let again = world.run("halt-authority", &format!("--yes halt pool {pool}"));
    assert!(again.code == 0 && again.stderr.contains("is halted already"), "{} {}", again.code, again.stderr);
    let bypass = format!("epoch bypass {pool} --epoch 1");
    let ran = world.run("reward-authority", &bypass);
    assert!(ran.code != 0 && !ran.stderr.contains("add --yes"), "{}", ran.stderr);
}

#[test]
fn a_slash_is_asked_once_it_can_be_made_and_of_what_there_is() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let own = world.run("wallet-0", &format!("pool propose-admin {}", world.wallet(0)));
    assert!(own.code == 2 && own.stderr.contains("is the admin of"), "{}", own.stderr);
    world.refused_unasked(
        "halt-authority",
        &format!("halt resume {pool}"),
        "is not halted: there is nothing to resume",
    );
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
