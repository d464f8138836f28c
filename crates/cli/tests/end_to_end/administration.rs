//! What admins and authorities do.

use solana_signer::Signer;

use crate::world::{amount, event, World, DAY, ONE};

#[test]
fn the_program_admin_updates_hands_over_and_halts() {
    let world = World::new();
    let updated = world.json("program-admin", "admin update --challenge-period 36h --max-commission 12.5%");
    let parameters = &event(&updated, "PoolOverviewUpdated")["parameters"];
    assert_eq!((&parameters["challenge_period"], &parameters["max_commission"]), (&129_600.into(), &1_250.into()));
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
    let changed = world.json("wallet-0", &format!("pool change-record {pool} {}", key.display()));
    let record = inference_staking_client::address::staking_record(&pool, &world.wallet(1));
    assert_eq!(event(&changed, "OperatorStakingRecordChanged")["operator_staking_record"], record.to_string());

    world.json("wallet-0", &format!("pool propose-admin {pool} {}", world.wallet(2)));
    world.json("wallet-0", &format!("pool propose-admin {pool} --withdraw"));
    world.refused("wallet-2", &format!("pool accept-admin {pool}"), "NotPendingPoolAdmin");
    world.json("wallet-0", &format!("pool propose-admin {pool} {}", world.wallet(2)));
    world.json("wallet-2", &format!("pool accept-admin {pool}"));
    // Neither the admin any more nor the owner of the operator's record.
    world.refused("wallet-0", &format!("pool close {pool}"), "NotPoolAdminOrOperator");
    world.refused("wallet-2", &format!("pool sweep {pool}"), "PoolNotClosed");
    world.json("wallet-2", &format!("pool close {pool}"));
    assert_eq!(world.json("payer", &format!("pool show {pool}"))["epochs"]["closed_at_epoch"], 1);
    world.refused("wallet-2", &format!("pool sweep {pool}"), "PoolNotEmpty");
}
