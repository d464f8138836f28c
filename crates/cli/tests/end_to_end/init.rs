//! `init` from a file and flags.

use inference_staking_localnet_rpc::LocalNetworkOptions;
use solana_signer::Signer;

use crate::world::{amount, event, World, ONE};

fn file_for(world: &World) -> String {
    let template = world.run("payer", "init --template").stdout;
    let mints = world.network.mints;
    let treasury = world.network.roles.slashing_treasury.pubkey();
    let destination = |mint| inference_staking_client::address::owner_token_account(&treasury, mint);
    let roles = &world.network.roles;
    template
        .replacen("<address>", &mints.stake.to_string(), 1)
        .replacen("<address>", &mints.usdc.to_string(), 1)
        .replacen("<address>", &destination(&mints.stake).to_string(), 1)
        .replacen("<address>", &destination(&mints.usdc).to_string(), 1)
        .replacen("<address>", &roles.reward_authority.pubkey().to_string(), 1)
        .replacen("<address>", &roles.halt_authority.pubkey().to_string(), 1)
        .replacen("<address>", &roles.slashing_authority.pubkey().to_string(), 1)
        .replacen("<address>", &roles.registration_fee.pubkey().to_string(), 1)
}

#[test]
fn a_network_starts_from_the_template_and_flags_come_first() {
    let world = World::with(LocalNetworkOptions { initialized: false, ..LocalNetworkOptions::default() });
    let missing = world.run("payer", "status");
    assert_eq!(missing.code, 1);
    assert!(missing.stderr.contains("there is no pool overview"), "{}", missing.stderr);
    assert!(missing.stderr.contains("begins with `init`"), "{}", missing.stderr);

    world.write("init.toml", &file_for(&world));
    world.refused("payer", "init init.toml", "NotUpgradeAuthority");
    // For real money a record waits at least an hour; only a test network may go without.
    world.refused("program-admin", "init init.toml --challenge-period 0", "ChallengePeriodOutOfRange");
    let test = world.json("program-admin", "init init.toml --challenge-period 0 --is-test-network true --dry-run");
    assert_eq!(
        (&test["test_network"], &event(&test, "PoolOverviewCreated")["test_network"]),
        (&true.into(), &true.into())
    );
    // Both are found out before anything is asked, like a schedule that never issues anything.
    let key = world.network.roles.program_admin.pubkey();
    for (who, args, words) in [
        (
            "payer",
            "init init.toml",
            format!(
                "(NotUpgradeAuthority, error 6002); signed with {}, who may: {key}",
                world.network.roles.payer.pubkey()
            ),
        ),
        (
            "program-admin",
            "init init.toml --challenge-period 0",
            "(ChallengePeriodOutOfRange, error 6017); the settings say is_test_network = no, challenge_period = 0s"
                .to_owned(),
        ),
    ] {
        let ran = world.run(who, args);
        assert!(ran.code == 1 && ran.stderr.contains(&words) && !ran.stderr.contains("add --yes"), "{}", ran.stderr);
    }
    let never = "init init.toml --initial-rate 0% --decay 0% --long-term-rate 0%";
    let ran = world.run("program-admin", never);
    assert!(
        ran.stderr.contains("warning: the schedule issues nothing") && ran.stderr.contains("add --yes"),
        "{}",
        ran.stderr
    );
    let dry = world.json("program-admin", "init init.toml --registration-fee 25.5 --dry-run");
    assert_eq!(event(&dry, "PoolOverviewCreated")["parameters"]["registration_fee"]["ui"], "25.5");
    assert_eq!(world.run("payer", "status").code, 1, "a dry run creates nothing");

    // The file's schedule is disinflation: of a table asked for beside it nothing is dropped in silence.
    let both = world.run("program-admin", "init init.toml --emission table --budgets 1,2 --yes");
    assert!(both.code == 2 && both.stderr.contains("belong to disinflation"), "{}", both.stderr);
    let budgets = world.run("program-admin", "init init.toml --budgets 1,2 --yes");
    assert!(budgets.code == 2 && budgets.stderr.contains("`budgets` belong to a table"), "{}", budgets.stderr);

    let created = world.json("program-admin", "init init.toml --registration-fee 25.5 --slashing-delay 2d12h");
    let parameters = &event(&created, "PoolOverviewCreated")["parameters"];
    assert_eq!(amount(&parameters["registration_fee"]), 25_500_000);
    assert_eq!(parameters["slashing_delay"], 2 * 86_400 + 12 * 3_600);
    assert_eq!(parameters["max_commission"], 5_000);

    assert_eq!(event(&created, "PoolOverviewCreated")["test_network"], false);

    let again = world.run("program-admin", "init init.toml");
    assert!(again.stderr.contains("has its pool overview already"), "{}", again.stderr);

    let shown = world.json("payer", "admin show");
    // 8 % of 10^15; base supply of a billion tokens with 6 decimals.
    assert_eq!(shown["emission"]["initial_rate"], "80000000000000");
    assert_eq!(amount(&shown["emission"]["base_supply"]), 1_000_000_000 * ONE);
    assert_eq!(&shown["emission"]["cap"], "ALL");

    // Nothing says that it is a test network.
    assert_eq!(shown["test_network"], false);
    assert_eq!(world.json("payer", "status")["test_network"], false);
    assert!(!world.run("payer", "status").stdout.contains("TEST NETWORK"));

    // The fee is asked for, and goes to the wallet's token account.
    let fee_wallet = world.network.roles.registration_fee.pubkey();
    let before = world.tokens(&fee_wallet);
    let create = "pool create --name Fee --reward-commission 500bps --usdc-commission 0%";
    let unasked = world.run("wallet-0", create);
    assert_eq!(unasked.code, 1);
    assert!(unasked.stderr.contains("25.5 tokens") && unasked.stderr.contains("--yes"), "{}", unasked.stderr);
    let to_itself = world.run("registration-fee", create);
    assert_eq!(to_itself.code, 1);
    assert!(to_itself.stderr.contains("to itself"), "{}", to_itself.stderr);
    world.json("wallet-0", create);
    assert_eq!(world.tokens(&fee_wallet) - before, 25_500_000);

    // SOL that somebody sends to the address of an account that is still to be created holds nobody up.
    let to = inference_staking_client::address::owner_token_account(&fee_wallet, &world.network.mints.stake);
    let mut only_lamports = world.network.account(&to).unwrap().unwrap();
    (only_lamports.data, only_lamports.owner) = (Vec::new(), Default::default());
    world.network.set_account(&to, only_lamports).unwrap();
    world.json("wallet-1", create);
    assert_eq!(world.tokens(&fee_wallet), 25_500_000);
}

#[test]
fn what_kind_of_network_it_is_has_to_be_said_and_is_asked_once_more() {
    let world = World::with(LocalNetworkOptions { initialized: false, ..LocalNetworkOptions::default() });
    let unsaid = file_for(&world).replace("is_test_network = false", "");
    world.write("unsaid.toml", &unsaid);
    let missing = world.run("program-admin", "init unsaid.toml");
    assert_eq!(missing.code, 2);
    assert!(missing.stderr.contains("`is_test_network` is missing"), "{}", missing.stderr);
    for (kind, question) in [(true, "Create a TEST NETWORK?"), (false, "Create a network for real money?")] {
        let unasked = world.run("program-admin", &format!("init unsaid.toml --is-test-network {kind}"));
        assert_eq!(unasked.code, 1);
        assert!(unasked.stderr.contains(question) && unasked.stderr.contains("--yes"), "{}", unasked.stderr);
    }
}

#[test]
fn every_result_about_a_test_network_says_so() {
    let world = World::new();
    world.open_pool(0, 2_000);
    let pool = world.pool_of(0);
    for command in ["status".to_owned(), "admin show".to_owned(), format!("pool show {pool}"), "pool list".to_owned()] {
        let table = world.run("payer", &command).stdout;
        assert!(table.starts_with("TEST NETWORK: "), "{table}");
        assert_eq!(world.json("payer", &command)["test_network"], true, "{command}");
    }
    let staked = world.json("wallet-0", &format!("stake {pool} 1"));
    assert_eq!(staked["test_network"], true);
    // Rows are for spreadsheets: it stands beside them. What is about to be done says it too.
    let listed = world.run("payer", "pool list --output csv");
    assert!(listed.stdout.starts_with("pool,") && listed.stderr.starts_with("TEST NETWORK: "), "{}", listed.stderr);
    let asked = world.run("program-admin", &format!("admin authorities --halt {}", world.wallet(0)));
    assert!(asked.stderr.starts_with("TEST NETWORK: "), "{}", asked.stderr);
}

/// The program refuses such a text; this one was written past it.
#[test]
fn control_characters_of_a_pools_name_and_uri_are_written_out() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let mut account = world.network.account(&pool).unwrap().unwrap();
    for (offset, text) in [(168, "a\u{1b}[2Jb\nc\u{9b}d\u{202e}e"), (200, "https://a\r\u{2066}b")] {
        account.data[offset..offset + text.len()].copy_from_slice(text.as_bytes());
    }
    // The name that it was created with was shorter.
    world.network.set_account(&pool, account).unwrap();
    for command in [format!("pool show {pool}"), "pool list".to_owned()] {
        let table = world.run("payer", &command).stdout;
        assert!(table.contains("a\\u{1b}[2Jb\\u{a}c\\u{9b}d\\u{202e}e"), "{table}");
        let json = world.run("payer", &format!("--output json {command}")).stdout;
        assert!(json.contains("a\\u001b[2Jb\\nc\\u009bd\\u202ee"), "{json}");
        for shown in [table, json] {
            assert!(!shown.chars().any(|shown| shown != '\n' && inference_staking_client::state::is_control(shown)));
        }
    }
    // JSON says exactly what stands in the account.
    assert_eq!(world.json("payer", &format!("pool show {pool}"))["name"], "a\u{1b}[2Jb\nc\u{9b}d\u{202e}e");
}

/// The program takes such a text: two names that look the same are not.
#[test]
fn what_nobody_sees_of_a_pools_name_and_uri_is_written_out() {
    let world = World::new();
    let (name, uri) = ("Oper\u{200b}a\u{ad}t\u{2060}or\u{fe0f}\u{2800}", "https://a.b/\u{feff}c\u{e0041}");
    let rates = "--reward-commission 5% --usdc-commission 5%";
    world.json("wallet-0", &format!("pool create --name {name} --metadata-uri {uri} {rates}"));
    let pool = world.pool_of(0);
    let is_unseen = |shown: char| "\u{200b}\u{ad}\u{2060}\u{fe0f}\u{2800}\u{feff}\u{e0041}".contains(shown);
    for format in ["table", "csv", "json"] {
        for command in [format!("pool show {pool}"), "pool list".to_owned()] {
            let ran = world.run("payer", &format!("{command} -o {format}"));
            assert!(!ran.stdout.contains(is_unseen), "{}", ran.stdout);
        }
    }
    let table = world.run("payer", &format!("pool show {pool}")).stdout;
    assert!(table.contains("Oper\\u{200b}a\\u{ad}t\\u{2060}or\\u{fe0f}\\u{2800}"), "{table}");
    assert!(table.contains("https://a.b/\\u{feff}c\\u{e0041}"), "{table}");
    // JSON says exactly what stands in the account.
    let shown = world.json("payer", &format!("pool show {pool}"));
    assert_eq!((&shown["name"], &shown["metadata_uri"]), (&name.into(), &uri.into()));
}

#[test]
fn a_pool_is_created_with_its_operators_stake() {
    let world = World::new();
    let create = "pool create --name Ready --reward-commission 5% --usdc-commission 5% --stake";
    let too_small = world.run("wallet-0", &format!("{create} 0.0000001"));
    assert_eq!(too_small.code, 2, "{}", too_small.stderr);
    let before = world.tokens(&world.wallet(0));
    let created = world.json("wallet-0", &format!("{create} 2000.5"));
    event(&created, "OperatorPoolCreated");
    let staked = event(&created, "Staked");
    assert_eq!((amount(&staked["amount"]), amount(&staked["shares"])), (2_000_500_000, 2_000_500_000));
    assert_eq!(before - world.tokens(&world.wallet(0)), 2_000_500_000);
    let pool = world.pool_of(0);
    world.json("wallet-1", &format!("stake {pool} 1"));
}
