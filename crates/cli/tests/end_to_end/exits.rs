//! Unstakes, cancels and locks of a delegator.

use crate::world::{amount, event, World, DAY, ONE};

#[test]
fn an_unstake_is_cancelled_and_shares_are_locked_and_released() {
    let world = World::new();
    let pool = world.open_pool(0, 2_000);
    // No record yet: stake creates it.
    world.json("wallet-1", &format!("stake {pool} 100"));
    let unstaked = world.json("wallet-1", &format!("unstake {pool} 40.25"));
    assert_eq!(amount(&event(&unstaked, "Unstaked")["amount"]), 40_250_000);
    let cancelled = world.json("wallet-1", &format!("cancel-unstake {pool} 0"));
    assert_eq!(amount(&event(&cancelled, "UnstakeCancelled")["cost"]), 40_250_000);
    world.refused("wallet-1", &format!("cancel-unstake {pool} 3"), "NoSuchTicket");

    let locked = world.json("wallet-1", &format!("lock {pool} 180d"));
    assert!(event(&locked, "LockChanged")["unlock_started_at"].is_null());
    // SPEC 10: floor(100 x 10^6 (10,512,000 + 180 x 86,400) / 10,512,000).
    let rank = 100 * ONE * (10_512_000 + 180 * DAY) / 10_512_000;
    let shown = world.json("wallet-1", &format!("rank {pool}"));
    assert_eq!((&shown["rank"], &shown["lock"]), (&rank.to_string().into(), &"locked".into()));
    world.refused("wallet-1", &format!("unstake {pool} 1"), "SharesLocked");
    world.refused("wallet-1", &format!("extend {pool} 200d"), "LockDurationOutOfRange");
    let extended = world.json("wallet-1", &format!("extend {pool} 1d12h"));
    assert_eq!(event(&extended, "LockChanged")["lock_duration"], 181 * DAY + DAY / 2);
    world.json("wallet-1", &format!("unlock {pool}"));
    assert_eq!(world.json("wallet-1", &format!("rank {pool}"))["rank"], "0");
    world.json("wallet-1", &format!("cancel-unlock {pool}"));
    assert_eq!(world.json("wallet-1", &format!("rank {pool}"))["locked_shares"]["ui"], "100");
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
    assert!(ran.stderr.contains("18000000000000 were to be staked"), "{}", ran.stderr);
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
