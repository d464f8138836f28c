//! A pool's life with rewards: created, staked, rewarded, claimed, left.

use inference_staking_client::state::NewEmissionSchedule;

use crate::world::{amount, event, World, DAY, ONE};

#[test]
fn an_epoch_goes_from_metrics_to_paid_delegators() {
    let world = World::new();
    let pool = world.open_pool(0, 3_000);
    world.json("wallet-1", &format!("record create {pool}"));
    let staked = world.json("wallet-1", &format!("stake {pool} 1000.5"));
    assert_eq!(amount(&event(&staked, "Staked")["amount"]), 1_000_500_000);
    assert_eq!(amount(&event(&staked, "Staked")["shares"]), 0);
    assert_eq!(staked["earns_from_epoch"], 2);
    let delegator = world.wallet(1);
    world.refused("payer", &format!("activate {pool} {delegator}"), "NothingRipe");

    // Epoch 1 pays nobody. The keeper lets the pool pass it, and makes the deposit shares, one for each base unit.
    world.json("reward-authority", "epoch mark");
    world.json("reward-authority", "rewards publish --empty");
    // Nor does that take a proof of whoever activates by hand.
    let by_hand = world.json("payer", &format!("activate {pool} {delegator} --dry-run"));
    assert_eq!(by_hand["events"].as_array().map(Vec::len), Some(2), "{by_hand}");
    std::fs::create_dir(world.path("trees")).unwrap();
    let kept = world.json("payer", "rewards accrue --trees trees");
    assert_eq!((&kept["passed_without_proof"], &kept["activated"]), (&1.into(), &1.into()));
    let record = world.json("wallet-1", &format!("record show {pool}"));
    assert_eq!((&record["shares"]["ui"], &record["activating"]["ui"]), (&"1000.5".into(), &"0".into()));
    world.network.time_travel(DAY + 1).unwrap();

    // 10,000 tokens an epoch (default schedule: 100,000 over 10 epochs), 500 USDC.
    world.fund(10_000, 500);
    world.json("reward-authority", "epoch mark");
    // While epoch 2 is being finalized, the current one is 3. A deposit comes all the same.
    let late = world.json("wallet-1", &format!("stake {pool} 1"));
    assert_eq!(late["earns_from_epoch"], 4);
    world.write("metrics.csv", &format!("pool,score,usdc_revenue\n{pool},1,500000000\n"));
    let computed = world.json("payer", "rewards compute metrics.csv --out rewards.csv");
    assert_eq!(computed["total_rewards"], serde_json::json!({ "amount": "10000000000", "ui": "10000" }));
    let csv = std::fs::read_to_string(world.path("rewards.csv")).unwrap();
    assert_eq!(csv.trim().replace("\r\n", "\n"), format!("pool,reward,usdc\n{pool},10000000000,500000000"));

    let built = world.json("payer", "rewards build rewards.csv --out trees/2.json");
    assert_eq!((&built["epoch"], &built["leaves"], &built["trees"][0]["depth"]), (&2.into(), &1.into(), &0.into()));
    assert_eq!(world.json("payer", "rewards verify --offline trees/2.json")["whole"], true);
    let published = world.json("reward-authority", "rewards publish trees/2.json");
    assert_eq!(amount(&event(&published, "RewardRecordCreated")["reward_liability"]), 10_000 * ONE);
    let verified = world.json("wallet-2", "rewards verify trees/2.json");
    assert_eq!((&verified["honest"], &verified["compared_with_chain"]), (&true.into(), &true.into()));
    let checks = verified["checks"].to_string();
    assert!(checks.contains("rewards of all leaves sum to 10000 tokens") && !checks.contains("base units"), "{checks}");

    // One unit more in the file: the file is to blame, not the record.
    let tampered = std::fs::read_to_string(world.path("trees/2.json")).unwrap().replace("10000000000", "10000000001");
    world.write("tampered.json", &tampered);
    let blamed = world.run("wallet-2", "rewards verify tampered.json");
    assert_eq!(blamed.code, 2);
    assert!(blamed.stderr.contains("a file was changed"), "{}", blamed.stderr);

    assert_eq!(world.json("payer", "pool list --behind")["count"], 1);
    let accrued = world.json("payer", "rewards accrue --trees trees");
    assert_eq!((&accrued["complete"], &accrued["accrued"]), (&true.into(), &1.into()));
    // The deposit of epoch 3 is not ripe.
    assert_eq!(accrued["activated"], 0);
    let again = world.json("payer", "rewards accrue --trees trees");
    assert_eq!((&again["accrued"], &again["transactions"]), (&0.into(), &0.into()));

    let status = world.json("payer", "status");
    assert_eq!(status["solvent"], true);
    assert_eq!(status["completed_epoch"], 2);
    assert_eq!((&status["pools"]["activating"]["ui"], &status["activating"]["ripe"]["ui"]), (&"1".into(), &"0".into()));
    // Holders get 90 % of the tokens; the price of 4,000.5 staked tokens rises by that.
    let shown = world.json("payer", &format!("pool show {pool}"));
    assert_eq!(amount(&shown["shares"]["total_staked_amount"]), 4_000_500_000 + 9_000 * ONE);
    assert_eq!(amount(&shown["owed"]["reward_commission"]), 1_000 * ONE);

    // USDC: 80 % of 500 to the holders; 1,000.5 of 4,000.5 shares are wallet 1's, rounded down: 400 x 1000.5 / 4000.5.
    let before = world.usdc(&world.wallet(1));
    world.json("wallet-1", &format!("claim usdc {pool}"));
    let earned = 400_000_000u64 * 10_005 / 40_005;
    assert_eq!(world.usdc(&world.wallet(1)) - before, earned);

    // The operator takes both commissions at once.
    let (tokens, usdc) = (world.tokens(&world.wallet(0)), world.usdc(&world.wallet(0)));
    world.json("wallet-0", "claim commission");
    assert_eq!(world.tokens(&world.wallet(0)) - tokens, 1_000 * ONE);
    assert_eq!(world.usdc(&world.wallet(0)) - usdc, 100 * ONE);
    world.refused("wallet-0", "pool withdraw", "NoCommissionToWithdraw");

    // Everything out: floor(1000.5 x 13000.5 / 4000.5) tokens, in base units, and the one that is activating.
    let worth = u64::try_from(1_000_500_000u128 * 13_000_500_000 / 4_000_500_000).unwrap();
    let record = world.json("payer", &format!("record show {pool} --owner {}", world.wallet(1)));
    assert_eq!(amount(&record["value"]), worth);
    assert_eq!((&record["activating"]["ui"], &record["ripe"]["ui"]), (&"1".into(), &"0".into()));
    assert_eq!(record["can_activate"], false);
    let waits_for = record["activation_waits_for"].as_str().unwrap();
    assert_eq!(waits_for, "the end of epoch 3, and that its pool passes it");
    let asked = world.json("payer", &format!("record show {pool} --by-program --owner {}", world.wallet(1)));
    for name in ["value", "activating", "ripe", "can_activate"] {
        assert_eq!(asked[name], record[name], "{name}");
    }
    let unstaked = world.json("wallet-1", &format!("unstake {pool} ALL --trees trees"));
    let unstaked = event(&unstaked, "Unstaked");
    assert_eq!((amount(&unstaked["amount"]), amount(&unstaked["activating"])), (worth + ONE, ONE));
    assert_eq!((&unstaked["shares"]["ui"], &unstaked["record_activating"]["ui"]), (&"1000.5".into(), &"0".into()));
    world.refused("payer", &format!("claim unstake {pool} --owner {}", world.wallet(1)), "NothingToClaim");
    world.network.time_travel(7 * DAY + 1).unwrap();
    let before = world.tokens(&world.wallet(1));
    world.json("payer", &format!("claim unstake {pool} --owner {}", world.wallet(1)));
    assert_eq!(world.tokens(&world.wallet(1)) - before, worth + ONE);
    world.json("wallet-1", &format!("record close {pool}"));
    assert_eq!(world.json("payer", &format!("record list --pool {pool}"))["count"], 1);
    assert_eq!(world.json("payer", "status")["solvent"], true);
}

#[test]
fn a_single_pool_accrues_with_its_own_proof_and_a_revoked_epoch_is_published_again() {
    let mut options = inference_staking_localnet_rpc::LocalNetworkOptions::default();
    options.setup.parameters.challenge_period = DAY;
    let budgets = vec![10_000 * ONE, 5_000 * ONE];
    options.setup.emission = NewEmissionSchedule::Table { epochs_per_period: 1, budgets };
    let world = World::with(options);
    let (first, second) = (world.open_pool(0, 2_000), world.open_pool(1, 2_000));
    world.fund(20_000, 0);
    world.json("reward-authority", "epoch mark 1");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{first},10000000000,0\n"));
    let built = world.json("payer", "rewards build rewards.csv --out tree.json");
    // The pool without a row gets a leaf of zeros.
    assert_eq!((&built["leaves"], &built["zero_leaves_added"]), (&2.into(), &1.into()));
    world.json("reward-authority", "rewards publish tree.json");
    world.json("halt-authority", "epoch revoke");
    assert_eq!(world.json("payer", "epoch show")["finalizing"], true);
    world.json("reward-authority", "rewards publish tree.json");
    world.refused("payer", &format!("epoch accrue {first} tree.json"), "RecordNotClaimable");
    world.network.time_travel(DAY + 1).unwrap();
    world.refused("halt-authority", "epoch revoke", "ChallengePeriodOver");

    world.refused("payer", &format!("epoch bypass {second}"), "BypassTooSoon");
    let accrued = world.json("payer", &format!("epoch accrue {first} tree.json"));
    assert_eq!(amount(&event(&accrued, "RewardAccrued")["holder_reward"]), 9_000 * ONE);
    world.json("payer", &format!("epoch accrue {second} tree.json"));
    world.refused("payer", &format!("epoch accrue {second} tree.json"), "EpochAlreadyAccrued");
    assert_eq!(world.json("payer", "epoch show 1")["accrued_leaves"], 2);
    world.refused("payer", "epoch reclaim 1", "RecordNotExpired");

    // An empty epoch pays nobody: any pool passes it without a proof.
    world.network.time_travel(2 * DAY).unwrap();
    world.json("reward-authority", "epoch mark");
    world.json("reward-authority", "rewards publish --empty");
    world.network.time_travel(DAY + 1).unwrap();
    let passed = world.json("payer", &format!("epoch bypass {first}"));
    assert_eq!(event(&passed, "EpochBypassed")["reward_epoch"], 2);
    // In the second period too, the record of the first knows what it had to issue.
    let verified = world.json("wallet-2", "rewards verify tree.json");
    let checks = verified["checks"].as_array().unwrap();
    let emission = checks.iter().find(|check| check["check"] == "emission").unwrap();
    assert_eq!(emission["outcome"], "passed", "{emission}");
}

#[test]
fn status_and_epoch_say_from_when_an_epoch_can_be_marked_and_bypassed() {
    let mut options = inference_staking_localnet_rpc::LocalNetworkOptions::default();
    options.setup.parameters.challenge_period = 2 * DAY;
    let world = World::with(options);
    let pool = world.open_pool(0, 2_000);
    world.fund(10_000, 0);
    let next_mark = || world.json("payer", "status")["next_mark_from"].clone();
    assert_eq!(next_mark(), serde_json::Value::Null);
    world.json("reward-authority", "epoch mark");
    world.write("rewards.csv", &format!("pool,reward,usdc\n{pool},10000000000,0\n"));
    world.json("payer", "rewards build rewards.csv --out tree.json");
    world.json("reward-authority", "rewards publish tree.json");
    let record = world.json("payer", "epoch show 1");
    let claimable_from = record["claimable_from"].as_i64().unwrap();
    // Two days are longer than the day that an epoch lasts at least.
    assert_eq!(next_mark(), claimable_from);
    assert_eq!(record["bypass_from"], claimable_from + 3 * DAY as i64);
    world.network.time_travel(DAY + 1).unwrap();
    let date = inference_staking_client::time::utc(claimable_from);
    world.refused_unasked(
        "reward-authority",
        "epoch mark",
        &format!("(MarkTooSoon, error 6070); it can be marked from {date}"),
    );

    world.json("program-admin", "halt accrual");
    world.network.time_travel(DAY).unwrap();
    assert_eq!(next_mark(), serde_json::Value::Null);
    world.refused("reward-authority", "epoch mark", "AccrualHalted");
    world.json("program-admin", "halt accrual --resume");
    let resumed_at = world.json("payer", "status")["halts"]["accrual_resumed_at"].as_i64().unwrap();
    assert!(resumed_at > claimable_from);
    assert_eq!(world.json("payer", "epoch show 1")["bypass_from"], resumed_at + 3 * DAY as i64);
    world.json("reward-authority", "epoch mark");
}
