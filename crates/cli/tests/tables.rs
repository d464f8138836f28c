//! What people see: tables and lines; and the same as JSON.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use anchor_lang::prelude::Pubkey;
use inference_staking_cli::show;
use inference_staking_cli::view::{Decimals, Value, View};
use inference_staking_client::instruction::RecordOf;
use inference_staking_client::intent::{BecomesShares, HeldUpBy, PoolActivations, ReadyRecord, WaitingRecord};
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord};
use inference_staking_client::StakingError;
use insta::assert_snapshot;
use serde_json::json;

const DECIMALS: Decimals = Decimals { stake: 6, usdc: 6 };

#[test]
fn values_stand_below_each_other_with_their_units() {
    let view = View::new()
        .with("name", "Operator")
        .with("usdc_commission_bps", Value::Bps(1_250))
        .with("staked", Value::Tokens(1_500_000))
        .with("budgets", Value::List(vec![Value::Tokens(1_000_000), Value::Tokens(500_000)]))
        .with("owed", Value::Usdc(10))
        .with("slashing_delay", Value::Seconds(129_600))
        .with("keys", Value::List(vec![Value::Text("a".into()), Value::Text("b".into())]))
        .with("halted_since", Value::Nothing)
        .with("claimable_from", Value::Time(1_800_000_000))
        .with("open", true);
    // 1,800,000,000 s: 20,833 days and 8 hours after 1970, in January 2027.
    assert_snapshot!(view.to_table(DECIMALS, None), @r"
    Name             Operator
    USDC commission  12.5%
    Staked           1.5 tokens
    Budgets          1 tokens
                     0.5 tokens
    Owed             0.00001 USDC
    Slashing delay   1d 12h
    Keys             a
                     b
    Halted since     -
    Claimable from   2027-01-15 08:00:00 UTC
    Open             yes
    ");
}

#[test]
fn rows_are_a_table_with_units_in_the_header_and_numbers_to_the_right() {
    let row = |name: &str, staked| View::new().with("name", name).with("staked", Value::Tokens(staked));
    let view = View::new().with("count", Value::Count(2)).with("pools", vec![row("first", 1_500_000), row("b", 0)]);
    assert_snapshot!(view.to_table(DECIMALS, None), @r"
    Count  2

    Pools
    ─────
    ┌───────┬─────────────────┐
    │ Name  ┆ Staked (tokens) │
    ╞═══════╪═════════════════╡
    │ first ┆             1.5 │
    │ b     ┆               0 │
    └───────┴─────────────────┘
    ");
    let empty = View::new().with("pools", Vec::<View>::new());
    assert_snapshot!(empty.to_table(DECIMALS, None), @r"
    Pools
    ─────
    none
    ");
}

#[test]
fn sections_have_headings_and_details_are_for_json_alone() {
    let view = View::new()
        .with("event", "Staked")
        .with("owed", View::new().with("usdc_commission", Value::Usdc(2_000_000)))
        .with("pool", Value::Detail(View::new().with("sequence", Value::Count(4))));
    assert_snapshot!(view.to_table(DECIMALS, None), @r"
    Event  Staked

    Owed
    ────
    USDC commission  2 USDC
    ");
    let amount = json!({ "amount": "2000000", "ui": "2" });
    let expected = json!({ "event": "Staked", "owed": { "usdc_commission": amount }, "pool": { "sequence": 4 } });
    assert_eq!(view.to_json(DECIMALS), expected);
}

#[test]
fn json_has_base_units_as_strings_and_plain_times() {
    let view = View::new()
        .with("staked", Value::Tokens(u64::MAX))
        .with("usdc", Value::Usdc(1))
        .with("index", u128::MAX)
        .with("delay", Value::Seconds(60))
        .with("at", Value::Time(1_800_000_000))
        .with("rate", Value::Rate(80_000_000_000_000))
        .with("commission", Value::Bps(500))
        .with("key", Pubkey::default())
        .with("none", Value::key_or_none(Pubkey::default()));
    let expected = json!({
        "staked": { "amount": "18446744073709551615", "ui": "18446744073709.551615" },
        "usdc": { "amount": "1", "ui": "0.000001" },
        "index": "340282366920938463463374607431768211455",
        "delay": 60,
        "at": 1_800_000_000,
        "rate": "80000000000000",
        "commission": 500,
        "key": "11111111111111111111111111111111",
        "none": null,
    });
    assert_eq!(view.to_json(DECIMALS), expected);
}

#[test]
fn the_pool_list_shows_price_commissions_and_epochs_behind() {
    let mut overview: PoolOverview = bytemuck::Zeroable::zeroed();
    overview.completed_reward_epoch = 7;
    let mut pool: OperatorPool = bytemuck::Zeroable::zeroed();
    pool.name[..5].copy_from_slice(b"Alpha");
    // 1,250 tokens over 1,000 shares: 1.25 a share.
    pool.total_staked_amount = 1_250_000_000;
    pool.total_shares = 1_000_000_000;
    pool.reward_commission_bps = 500;
    pool.usdc_commission_bps = 1_050;
    pool.delegation_allowed = 1;
    pool.total_activating = 70_500_000;
    pool.reward_last_claimed_epoch = 5;
    let row = show::pool_row(Pubkey::default(), &pool, &overview, 0);
    assert_snapshot!(View::new().with("pools", vec![row]).to_table(DECIMALS, None), @r"
    Pools
    ─────
    ┌──────────────────────────────────┬───────┬───────┬─────────────────┬─────────────┬───────────────────┬─────────────────────┬───────────────────┬─────────────────┬────────────┬───────────────┐
    │ Pool                             ┆ Name  ┆ State ┆ Staked (tokens) ┆ Share price ┆ Yield since start ┆ Activating (tokens) ┆ Reward commission ┆ USDC commission ┆ Delegation ┆ Epochs behind │
    ╞══════════════════════════════════╪═══════╪═══════╪═════════════════╪═════════════╪═══════════════════╪═════════════════════╪═══════════════════╪═════════════════╪════════════╪═══════════════╡
    │ 11111111111111111111111111111111 ┆ Alpha ┆ open  ┆            1250 ┆ 1.25        ┆               25% ┆                70.5 ┆                5% ┆           10.5% ┆ yes        ┆             2 │
    └──────────────────────────────────┴───────┴───────┴─────────────────┴─────────────┴───────────────────┴─────────────────────┴───────────────────┴─────────────────┴────────────┴───────────────┘
    ");
}

#[test]
fn a_column_in_which_no_row_has_anything_is_left_out() {
    let row = |name: &str, staked: Option<Value>| {
        View::new().with("name", name).with("staked", staked).with("closed_at_epoch", None::<Value>)
    };
    let rows = vec![row("Alpha", None), row("Beta", Some(Value::Tokens(2_500_000)))];
    let view = View::new().with("pools", rows);
    assert_snapshot!(view.to_table(DECIMALS, None), @r"
    Pools
    ─────
    ┌───────┬─────────────────┐
    │ Name  ┆ Staked (tokens) │
    ╞═══════╪═════════════════╡
    │ Alpha ┆               - │
    │ Beta  ┆             2.5 │
    └───────┴─────────────────┘
    ");
    assert_eq!(view.to_json(DECIMALS)["pools"][0]["closed_at_epoch"], json!(null));
}

#[test]
fn a_table_that_is_wider_than_the_terminal_becomes_lines_for_each_row() {
    let row = |name: &str, staked| {
        View::new().with("pool", Pubkey::default()).with("name", name).with("staked", Value::Tokens(staked))
    };
    let view = View::new().with("pools", vec![row("Alpha", 1_000_000), row("Beta", 2_500_000)]);
    // Borders, names and 32 characters of an address: 62 columns.
    let wide = view.to_table(DECIMALS, Some(62));
    assert_eq!((wide.clone(), wide.contains('┌')), (view.to_table(DECIMALS, None), true));
    assert_snapshot!(view.to_table(DECIMALS, Some(61)), @r"
    Pools
    ─────
    Pool    11111111111111111111111111111111
    Name    Alpha
    Staked  1 tokens

    Pool    11111111111111111111111111111111
    Name    Beta
    Staked  2.5 tokens
    ");
}

#[test]
fn long_words_go_on_below_their_beginning_and_addresses_stay_whole() {
    let view = View::new()
        .with("pool", Pubkey::default())
        .with("becomes_shares", "not before epoch 7 is over and the pool has passed it, and only if it is not halted");
    assert_snapshot!(view.to_table(DECIMALS, Some(50)), @r"
    Pool            11111111111111111111111111111111
    Becomes shares  not before epoch 7 is over and the
                    pool has passed it, and only if it
                    is not halted
    ");
    // However narrow: an address is there to be copied.
    assert!(view.to_table(DECIMALS, Some(10)).contains("11111111111111111111111111111111"));
    assert_eq!(view.to_table(DECIMALS, None).lines().count(), 2);
}

#[test]
fn what_a_change_makes_different_stands_with_both_values() {
    let parameters = |fee, delay| {
        let view = View::new().with("registration_fee", Value::Tokens(fee)).with("same", true);
        view.with("slashing_delay", Value::Seconds(delay))
    };
    let changes = show::changes(&parameters(1_500_000, 86_400), &parameters(2_000_000, 90_000));
    let view = View::new().with("changes", changes);
    let row = |name: &str, before, after| json!({ "parameter": name, "before": before, "after": after });
    let tokens = |amount: &str, ui: &str| json!({ "amount": amount, "ui": ui });
    let expected = [
        row("registration_fee", tokens("1500000", "1.5"), tokens("2000000", "2")),
        row("slashing_delay", json!(86_400), json!(90_000)),
    ];
    assert_eq!(view.to_json(DECIMALS)["changes"], json!(expected));
    let table = view.to_table(DECIMALS, None);
    for words in ["1.5 tokens", "2 tokens", "1d ", "1d 1h"] {
        assert!(table.contains(words), "{words}: {table}");
    }
}

#[test]
fn activating_stake_is_told_with_what_waits_and_for_what() {
    let record = RecordOf { operator_pool: Pubkey::default(), owner: Pubkey::default() };
    let waiting = |ripe, error| WaitingRecord { record, ripe, unripe: 0, latest_deposit_epoch: 0, error };
    let pool = PoolActivations {
        operator_staking_record: Pubkey::default(),
        ready: vec![ReadyRecord { record, ripe: 2_500_000, cost: 2_499_999 }],
        waiting: vec![
            waiting(1_000_000, StakingError::PoolHalted),
            waiting(500_000, StakingError::PoolHalted),
            // Nothing of it is ripe: it waits for its epoch alone.
            waiting(0, StakingError::NothingRipe),
        ],
    };
    assert_snapshot!(show::activating([&pool]).to_table(DECIMALS, None), @r"
    Ripe                 4 tokens
    Can activate         2.499999 tokens
    Records to activate  1

    Waiting
    ───────
    ┌─────────┬───────────────┬─────────────────────────────────────────────────────────────────────────────────────┐
    │ Records ┆ Ripe (tokens) ┆ Waits for                                                                           │
    ╞═════════╪═══════════════╪═════════════════════════════════════════════════════════════════════════════════════╡
    │       2 ┆           1.5 ┆ The pool is halted: wait until a halt authority resumes it (PoolHalted, error 6043) │
    └─────────┴───────────────┴─────────────────────────────────────────────────────────────────────────────────────┘
    ");
}

#[test]
fn a_deposit_says_when_it_becomes_shares() {
    assert_snapshot!(show::becomes_shares(BecomesShares::AfterEpoch { epoch: 4 }, &[]).to_table(DECIMALS, None), @r"
    Becomes shares    once epoch 4 is over and the pool has passed it, to earn from epoch 5 on at the earliest: the keeper does it then, or `activate`
    Earns from epoch  5
    ");
    let held_up = [
        HeldUpBy::PoolBehind { epochs: 2 },
        HeldUpBy::SkippedLately { skipped: vec![1, 2], until_complete: 10 },
        HeldUpBy::OperatorStakeBelowMinimum,
        HeldUpBy::DepositBuysNoShare,
    ];
    let shown = show::becomes_shares(BecomesShares::AfterEpoch { epoch: 4 }, &held_up).to_json(DECIMALS);
    // Nobody knows until when the minimum, the price or a skipped epoch hold it up; what the pool has to pass, it passes in time.
    assert!(shown.get("earns_from_epoch").is_none(), "{shown}");
    let behind = show::becomes_shares(BecomesShares::AfterEpoch { epoch: 4 }, &held_up[..1]).to_json(DECIMALS);
    assert_eq!(behind["earns_from_epoch"], 5);
    let told = |place: usize, reason: &str, word: &str| {
        let reason_told = shown["held_up"][place]["reason"] == reason;
        reason_told && shown["held_up"][place]["held_up_by"].as_str().unwrap().contains(word)
    };
    assert!(told(0, "PoolBehind", "2 epochs"), "{shown}");
    assert!(
        told(1, "SkippedLately", "epochs 1, 2: until it has accrued what it skipped, or epoch 10 is complete"),
        "{shown}"
    );
    assert!(told(2, "OperatorStakeBelowMinimum", "minimum"), "{shown}");
    assert!(told(3, "DepositBuysNoShare", "today's price"), "{shown}");
    assert_snapshot!(show::becomes_shares(BecomesShares::AtOnce { epoch: 4 }, &[]).to_table(DECIMALS, None), @r"
    Becomes shares    at once
    Earns from epoch  4
    ");
}

#[test]
fn a_pool_lists_the_epochs_it_can_still_catch_up() {
    let overview: PoolOverview = bytemuck::Zeroable::zeroed();
    let mut pool: OperatorPool = bytemuck::Zeroable::zeroed();
    pool.reward_last_claimed_epoch = 10;
    // Bits 0 and 3: epochs 10 and 7.
    pool.skipped_epochs = 0b1001u128.into();
    let shown = show::pool(Pubkey::default(), &pool, &overview, 0).to_json(DECIMALS);
    assert_eq!(shown["epochs"]["skipped_epochs"], json!([7, 10]));
    assert_eq!(shown["shares"]["share_price"], "1");
}

#[test]
fn an_epoch_says_where_it_stands() {
    let mut overview: PoolOverview = bytemuck::Zeroable::zeroed();
    overview.completed_reward_epoch = 3;
    let mut record: RewardRecord = bytemuck::Zeroable::zeroed();
    record.epoch = 3;
    record.claimable_from = 100;
    let state =
        |overview: &PoolOverview, now| show::reward_record(&record, overview, now).to_json(DECIMALS)["state"].clone();
    assert_eq!(state(&overview, 99), "challenge period");
    assert_eq!(state(&overview, 100), "claimable");
    // A record expires when the one 128 epochs after its own is claimable.
    overview.completed_reward_epoch = 130;
    assert_eq!(state(&overview, 100), "claimable");
    overview.completed_reward_epoch = 131;
    overview.newest_claimable_from = 101;
    assert_eq!(state(&overview, 100), "claimable");
    assert_eq!(state(&overview, 101), "expired");
}
