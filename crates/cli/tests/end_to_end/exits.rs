//! Unstakes, cancels and locks of a delegator.

use crate::world::{amount, event, World, DAY, ONE};

#[test]
fn an_unstake_is_cancelled_and_shares_are_locked_and_released() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    // No record yet: stake creates it.
    world.join(1, &pool, 100);
    let unstaked = world.json("wallet-1", &format!("unstake {pool} 40.25"));
    assert_eq!(amount(&event(&unstaked, "Unstaked")["amount"]), 40_250_000);
    let cancelled = world.json("wallet-1", &format!("cancel-unstake {pool} 0"));
    let event_of_cancel = event(&cancelled, "UnstakeCancelled");
    assert_eq!(amount(&event_of_cancel["amount"]), 40_250_000);
    assert_eq!(amount(&event_of_cancel["record_activating"]), 40_250_000);
    assert_eq!(cancelled["earns_from_epoch"], 2);
    world.refused("wallet-1", &format!("cancel-unstake {pool} 3"), "NoSuchTicket");

    let locked = world.json("wallet-1", &format!("lock {pool} 180d"));
    assert!(event(&locked, "LockChanged")["unlock_started_at"].is_null());
    // SPEC 10: floor(59.75 x 10^6 (10,512,000 + 180 x 86,400) / 10,512,000): what is activating has no rank.
    let rank = 59_750_000 * (10_512_000 + 180 * DAY) / 10_512_000;
    let shown = world.json("wallet-1", &format!("rank {pool}"));
    assert_eq!((amount(&shown["rank"]), &shown["lock"]), (rank, &"locked".into()));
    world.refused("wallet-1", &format!("unstake {pool} --shares 1"), "SharesLocked");
    world.refused("wallet-1", &format!("unstake {pool} 40.250001"), "SharesLocked");
    let all = world.run("wallet-1", &format!("unstake {pool} ALL"));
    let words = "; now at most 0 shares can leave, worth 0 tokens, and 40.25 activating tokens";
    assert!(all.code == 1 && all.stderr.contains(words), "{}", all.stderr);
    // Activating tokens are not locked.
    let unlocked = world.json("wallet-1", &format!("unstake {pool} 0.25"));
    let unlocked = event(&unlocked, "Unstaked");
    assert_eq!((amount(&unlocked["activating"]), amount(&unlocked["shares"])), (250_000, 0));
    let rest = world.json("wallet-1", &format!("unstake {pool} --activating ALL"));
    assert_eq!(amount(&event(&rest, "Unstaked")["activating"]), 40 * ONE);
    world.refused("wallet-1", &format!("unstake {pool} --activating 1"), "NotEnoughActivating");
    world.refused("wallet-1", &format!("extend {pool} 200d"), "LockDurationOutOfRange");
    let extended = world.json("wallet-1", &format!("extend {pool} 1d12h"));
    assert_eq!(event(&extended, "LockChanged")["lock_duration"], 181 * DAY + DAY / 2);
    world.json("wallet-1", &format!("unlock {pool}"));
    assert_eq!(amount(&world.json("wallet-1", &format!("rank {pool}"))["rank"]), 0);
    world.json("wallet-1", &format!("cancel-unlock {pool}"));
    assert_eq!(world.json("wallet-1", &format!("rank {pool}"))["locked_shares"]["ui"], "59.75");
}

#[test]
fn refusals_say_what_and_what_to_do_and_change_nothing() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    let ran = world.run("wallet-1", &format!("stake {pool} 0.0000001"));
    assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
    assert!(ran.stderr.contains("7 decimals, the mint only 6"), "{}", ran.stderr);
    let ran = world.run("wallet-1", &format!("stake {pool} 0"));
    assert_eq!(ran.code, 2);
    let ran = world.run("wallet-1", &format!("stake {pool} 18000000000000"));
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("18000000000000 tokens were to be staked"), "{}", ran.stderr);
    let ran = world.run("wallet-1", &format!("unstake {pool} 1"));
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("there is no staking record"), "{}", ran.stderr);
    let ran = world.run("wallet-1", &format!("pool show {}", world.wallet(1)));
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("no operator pool"), "{}", ran.stderr);
    let ran = world.run("wallet-1", &format!("claim usdc {pool} --to {}", world.wallet(2)));
    assert_eq!(ran.code, 1);
    assert_eq!(world.json("payer", &format!("record list --pool {pool}"))["count"], 1);
}

#[test]
fn an_exit_is_paid_out_of_what_was_collected_and_into_any_account() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 4_000);
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},10000000000,0\n"));
    world.json("payer", "rewards build rewards.csv --out tree.json");
    world.json("reward-authority", "rewards publish tree.json");
    world.json("payer", &format!("epoch accrue {pool} tree.json"));

    // 9,000 of the 10,000 are uncollected, and make 15,000 tokens for 6,000 shares: 2.5 each.
    for shares in [1_000, 1_000, 500, 500] {
        world.json("wallet-1", &format!("unstake {pool} --shares {shares}"));
    }
    world.refused("wallet-1", &format!("unstake {pool} ALL"), "NoFreeTicket");
    world.refused("wallet-0", &format!("unstake {pool} 1 --join 2"), "NoTicketToJoin");
    let joined = world.json("wallet-1", &format!("unstake {pool} ALL --join 3"));
    let joined = event(&joined, "Unstaked");
    assert_eq!((amount(&joined["amount"]), amount(&joined["ticket_amount"])), (2_500 * ONE, 3_750 * ONE));
    world.network.time_travel(7 * DAY + 1).unwrap();

    // 10,000 of 15,000 leave: the 5,000 that stay do not cover the 9,000, so they are collected in front.
    let to = inference_staking_client::address::owner_token_account(&world.wallet(2), &world.network.mints.stake);
    let before = world.tokens(&world.wallet(2));
    let claimed = world.json("wallet-1", &format!("claim unstake {pool} --to {to}"));
    assert_eq!(amount(&event(&claimed, "PoolRewardsCollected")["amount"]), 9_000 * ONE);
    assert_eq!(event(&claimed, "UnstakeClaimed")["destination"], to.to_string());
    assert_eq!(world.tokens(&world.wallet(2)) - before, 10_000 * ONE);
    // Nothing is left to collect, nor too much in the vault, nor does the schedule end soon.
    let nothing = world.json("payer", &format!("pool collect {pool}"));
    assert_eq!(nothing["events"], serde_json::json!([]));
    world.refused("payer", &format!("pool sweep-surplus {pool}"), "NoVaultSurplus");
    world.refused("program-admin", "admin withdraw-surplus", "ScheduleStillIssues");
    assert_eq!(world.json("payer", "status")["solvent"], true);
}

#[test]
fn what_is_too_much_is_refused_with_what_there_is() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join_activating(0, &pool, 3);
    for (args, code, words) in [
        (
            "--shares 2000.000001",
            "NotEnoughShares",
            "the record has 2000 shares, which are worth 2000 tokens, and 3 more are",
        ),
        (
            "--activating 3.5",
            "NotEnoughActivating",
            "3 tokens of the record are activating: unstake at most that of them",
        ),
    ] {
        let ran = world.run("wallet-0", &format!("unstake {pool} {args} --yes"));
        assert!(ran.code == 1 && ran.stderr.contains(words) && ran.stderr.contains(code), "{args}: {}", ran.stderr);
    }
}

#[test]
fn a_commission_is_confiscated_alone_and_a_lock_ends_with_a_raise() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 100);
    world.json("wallet-1", &format!("lock {pool} 365d"));
    world.json("wallet-0", "pool update --usdc-commission 20.01%");
    let unlocked = world.json("wallet-1", &format!("unlock {pool}"));
    assert_eq!(event(&unlocked, "LockChanged")["lock_state"], "none");
    world.json("wallet-1", &format!("unstake {pool} ALL"));

    world.json("halt-authority", &format!("halt pool {pool}"));
    world.network.time_travel(2 * DAY + 1).unwrap();
    let slash = format!("slash {pool} --confiscate-commission");
    world.refused("slashing-authority", &slash, "NothingToSlash");
}

#[test]
fn rewards_are_collected_in_front_of_a_cancel_that_needs_them() {
    let world = World::new();
    let pool = world.open_pool(0, 1_000);
    world.join(1, &pool, 4_000);
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},10000000000,0\n"));
    world.json("payer", "rewards build rewards.csv --out tree.json");
    world.json("reward-authority", "rewards publish tree.json");
    world.json("payer", &format!("epoch accrue {pool} tree.json"));
    // 14,000 tokens for 5,000 shares: 4,000 are worth 11,200. The 2,800 that stay do not cover the 9,000 that are uncollected.
    world.json("wallet-1", &format!("unstake {pool} ALL"));
    let cancelled = world.json("wallet-1", &format!("cancel-unstake {pool} 0"));
    assert_eq!(amount(&event(&cancelled, "PoolRewardsCollected")["amount"]), 9_000 * ONE);
    let cancelled = event(&cancelled, "UnstakeCancelled");
    assert_eq!(amount(&cancelled["amount"]), 11_200 * ONE);
    assert_eq!(amount(&cancelled["pool"]["total_activating"]), 11_200 * ONE);
    let record = world.json("wallet-1", &format!("record show {pool}"));
    assert_eq!((amount(&record["activating"]), amount(&record["shares"])), (11_200 * ONE, 0));
    assert_eq!(world.json("payer", "status")["solvent"], true);
}

#[test]
fn shares_and_activating_tokens_leave_together_in_one_ticket() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.join(1, &pool, 100);
    world.json("wallet-1", &format!("stake {pool} 30"));
    for (activating, taken) in [("20", 20), ("ALL", 10)] {
        let unstaked = world.json("wallet-1", &format!("unstake {pool} --shares 40 --activating {activating}"));
        let unstaked = event(&unstaked, "Unstaked");
        assert_eq!((amount(&unstaked["shares"]), amount(&unstaked["activating"])), (40 * ONE, taken * ONE));
        // At a price of one.
        assert_eq!(amount(&unstaked["amount"]), (40 + taken) * ONE);
    }
    let tickets = world.json("wallet-1", &format!("record show {pool}"))["tickets"].clone();
    let amounts: Vec<u64> = tickets.as_array().unwrap().iter().map(|ticket| amount(&ticket["amount"])).collect();
    assert_eq!(amounts, [60 * ONE, 50 * ONE]);
    for (words, option) in [("--shares 0 --activating 1", "--shares"), ("--shares 1 --activating 0", "--activating")] {
        let nothing = world.run("wallet-1", &format!("unstake {pool} {words}"));
        assert!(nothing.code == 2 && nothing.stderr.contains(&format!("{option} is 0")), "{}", nothing.stderr);
    }
    assert_eq!(world.run("wallet-1", &format!("unstake {pool} 5 --shares 1")).code, 2);
}

#[test]
fn stake_moves_from_one_pool_to_another_and_is_told_what_it_waits_for() {
    let world = World::new();
    let (from, to) = (world.open_pool(0, 2_000), world.open_pool(2, 2_000));
    world.join(1, &from, 1_000);
    let move_on = format!("move {from} {to}");
    let early = world.run("wallet-1", &move_on);
    assert_eq!(early.code, 1);
    assert!(
        early.stderr.contains("give an AMOUNT to begin with, or `stake` what was paid to the wallet already"),
        "{}",
        early.stderr
    );
    let same = world.run("wallet-1", &format!("move {from} {from} 1"));
    assert!(same.code == 2 && same.stderr.contains("cancel-unstake"), "{}", same.stderr);

    // What the second pool would not take stays where it is.
    world.json("wallet-2", "pool update --delegation false");
    world.refused("wallet-1", &format!("move {from} {to} 400"), "DelegationNotAllowed");
    world.json("wallet-2", "pool update --delegation true");
    let begun = world.json("wallet-1", &format!("move {from} {to} 400"));
    assert_eq!(amount(&event(&begun, "Unstaked")["amount"]), 400 * ONE);
    assert_eq!(begun["next_step"], format!("inference-staking {move_on}, from the time of the ticket on"));
    let waits = world.run("wallet-1", &move_on);
    assert!(waits.code == 1 && waits.stderr.contains("nothing is matured yet: 400 tokens of"), "{}", waits.stderr);

    world.network.time_travel(3 * DAY).unwrap();
    let rest = world.run("wallet-1", &format!("move {from} {to} ALL --yes"));
    let goes_too = format!(
        "400 tokens of {from} are in tickets already: what of them is matured and not claimed by then moves too"
    );
    assert!(rest.code == 0 && rest.stderr.contains(&goes_too), "{}", rest.stderr);
    world.network.time_travel(4 * DAY + 1).unwrap();
    let tokens = world.tokens(&world.wallet(1));
    let moved = world.json("wallet-1", &move_on);
    assert_eq!((amount(&moved["moved"]), moved.get("sent_before")), (400 * ONE, None));
    assert_eq!(amount(&event(&moved, "UnstakeClaimed")["amount"]), 400 * ONE);
    assert_eq!(amount(&event(&moved, "Staked")["amount"]), 400 * ONE);
    // The rest waits for three days more.
    assert_eq!(amount(&moved["still_waiting"][0]["amount"]), 600 * ONE);
    assert_eq!(world.tokens(&world.wallet(1)), tokens);
    world.network.time_travel(3 * DAY).unwrap();
    assert_eq!(amount(&world.json("wallet-1", &move_on)["moved"]), 600 * ONE);
    let record = world.json("payer", &format!("record show {to} --owner {}", world.wallet(1)));
    assert_eq!(amount(&record["activating"]), 1_000 * ONE);
}

#[test]
fn a_move_to_a_pool_that_was_closed_meanwhile_says_what_is_left() {
    let world = World::new();
    let (from, to) = (world.open_pool(0, 2_000), world.open_pool(2, 2_000));
    world.join(1, &from, 1_000);
    world.json("wallet-1", &format!("move {from} {to} 400"));
    world.json("wallet-2", "pool close");
    world.refused_unasked("wallet-2", &format!("pool close {to}"), "(PoolClosed, error 6042); it is since epoch 1");
    let closed = world.run("wallet-1", &format!("move {from} {to}"));
    assert_eq!(closed.code, 1);
    assert!(closed.stderr.contains("PoolClosed") && !closed.stderr.contains("nothing is matured"), "{}", closed.stderr);
    assert!(closed.stderr.contains(&format!("`cancel-unstake {from} TICKET`")), "{}", closed.stderr);
    world.json("wallet-1", &format!("cancel-unstake {from} 0"));
}

#[test]
fn proofs_that_are_nowhere_stop_no_exit() {
    let world = World::new();
    let (pool, other) = (world.open_pool(0, 2_000), world.open_pool(2, 2_000));
    world.join(1, &pool, 100);
    let exits = [
        (format!("unstake {pool} 10 --trees nowhere"), "--trees nowhere: there is no such folder"),
        (format!("unstake {pool} 10 --service typo"), "--service: write an http(s) URL"),
        (
            format!("unstake {pool} 10 --service http://127.0.0.1:1/?key=1"),
            "--service: write a URL without a query and a fragment: what is asked for is put behind it",
        ),
        (format!("move {pool} {other} 10 --trees nowhere"), "--trees nowhere: there is no such folder"),
    ];
    for (place, (args, words)) in exits.iter().enumerate() {
        let ran = world.run("wallet-1", &format!("{args} --yes -o json"));
        assert_eq!(ran.code, 0, "{args}: {}", ran.stderr);
        let warning = serde_json::json!({ "warning": format!("{words}: going on without proofs") }).to_string();
        assert!(ran.stderr.lines().any(|line| line == warning), "{}", ran.stderr);
        let done: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
        assert_eq!(amount(&event(&done, "Unstaked")["amount"]), 10 * ONE, "exit {place}");
    }
}

/// An operator whose commission is staked has shares after the accrual that it has not before: they leave with the rest.
#[test]
fn everything_of_an_operator_without_shares_is_also_the_commission_that_its_exit_accrues() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    world.json("wallet-0", "pool update --auto-stake true");
    world.json("program-admin", "admin update --min-operator-token-stake 0");
    world.join(1, &pool, 1_000);
    world.json("wallet-0", &format!("unstake {pool} ALL"));
    world.fund(10_000, 0);
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},{},0\n", 10_000 * ONE));
    std::fs::create_dir(world.path("trees")).unwrap();
    world.json("payer", "rewards build rewards.csv --out trees/1.json");
    world.json("reward-authority", "rewards publish trees/1.json");
    // Nothing to unstake without the accrual. With it 10 % of 10,000, less what the rounding to shares leaves in the pool.
    world.refused("wallet-0", &format!("unstake {pool} ALL"), "NothingToUnstake");
    let left = world.json("wallet-0", &format!("unstake {pool} ALL --trees trees"));
    let gone = amount(&event(&left, "Unstaked")["amount"]);
    assert!((1_000 * ONE - 10..=1_000 * ONE).contains(&gone), "{left}");
    let record = world.json("wallet-0", &format!("record show {pool}"));
    assert_eq!((amount(&record["shares"]), amount(&record["pending_unstake"])), (0, 2_000 * ONE + gone));
}
