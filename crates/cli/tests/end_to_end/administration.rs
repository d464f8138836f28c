//! What admins and authorities do.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address::owner_token_account;
use solana_signer::Signer;

use crate::world::{amount, event, World, DAY, ONE};

#[test]
fn the_program_admin_updates_hands_over_and_halts() {
    let world = World::new();
    let parameters = world.json("payer", "admin show")["parameters"].clone();
    let before = |what: &str| parameters[what].as_u64().unwrap();
    // What is given and stays as it is is no change.
    let same = format!("--bypass-delay {}s", before("bypass_delay"));
    let updated =
        world.json("program-admin", &format!("admin update --challenge-period 36h --max-commission 12.5% {same}"));
    let parameters = &event(&updated, "PoolOverviewUpdated")["parameters"];
    assert_eq!((&parameters["challenge_period"], &parameters["max_commission"]), (&129_600.into(), &1_250.into()));
    let row = |what: &str, before: u64, after: u64| serde_json::json!({ "parameter": what, "before": before, "after": after });
    let expected = [
        row("challenge_period", before("challenge_period"), 129_600),
        row("max_commission", before("max_commission"), 1_250),
    ];
    assert_eq!(updated["changes"], serde_json::json!(expected));
    world.refused("payer", "admin update --challenge-period 0", "NotProgramAdmin");
    world.refused("program-admin", "admin update --bypass-delay 31d", "BypassDelayOutOfRange");

    let (one, two) = (world.wallet(0), world.wallet(1));
    let lists = world.json("program-admin", &format!("admin authorities --halt {one},{two} --slashing NONE"));
    let lists = event(&lists, "PoolOverviewAuthoritiesUpdated");
    assert_eq!(lists["halt_authorities"], serde_json::json!([one.to_string(), two.to_string()]));
    assert_eq!(lists["slashing_authorities"], serde_json::json!([]));

    world.json("program-admin", &format!("admin propose {two}"));
    world.json("program-admin", "admin propose --withdraw");
    world.refused("wallet-1", "admin accept", "NotPendingProgramAdmin");
    world.json("program-admin", &format!("admin propose {two}"));
    world.json("wallet-1", "admin accept");
    assert_eq!(world.json("payer", "admin show")["authorities"]["program_admin"], two.to_string());

    for (halt, name) in
        [("staking", "staking_halted"), ("accrual", "accrual_halted"), ("withdrawals", "withdrawals_halted")]
    {
        world.json("wallet-1", &format!("halt {halt}"));
        assert_eq!(world.json("payer", "status")["halts"][name], true);
        world.json("wallet-1", &format!("halt {halt} --resume"));
        assert_eq!(world.json("payer", "status")["halts"][name], false);
    }
    // Lower the first period's budget of 100,000 tokens, before its first epoch.
    let lowered = world.json("wallet-1", "admin schedule --lower --budgets 50000,40000");
    assert_eq!(event(&lowered, "PoolOverviewUpdated")["emission"]["budgets"][0]["ui"], "50000");
    let schedule = world.json("payer", "admin schedule");
    assert_eq!(amount(&schedule["next_epoch_issues"]), 5_000 * ONE);
}

#[test]
fn pools_are_listed_in_the_order_and_of_the_kind_that_is_asked_for() {
    let world = World::new();
    for (wallet, name, stake, reward, usdc) in
        [(0, "Alpha", 3_000, 5, 20), (1, "beta", 2_000, 10, 10), (2, "Gamma", 4_000, 1, 30)]
    {
        let create = format!(
            "pool create --name {name} --reward-commission {reward}% --usdc-commission {usdc}% --stake {stake}"
        );
        world.json(&format!("wallet-{wallet}"), &create);
    }
    let names = |options: &str| {
        let listed = world.json("wallet-1", &format!("pool list {options}"));
        let rows = listed["pools"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap().to_owned());
        rows.collect::<Vec<_>>()
    };
    assert_eq!(names(""), ["Gamma", "Alpha", "beta"]);
    assert_eq!(names("--reverse"), ["beta", "Alpha", "Gamma"]);
    assert_eq!(names("--sort name"), ["Alpha", "beta", "Gamma"]);
    assert_eq!(names("--sort reward-commission"), ["Gamma", "Alpha", "beta"]);
    assert_eq!(names("--sort usdc-commission --top 2"), ["beta", "Alpha"]);
    assert_eq!(names("--mine"), ["beta"]);
    assert_eq!(names(&format!("--admin {}", world.wallet(2))), ["Gamma"]);
    assert_eq!(names("--name a --max-reward-commission 5%"), ["Gamma", "Alpha"]);
    assert_eq!(names("--name ETA"), ["beta"]);
    // An announced raise counts.
    world.json("wallet-2", "pool update --usdc-commission 31%");
    assert_eq!(names("--max-usdc-commission 30%"), ["Alpha", "beta"]);

    // Alpha keeps 5 % of 1,000 tokens, beta 10 % of 9,000.
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    let rows = [0, 1]
        .map(|wallet| format!("{},{},0\n", world.pool_of(wallet), if wallet == 0 { 1_000 * ONE } else { 9_000 * ONE }));
    world.write("rewards.csv", &format!("pool,reward,usdc\n{}", rows.concat()));
    std::fs::create_dir(world.path("trees")).unwrap();
    world.json("payer", "rewards build rewards.csv --out trees/1.json");
    world.json("reward-authority", "rewards publish trees/1.json");
    world.json("payer", "rewards accrue --trees trees");
    // 950 on 3,000 and 8,100 on 2,000: 31.6666 and 405 %.
    assert_eq!(names("--sort yield"), ["beta", "Alpha", "Gamma"]);
    let listed = world.json("payer", "pool list --sort yield");
    let yields: Vec<_> =
        listed["pools"].as_array().unwrap().iter().map(|row| row["yield_since_start"].clone()).collect();
    assert_eq!(yields, ["4050000000000000", "316666000000000", "0"], "of 10^15");
    let table = world.run("payer", "pool list").stdout;
    assert!(table.contains("405%") && table.contains("31.6666%"), "{table}");
}

#[test]
fn an_operator_is_halted_and_slashed() {
    let world = World::new();
    let pool = world.open_pool(0, 5_000);
    world.json("wallet-0", &format!("unstake {pool} --shares 1000"));
    world.json("wallet-0", &format!("stake {pool} 70"));
    world.json("halt-authority", &format!("halt pool {pool}"));
    world.refused("wallet-0", &format!("unstake {pool} 1"), "OperatorHalted");
    world.refused("slashing-authority", &format!("slash {pool} --shares 100"), "SlashingDelayNotOver");
    world.network.time_travel(2 * DAY + 1).unwrap();
    let unasked = world.run("slashing-authority", &format!("slash {pool} --shares 100"));
    assert_eq!(unasked.code, 1);
    assert!(unasked.stderr.contains("cannot be undone") && unasked.stderr.contains("--yes"), "{}", unasked.stderr);

    let slash = format!("slash {pool} --shares 100 --activating 20 --unstaking ALL --confiscate-commission");
    let slashed = world.json("slashing-authority", &slash);
    let slashed = event(&slashed, "StakeSlashed");
    assert_eq!(amount(&slashed["staked_amount"]), 100 * ONE);
    assert_eq!(amount(&slashed["unstaking_amount"]), 1_000 * ONE);
    assert_eq!(
        (&slashed["activating_amount"]["ui"], &slashed["record_activating"]["ui"]),
        (&"20".into(), &"50".into())
    );
    let treasury = world.network.roles.slashing_treasury.pubkey();
    assert_eq!(world.tokens(&treasury), 1_120 * ONE);
    // More than there is: 3,900 shares and 50 activating tokens are left.
    world.refused("slashing-authority", &format!("slash {pool} --shares 3900.000001"), "NotEnoughShares");
    let more = world.run("slashing-authority", &format!("slash {pool} --activating 50.000001 --yes"));
    assert!(more.code == 1 && more.stderr.contains("name at most what it has"), "{}", more.stderr);
    assert!(!more.stderr.contains("unstake"), "{}", more.stderr);
    let resumed = world.json("halt-authority", &format!("halt resume {pool}"));
    assert!(event(&resumed, "HaltStatusSet")["halted_since"].is_null());
    assert_eq!(world.json("payer", "pool list --halted")["count"], 0);
}

#[test]
fn a_pool_changes_its_settings_admin_and_record_and_is_closed() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let updated = world.json("wallet-0", "pool update --reward-commission 20% --name Renamed --delegation false");
    let updated = event(&updated, "OperatorPoolUpdated");
    // Current epoch 1, increase: 1 + 1 + notice of 2.
    assert_eq!(updated["scheduled_reward_commission_from"], 4);
    assert!(updated["scheduled_usdc_commission_bps"].is_null() && updated["scheduled_usdc_commission_from"].is_null());
    assert_eq!((&updated["name"], &updated["delegation_allowed"]), (&"Renamed".into(), &false.into()));
    world.refused("wallet-1", &format!("stake {pool} 5"), "DelegationNotAllowed");
    world.json("wallet-0", "pool update --delegation true");

    world.join(1, &pool, 2_500);
    let key = world.path("wallet-1.json");
    let changed = world.json("wallet-0", &format!("pool change-record {}", key.display()));
    let record = inference_staking_client::address::staking_record(&pool, &world.wallet(1));
    assert_eq!(event(&changed, "OperatorStakingRecordChanged")["operator_staking_record"], record.to_string());

    world.json("wallet-0", &format!("pool propose-admin {} --pool {pool}", world.wallet(2)));
    world.json("wallet-0", "pool propose-admin --withdraw");
    world.refused("wallet-2", &format!("pool accept-admin {pool}"), "NotPendingPoolAdmin");
    let offered = world.run("wallet-2", "pool accept-admin");
    let words = format!("{} was proposed as admin of no pool: name the one that is meant", world.wallet(2));
    assert!(offered.code == 2 && offered.stderr.contains(&words), "{}", offered.stderr);
    world.json("wallet-0", &format!("pool propose-admin {}", world.wallet(2)));
    let mine = |who: &str| world.json(who, "pool list --mine")["count"].as_u64().unwrap();
    assert_eq!([mine("wallet-0"), mine("wallet-1"), mine("wallet-2")], [1, 0, 1]);
    world.json("wallet-2", "pool accept-admin");
    assert_eq!([mine("wallet-0"), mine("wallet-2")], [0, 1]);
    // Neither the admin any more nor the owner of the operator's record.
    world.refused("wallet-0", &format!("pool close {pool}"), "NotPoolAdminOrOperator");
    let none = world.run("wallet-0", "pool close");
    let words = format!("{} is the admin of no pool: name the one that is meant", world.wallet(0));
    assert!(none.code == 2 && none.stderr.contains(&words), "{}", none.stderr);
    // The pool that it took over is the new admin's own.
    assert_eq!(world.json("wallet-2", "pool show")["address"], pool.to_string());
    world.refused("wallet-2", "pool sweep", "PoolNotClosed");
    // With one that it creates besides, it has to say which.
    let own = world.open_pool(2, 2_000);
    let two = world.run("wallet-2", "pool close --yes");
    let words = format!("{} is the admin of 2 pools, name one of them: ", world.wallet(2));
    assert!(two.code == 2 && two.stderr.contains(&words), "{}", two.stderr);
    assert!([own, pool].iter().all(|pool| two.stderr.contains(&pool.to_string())), "{}", two.stderr);
    world.json("wallet-2", &format!("pool close {pool}"));
    assert_eq!(world.json("payer", &format!("pool show {pool}"))["epochs"]["closed_at_epoch"], 1);
    world.refused("wallet-2", &format!("pool sweep {pool}"), "PoolNotEmpty");
}

#[test]
fn what_is_so_already_is_not_changed_once_more() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let halt = world.network.roles.halt_authority.pubkey();
    for (who, args) in [
        ("program-admin", "admin update --max-commission 50% --registration-fee 0".to_owned()),
        ("program-admin", format!("admin authorities --halt {halt}")),
        ("program-admin", "admin schedule --lower".to_owned()),
        ("wallet-0", "pool update --reward-commission 10% --delegation true".to_owned()),
    ] {
        let ran = world.run(who, &format!("{args} --yes"));
        assert!(ran.code == 2 && ran.stderr.contains("all that is given is so already"), "{args}: {}", ran.stderr);
    }
    // What is announced is not so yet, and is taken back.
    world.json("wallet-0", "pool update --reward-commission 11%");
    world.json("wallet-0", "pool update --reward-commission 10%");
    let commissions = world.json("payer", &format!("pool show {pool}"));
    assert_eq!(
        (&commissions["reward_commission"], &commissions["scheduled_reward_commission"]),
        (&1_000.into(), &serde_json::Value::Null)
    );
    // What is exported may be no more so when it is executed.
    world.json(
        "",
        &format!("admin authorities --halt {halt} --export --signer {}", world.network.roles.program_admin.pubkey()),
    );
}

#[test]
fn what_cannot_be_undone_is_asked_and_says_what_it_is() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.json("wallet-0", &format!("unstake {pool} 10"));
    let asks = |who: &str, args: &str, words: &str| {
        let ran = world.run(who, args);
        assert_eq!(ran.code, 1, "{args}\n{}\n{}", ran.stdout, ran.stderr);
        assert!(ran.stderr.contains(words) && ran.stderr.contains("add --yes"), "{args}\n{}", ran.stderr);
    };
    asks("reward-authority", "epoch mark", "End epoch 1? A mark cannot be taken back");
    asks("wallet-0", &format!("unstake {pool} 1 --join 0"), "Join the ticket of 10 tokens");
    asks("wallet-0", &format!("cancel-unstake {pool} 0"), "To leave again takes the whole cooldown anew");
    asks("wallet-0", &format!("lock {pool} 180d"), "Once a release is begun it takes 180d");
    world.json("wallet-0", &format!("lock {pool} 180d"));
    asks("wallet-0", &format!("extend {pool} 30d"), "A release takes 30d longer");
    asks("wallet-0", &format!("stake {pool} 1"), "What joins it can leave as its release frees it, which takes 180d");
    asks("wallet-0", &format!("unlock {pool}"), "The rank of the record is 0 at once");
    world.json("wallet-0", &format!("unlock {pool}"));
    asks("wallet-0", &format!("cancel-unlock {pool}"), "A release begins anew then");
    asks("wallet-0", &format!("stake {pool} 1 --priority-fee 20000000"), "up to 0.028 SOL");
    // Whose fee it is, where nothing else is agreed to, and in what is signed elsewhere too.
    let dear = format!("stake {pool} 1 --priority-fee 20000000");
    asks("wallet-1", &dear, &world.wallet(1).to_string());
    let exported = world.json("", &format!("{dear} --export --signer {}", world.wallet(1)));
    assert!(exported["consequences"][0].as_str().unwrap().contains("up to 0.028 SOL"), "{exported}");
    asks("payer", "rewards accrue --trees . --priority-fee 20000000", "up to 0.028 SOL");
    asks("program-admin", "admin update --registration-fee 7", "Change these settings of the network?");
    asks("program-admin", "admin update --registration-fee 7", "7 tokens");
    asks("program-admin", "admin schedule --lower --budgets 1", "It can never be raised again");
    asks("program-admin", "admin schedule --lower --budgets 1", "budgets");

    // A record can be revoked during its challenge period alone, and be passed three days after it.
    world.json("program-admin", "admin update --challenge-period 1h");
    // An epoch that can still pay is not passed without a word, an empty one is.
    world.fund(20_000, 0);
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},10000000000,0\n"));
    for epoch in [1, 2] {
        world.network.time_travel(DAY).unwrap();
        world.json("reward-authority", "epoch mark");
        if epoch == 2 {
            world.json("reward-authority", "rewards publish --empty");
            continue;
        }
        world.json("payer", "rewards build rewards.csv --out tree.json");
        asks("reward-authority", "rewards publish tree.json", "which pay 10000 tokens and 0 USDC");
        asks(
            "reward-authority",
            "rewards publish tree.json",
            &world.network.roles.reward_authority.pubkey().to_string(),
        );
        world.json("reward-authority", "rewards publish tree.json");
        asks("halt-authority", "epoch revoke", "which pays 10000 tokens and 0 USDC");
    }
    world.network.time_travel(3 * DAY).unwrap();
    asks("payer", &format!("epoch bypass {pool} --epoch 1"), "nothing becomes shares of the pool for 8 epochs");
    let empty = world.run("payer", &format!("epoch bypass {pool} --epoch 2"));
    assert!(!empty.stderr.contains("add --yes"), "{}", empty.stderr);
}

#[test]
fn an_account_that_no_slash_can_be_paid_into_is_named_with_the_rule() {
    let world = World::new();
    let (wallet, mint) = (world.wallet(0), world.network.mints.stake);
    let (nothing, usdc) = (Pubkey::new_unique(), owner_token_account(&wallet, &world.network.mints.usdc));
    for account in [wallet, mint, nothing, usdc] {
        let args = format!("admin update --slashing-token-destination {account}");
        let words = format!("the account {account} cannot be used: The slashing destination must be a token account");
        world.refused_unasked("program-admin", &args, &words);
        world.refused("program-admin", &args, "WrongSlashingDestination");
    }
    let vault = inference_staking_client::address::reward_vault();
    let of_program = format!("admin update --slashing-token-destination {vault}");
    let words =
        format!("the account {vault} cannot be used: The slashing destination belongs to an account of this program");
    world.refused_unasked("program-admin", &of_program, &words);
    let right = owner_token_account(&wallet, &mint);
    let claim = format!("claim commission --usdc --to-usdc {right}");
    world.open_pool(0, 2_000);
    world.refused_unasked("wallet-0", &claim, &format!("the account {right} cannot be used: The destination must be"));
}

#[test]
fn status_lists_every_pool_in_json() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.json("halt-authority", &format!("halt pool {pool}"));
    // 20 more like it, which no vault pays: the network is not solvent then.
    let account = world.network.account(&pool).unwrap().unwrap();
    for _ in 0..20 {
        world.network.set_account(&Pubkey::new_unique(), account.clone()).unwrap();
    }
    let status: serde_json::Value = serde_json::from_str(&world.run("payer", "status -o json").stdout).unwrap();
    assert_eq!((&status["pools"]["halted"], status["pools_halted"].as_array().unwrap().len()), (&21.into(), 21));
}
