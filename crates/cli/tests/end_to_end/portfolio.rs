//! All positions of an owner at a look, and all that they owe claimed at once.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address::owner_token_account;

use crate::world::{amount, World, DAY, ONE};

/// Two pools in which the second wallet has 1,000 tokens, and that have passed the first epoch.
fn earning_in_two_pools(world: &World) -> [Pubkey; 2] {
    let pools = [0, 2].map(|wallet| world.open_pool(wallet, 2_000));
    for pool in &pools {
        world.join(1, pool, 1_000);
    }
    // 10,000 tokens and 40 USDC over two pools; the operators keep 10 % and 20 %.
    world.fund(10_000, 40);
    world.json("reward-authority", "epoch mark");
    let rows = pools.map(|pool| format!("{pool},{},{}\n", 5_000 * ONE, 20 * ONE)).concat();
    world.write("rewards.csv", &format!("pool,reward,usdc\n{rows}"));
    std::fs::create_dir(world.path("trees")).unwrap();
    world.json("payer", "rewards build rewards.csv --out trees/1.json");
    world.json("reward-authority", "rewards publish trees/1.json");
    assert_eq!(world.json("payer", "rewards accrue --trees trees")["accrued"], 2);
    pools
}

#[test]
fn an_owner_sees_all_positions_and_claims_everything_at_once() {
    let world = World::new();
    let pools = earning_in_two_pools(&world);
    // 4,500 of 5,000 tokens and 16 of 20 USDC to 3,000 shares: 1,500 and 5.333333 for 1,000.
    for pool in &pools {
        world.json("wallet-1", &format!("unstake {pool} 50"));
    }
    world.json("wallet-1", &format!("stake {} 7", pools[0]));

    let shown = world.json("wallet-1", "portfolio");
    assert_eq!((&shown["position_count"], shown["tickets"].as_array().unwrap().len()), (&2.into(), 2));
    assert_eq!((amount(&shown["activating"]), amount(&shown["pending_unstake"])), (7 * ONE, 100 * ONE));
    assert_eq!((amount(&shown["claimable_unstake"]), amount(&shown["claimable_usdc"])), (0, 2 * 5_333_333));
    assert!(amount(&shown["value"]).abs_diff(2 * 2_450 * ONE) <= 4, "{}", shown["value"]);
    let left = shown["tickets"][0]["time_left"].as_str().unwrap();
    assert!(left.starts_with("6d 23h 59m") || left == "7d", "{left}");
    let csv = world.run("wallet-1", "portfolio --output csv");
    let header = "pool,name,shares,value,activating,can_activate,claimable_usdc,claimable_unstake,pending_unstake,locked_shares,rank";
    assert_eq!((csv.code, csv.stdout.lines().next(), csv.stdout.lines().count()), (0, Some(header), 3));
    assert!(csv.stdout.contains(",5.333333,0,50,"), "{}", csv.stdout);

    world.network.time_travel(7 * DAY + 1).unwrap();
    let (tokens, usdc) = (world.tokens(&world.wallet(1)), world.usdc(&world.wallet(1)));
    let exported = world.json("", &format!("claim all --export --signer {}", world.wallet(1)));
    assert_eq!(exported["transactions"].as_array().unwrap().len(), 2, "one document: {exported}");
    let hash = solana_hash::Hash::new_from_array([7; 32]);
    let several = world.run("", &format!("claim all --export --blockhash {hash} --signer {}", world.wallet(1)));
    let advice = "claim them one by one, with `claim unstake` and `claim usdc` of each pool";
    assert!(several.code == 2 && several.stderr.contains(advice), "{} {}", several.code, several.stderr);
    let claimed = world.json("wallet-1", "claim all");
    assert_eq!(claimed["records_paid"], 2);
    assert_eq!((amount(&claimed["unstaked"]), amount(&claimed["usdc"])), (100 * ONE, 2 * 5_333_333));
    assert_eq!(world.tokens(&world.wallet(1)) - tokens, 100 * ONE);
    assert_eq!(world.usdc(&world.wallet(1)) - usdc, 2 * 5_333_333);
    let before = claimed["sent_before"].as_array().map_or(0, Vec::len);
    assert_eq!(before, 1, "tokens in one transaction, USDC in another: {claimed}");
    // Nothing is due any more, which is no failure: a job may ask every day.
    let nothing = world.json("wallet-1", "claim all");
    assert_eq!((&nothing["records_paid"], nothing.get("signature")), (&0.into(), None));
    let exported = world.json("", &format!("claim all --export --signer {}", world.wallet(1)));
    assert_eq!(exported["transactions"], serde_json::json!([]));
    let exported = world.run("", &format!("claim all --export --signer {}", world.wallet(1)));
    let why = "there is nothing to claim: no USDC, and no ticket has matured";
    assert!(exported.code == 0 && exported.stdout.is_empty() && exported.stderr.contains(why), "{}", exported.stderr);

    let history = world.json("", &format!("history {} --owner {}", pools[0], world.wallet(1)));
    let what = |row: &serde_json::Value| {
        let field = |name: &str| row[name]["ui"].as_str().unwrap_or("-").to_owned();
        format!("{} {} {}", row["what"].as_str().unwrap(), field("tokens"), field("usdc"))
    };
    let rows: Vec<_> = history["history"].as_array().unwrap().iter().map(what).collect();
    let expected = [
        "staked 1000 -",
        "became shares 1000 -",
        "earned 1500 5.333333",
        "unstaked 50 -",
        "staked 7 -",
        "was paid an unstake 50 -",
        "was paid USDC - 5.333333",
    ];
    assert_eq!((rows, &history["missing_events"]), (expected.map(String::from).to_vec(), &0.into()));
    // The operator of 2,000 of 3,000 shares: 3,000 tokens and 10.666666 USDC, and its commissions of 10 % and 20 %.
    let operator = world.json("", &format!("history {} --owner {}", pools[0], world.wallet(0)));
    let rows: Vec<_> = operator["history"].as_array().unwrap().iter().map(what).collect();
    assert_eq!(rows, ["staked 2000 -", "earned 3000 10.666666", "commission 500 4"]);
    let pool = world.json("", &format!("history {}", pools[0]));
    assert!(pool["count"].as_u64().unwrap() > 7 && pool["missing_events"] == 0, "{pool}");
    assert_eq!(world.json("payer", "status")["solvent"], true);
}

#[test]
fn commission_is_of_whom_it_is_owed_and_paid_to_in_the_history() {
    let world = World::new();
    let [pool, _] = earning_in_two_pools(&world);
    let (first, second) = (world.wallet(0), world.wallet(1));
    let said = |row: &serde_json::Value| {
        let field = |name: &str| row[name]["ui"].as_str().unwrap_or("-").to_owned();
        format!("{} {} {}", row["what"].as_str().unwrap(), field("tokens"), field("usdc"))
    };
    let rows = |args: &str| world.json("", &format!("history {pool} {args}"))["history"].as_array().unwrap().clone();
    let all_of = |owner: &Pubkey| rows(&format!("--owner {owner}")).iter().map(said).collect::<Vec<_>>();

    // What is owed changes hands with the pool.
    world.json("wallet-0", &format!("pool propose-admin {second}"));
    world.json("wallet-1", &format!("pool accept-admin {pool}"));
    world.json("wallet-1", "claim commission --usdc");
    world.json("halt-authority", &format!("halt pool {pool}"));
    world.network.time_travel(2 * DAY + 1).unwrap();
    world.json("slashing-authority", &format!("slash {pool} --shares 100 --confiscate-commission"));
    // 7,500 tokens are 3,000 shares.
    let slashed = "was slashed 250 10.666666";
    assert_eq!(
        all_of(&first),
        ["staked 2000 -", "earned 3000 10.666666", "commission 500 4", "handed the pool over 500 4", slashed],
        "the record stays the operator's"
    );
    let others = ["staked 1000 -", "became shares 1000 -", "earned 1500 5.333333", "became the admin 500 4"];
    let paid = ["commission was paid - 4", "commission was slashed 500 0"];
    assert_eq!(all_of(&second), [&others[..], &paid[..]].concat());
    let of_pool = rows("");
    let owner_of = |words: &str| of_pool.iter().find(|row| said(row).starts_with(words)).unwrap()["owner"].clone();
    assert_eq!([owner_of("commission 500 4"), owner_of(slashed)], [first.to_string(), first.to_string()]);
    assert_eq!(owner_of("commission was slashed 500"), second.to_string());
    let halted = of_pool.iter().find(|row| row["what"] == "HaltStatusSet").unwrap()["details"].to_string();
    assert!(halted.contains("Is halted: yes"), "{halted}");

    let nobody = world.run("", &format!("history {pool} --owner {pool}"));
    let words = format!("nothing is known of {pool} in pool {pool}: a record's owner is a wallet");
    assert!(nobody.code == 0 && nobody.stderr.contains(&words), "{}", nobody.stderr);
}

#[test]
fn an_account_that_is_frozen_or_given_away_holds_up_nothing_of_the_other() {
    let world = World::new();
    let pools = earning_in_two_pools(&world);
    let unstake = |pool: &Pubkey| world.json("wallet-1", &format!("unstake {pool} 50"));
    unstake(&pools[0]);
    world.network.time_travel(7 * DAY + 1).unwrap();
    unstake(&pools[1]);
    let wallet = world.wallet(1);
    let account = owner_token_account(&wallet, &world.network.mints.usdc);
    let (tokens, usdc) = (world.tokens(&wallet), world.usdc(&wallet));
    // The account's state: 2 is frozen, 1 is not.
    world.overwrite(&account, 108..116, 2);
    let frozen = |account: &Pubkey| format!("the token account {account} is frozen");
    let paid = world.run("wallet-1", "--yes claim all");
    assert!(paid.code == 0 && paid.stderr.contains(&frozen(&account)), "{} {}", paid.code, paid.stderr);
    assert_eq!((world.tokens(&wallet) - tokens, world.usdc(&wallet) - usdc), (50 * ONE, 0));
    let refused = world.run("wallet-1", &format!("--yes claim usdc {}", pools[0]));
    assert!(refused.code == 1 && refused.stderr.contains(&frozen(&account)), "{} {}", refused.code, refused.stderr);
    world.overwrite(&account, 108..116, 1);

    world.network.time_travel(7 * DAY + 1).unwrap();
    let owner = |key: &Pubkey| u64::from_le_bytes(key.to_bytes()[..8].try_into().unwrap());
    world.overwrite(&account, 32..40, 7);
    let words = format!("the associated token account {account} of {wallet} was given away");
    let refused = world.run("wallet-1", &format!("--yes claim usdc {}", pools[0]));
    assert!(refused.code == 1 && refused.stderr.contains(&words), "{} {}", refused.code, refused.stderr);
    let paid = world.run("wallet-1", "--yes claim all");
    assert!(paid.code == 0 && paid.stderr.contains(&words), "{} {}", paid.code, paid.stderr);
    assert_eq!((world.tokens(&wallet) - tokens, world.usdc(&wallet) - usdc), (100 * ONE, 0));

    world.overwrite(&account, 32..40, owner(&wallet));
    unstake(&pools[0]);
    world.network.time_travel(7 * DAY + 1).unwrap();
    let account = owner_token_account(&wallet, &world.network.mints.stake);
    world.overwrite(&account, 108..116, 2);
    let paid = world.run("wallet-1", "--yes claim all");
    assert!(paid.code == 0 && paid.stderr.contains(&frozen(&account)), "{} {}", paid.code, paid.stderr);
    assert_eq!((world.tokens(&wallet) - tokens, world.usdc(&wallet) - usdc), (100 * ONE, 2 * 5_333_333));
    world.overwrite(&account, 108..116, 1);
    assert_eq!(amount(&world.json("wallet-1", "claim all")["unstaked"]), 50 * ONE);
    assert_eq!(world.tokens(&wallet) - tokens, 150 * ONE);
}

/// A spreadsheet, or what reads the rows, finds its columns also where there is none.
#[test]
fn listings_without_rows_have_the_header_of_those_with_rows() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let (owner, nobody) = (world.wallet(0), Pubkey::new_unique());
    for (with, without) in [
        ("pool list".to_owned(), "pool list --name nothing".to_owned()),
        (format!("pool list --admin {owner}"), format!("pool list --admin {nobody}")),
        (format!("portfolio {owner}"), format!("portfolio {nobody}")),
        (format!("record list --pool {pool}"), format!("record list --owner {nobody}")),
        (format!("history {pool}"), format!("history {pool} --owner {nobody}")),
    ] {
        let listed = |command: &str| world.run("", &format!("{command} -o csv"));
        let (with, without) = (listed(&with), listed(&without));
        let header = with.stdout.lines().next().unwrap();
        assert_eq!((with.code, without.code, without.stdout), (0, 0, format!("{header}\n")));
        assert!(with.stdout.lines().count() > 1 && header.contains("pool"), "{}", with.stdout);
    }
    for (command, header) in [
        (
            "epoch show",
            "epoch,state,claimable_from,total_rewards,remaining_rewards,total_usdc,remaining_usdc,accrued_leaves",
        ),
        ("rewards tables show", "table,authority,addresses,status"),
    ] {
        let listed = world.run("payer", &format!("{command} -o csv"));
        assert_eq!((listed.code, listed.stdout), (0, format!("{header}\n")));
    }
}
