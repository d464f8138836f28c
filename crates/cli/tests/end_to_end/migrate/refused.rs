//! What a deployment can never be, and what only its rules forbid now.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::StakingError as E;
use solana_signer::Signer;

use super::{bare, check, differing, file, refused_unasked};
use crate::world::{event, World};

#[test]
fn what_is_fixed_for_ever_is_refused_with_all_that_stands_beside_it() {
    let world = World::new();
    let mints = world.network.mints;
    let stake = (format!("stake_mint = \"{}\"", mints.stake), format!("stake_mint = \"{}\"", mints.usdc));
    let usdc = (format!("usdc_mint = \"{}\"", mints.usdc), format!("usdc_mint = \"{}\"", world.wallet(0)));
    let budgets =
        "budgets = [\"100000\", \"100000\", \"100000\", \"100000\", \"100000\", \"100000\", \"100000\", \"100000\"]";
    let disinflation = "base_supply = \"1\"\ninitial_rate = \"1%\"\ndecay = \"1%\"\nlong_term_rate = \"0%\"\n\
                        compounding = true\ncap = \"ALL\"";
    let cases: [(&str, &[(&str, &str)]); 4] = [
        ("stake_mint", &[(&stake.0, &stake.1)]),
        ("usdc_mint", &[(&usdc.0, &usdc.1)]),
        ("test_network", &[("is_test_network = true", "is_test_network = false")]),
        ("emission_kind", &[("kind = \"table\"", "kind = \"disinflation\""), (budgets, disinflation)]),
    ];
    for (name, replaced) in cases {
        let fee = ("registration_fee = \"0\"", "registration_fee = \"5\"");
        file(&world, &[replaced, &[fee]].concat());
        assert_eq!(differing(&world), [name, "registration_fee"]);
        assert_eq!(check(&world).1["differences"][0]["signs"], serde_json::Value::Null);
        // Which it is stands in the refusal, and in the document, whatever else is left out.
        for options in ["--output json", "--output json --yes", "--quiet --yes", "--output json --quiet --yes"] {
            let ran = world.run("program-admin", &format!("{options} migrate network.toml"));
            assert_eq!(ran.code, 1, "{}", ran.stderr);
            let refusal = &ran.stderr;
            assert!(refusal.contains(&format!("fixed for ever: {name} (here ")), "{options}: {refusal}");
            assert!(!refusal.contains("registration_fee"), "{options}: {refusal}");
            if options.contains("json") {
                let shown: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
                assert_eq!(shown["differences"][0]["parameter"], name);
                assert_eq!(shown["differences"][1]["parameter"], "registration_fee");
            } else {
                assert!(ran.stdout.contains(name) && ran.stdout.contains("5 tokens"), "{}", ran.stdout);
            }
        }
    }
    file(&world, &[(&stake.0, &stake.1), (&usdc.0, &usdc.1)]);
    let both = world.run("program-admin", "--quiet --yes migrate network.toml");
    let words = format!(
        "stake_mint (here {}, in the file {}), usdc_mint (here {}, in the file {})",
        mints.stake,
        mints.usdc,
        mints.usdc,
        world.wallet(0)
    );
    assert!(both.stderr.contains(&words), "{}", both.stderr);
    file(&world, &[]);
    assert!(differing(&world).is_empty(), "the fee was not changed either");
}

#[test]
fn what_breaks_a_rule_is_refused_by_its_name() {
    let world = World::new();
    let halt = world.network.roles.halt_authority.pubkey();
    let twice = format!("\"{halt}\", \"{halt}\"");
    let halts_twice = format!("halt_authorities = {halt}, {halt}");
    for (from, to, error, said) in [
        ("slashing_delay = \"2d\"", "slashing_delay = \"91d\"", E::SlashingDelayOutOfRange, "slashing_delay = 91d"),
        (
            "commission_notice_epochs = 2",
            "commission_notice_epochs = 31",
            E::CommissionNoticeOutOfRange,
            "commission_notice_epochs = 31",
        ),
        ("bypass_delay = \"3d\"", "bypass_delay = \"366d\"", E::BypassDelayOutOfRange, "bypass_delay = 366d"),
        (&format!("\"{halt}\""), &twice, E::DuplicateAuthority, &halts_twice),
        (
            "budgets = [\"100000\"",
            "budgets = [\"100001\"",
            E::EmissionChangeNotDownwards,
            "kind = table, epochs_per_period = 10, budgets = 100001 tokens, 100000 tokens, ",
        ),
    ] {
        file(&world, &[(from, to)]);
        // As the chain's refusals are written, and what the file has that breaks the rule.
        let words = format!("{error} ({error:?}, error {}); the file says ", u32::from(error));
        refused_unasked(&world, "program-admin", 1, &words);
        refused_unasked(&world, "program-admin", 1, said);
        for options in ["--output json", "--quiet"] {
            let checked = world.run("no-such-key", &format!("{options} migrate network.toml --check"));
            assert!(checked.code == 1 && checked.stderr.contains(&words), "{}", checked.stderr);
        }
    }
    // A schedule is lowered before a period begins; while its first epoch is being finalized it is too late.
    file(&world, &[("budgets = [\"100000\"", "budgets = [\"99999\"")]);
    assert_eq!(differing(&world), ["budgets"]);
    world.json("reward-authority", "epoch mark");
    refused_unasked(&world, "program-admin", 1, "EmissionChangeNotAtPeriodStart");
    // What only the chain knows of the destinations is asked of it.
    let old = world.network.roles.slashing_treasury.pubkey();
    let of = inference_staking_client::address::owner_token_account;
    let (tokens, usdc) = (of(&old, &world.network.mints.stake), of(&world.wallet(0), &world.network.mints.usdc));
    file(&world, &[(&tokens.to_string(), &usdc.to_string())]);
    refused_unasked(&world, "program-admin", 1, "WrongSlashingDestination");
    let checked = world.run("no-such-key", "migrate network.toml --check");
    let words = format!("; the file says slashing_token_destination = {usdc}");
    assert!(checked.code == 1 && checked.stderr.contains(&words), "{}", checked.stderr);
    let of_program = inference_staking_client::address::reward_vault();
    file(&world, &[(&tokens.to_string(), &of_program.to_string())]);
    refused_unasked(&world, "program-admin", 1, "SlashingDestinationOfProgram");
    let nowhere = Pubkey::new_from_array([9; 32]).to_string();
    file(&world, &[(&tokens.to_string(), &nowhere)]);
    refused_unasked(
        &world,
        "program-admin",
        1,
        &format!("the account {nowhere} cannot be used: The slashing destination"),
    );
}

#[test]
fn a_file_is_applied_to_no_other_network_and_no_other_program() {
    let world = World::new();
    for cluster in ["devnet", "testnet", "mainnet"] {
        file(&world, &[("cluster = \"localnet\"", &format!("cluster = \"{cluster}\""))]);
        refused_unasked(&world, "program-admin", 2, &format!("it is for {cluster}, and the node is of localnet"));
    }
    file(&world, &[("cluster = \"localnet\"", "cluster = \"elsewhere\"")]);
    refused_unasked(
        &world,
        "program-admin",
        2,
        "expected one of `mainnet`, `testnet`, `devnet`, `localnet`, found `elsewhere`",
    );
    let other = Pubkey::new_from_array([78; 32]).to_string();
    file(&world, &[(&inference_staking::ID.to_string(), &other)]);
    refused_unasked(&world, "program-admin", 1, &format!("there is no program at {other}"));
    file(&world, &[]);
    let ran = world.run("program-admin", &format!("migrate network.toml --program-id {other}"));
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert!(ran.stderr.contains("a process works with one program"), "{}", ran.stderr);
    for (from, to, words) in [
        ("is_test_network = true", "", "missing field `is_test_network`"),
        ("[deployment]", "[deployed]", "unknown field `deployed`"),
        ("slashing_delay = \"2d\"", "", "parameter `slashing_delay` is missing"),
    ] {
        file(&world, &[(from, to)]);
        refused_unasked(&world, "program-admin", 2, words);
    }
}

/// On chain the zero key means nobody: as who is proposed it would withdraw the proposal, which is never what such a file means.
#[test]
fn nobody_is_neither_the_program_nor_its_admin() {
    let world = World::new();
    let nobody = Pubkey::default().to_string();
    let admin = world.network.roles.program_admin.pubkey().to_string();
    let fees = world.network.roles.registration_fee.pubkey().to_string();
    let halts = world.network.roles.halt_authority.pubkey().to_string();
    let list = |key: &str| format!("[\"{key}\"]");
    let quoted = |key: &str| format!("\"{key}\"");
    for (name, key, none) in [
        ("program_admin", quoted(&admin), quoted(&nobody)),
        ("program_id", quoted(&inference_staking::ID.to_string()), quoted(&nobody)),
        ("stake_mint", quoted(&world.network.mints.stake.to_string()), quoted(&nobody)),
        ("halt_authorities", list(&halts), list(&nobody)),
        ("registration_fee_wallet", quoted(&fees), quoted(&nobody)),
    ] {
        file(&world, &[(&format!("{name} = {key}"), &format!("{name} = {none}"))]);
        let text = std::fs::read_to_string(world.path("network.toml")).unwrap();
        let line = text.lines().position(|line| line.starts_with(name)).unwrap() + 1;
        for words in [format!("line {line}"), format!("`{nobody}` is the address of all zeros")] {
            refused_unasked(&world, "program-admin", 2, &words);
        }
    }
}

/// A schedule can only be lowered, so the last one that issues nothing is said before it is agreed to.
#[test]
fn a_schedule_that_never_issues_again_is_warned_of() {
    let world = World::new();
    let budgets = "[\"100000\", \"100000\", \"100000\", \"100000\", \"100000\", \"100000\", \"100000\", \"100000\"]";
    let warning = "warning: the schedule issues nothing";
    for options in ["", "--check", "--quiet --yes --dry-run"] {
        for (nothing, is_warned) in [("[]", true), ("[\"0\", \"0\"]", true), ("[\"0\", \"1\"]", false)] {
            file(&world, &[(budgets, nothing)]);
            let ran = world.run("program-admin", &format!("migrate network.toml {options}"));
            assert_eq!(ran.stderr.contains(warning), is_warned, "{options} {nothing}: {}", ran.stderr);
        }
    }
    let checked = world.run("no-such-key", "migrate network.toml --check");
    assert!(checked.stderr.contains("the deployment differs from the file in 1 setting\n"), "{}", checked.stderr);
    let bare = bare();
    file(&bare, &[(budgets, "[]")]);
    let ran = bare.run("program-admin", "migrate network.toml");
    assert!(ran.code == 1 && ran.stderr.contains(warning), "{}", ran.stderr);
}

#[test]
fn a_check_sends_nothing_that_could_be_exported() {
    let world = World::new();
    file(&world, &[]);
    let ran = world.run("program-admin", "migrate network.toml --check --export");
    assert!(ran.code == 2 && ran.stderr.contains("this command sends nothing"), "{}", ran.stderr);
    // A deployment that was made without the file is compared all the same.
    let updated = world.json("program-admin", "admin update --bypass-delay 1d");
    assert_eq!(event(&updated, "PoolOverviewUpdated")["parameters"]["bypass_delay"], 86_400);
    assert_eq!(differing(&world), ["bypass_delay"]);
}
