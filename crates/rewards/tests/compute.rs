//! Metrics CSV to rewards CSV: the split, its rounding, and what is refused.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use std::{collections::BTreeMap, fs, path::PathBuf};

use inference_staking_rewards::{
    compute::{compute, compute_file, ComputeRequest, Computed},
    read_metrics_csv, Doing, PayablePools, RewardRow, RewardsError, Totals,
};
use proptest::prelude::*;
use solana_pubkey::Pubkey;

fn pool(byte: u8) -> Pubkey {
    Pubkey::from([byte; 32])
}

/// A folder with a metrics file, and where the rewards go.
struct Files {
    folder: tempfile::TempDir,
    metrics: PathBuf,
    out: PathBuf,
}

fn files(metrics: impl AsRef<[u8]>) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let (input, out) = (folder.path().join("metrics.csv"), folder.path().join("rewards.csv"));
    fs::write(&input, metrics).unwrap();
    Files { folder, metrics: input, out }
}

fn csv(rows: &[(u8, &str, u64)]) -> String {
    let rows = rows.iter().map(|(byte, score, usdc)| format!("{},{score},{usdc}\n", pool(*byte)));
    format!("pool,score,usdc_revenue\n{}", rows.collect::<String>())
}

impl Files {
    /// Nothing but the input is there.
    fn assert_nothing_written(&self) {
        assert_eq!(fs::read_dir(self.folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn tokens_are_split_by_score_and_usdc_is_paid_as_measured() {
    let files = files(csv(&[(9, "0.5", 30), (4, "2", 0), (7, "1", 5)]));
    // 10 * 0.5/3.5 = 1.43, 10 * 2/3.5 = 5.71, 10 * 1/3.5 = 2.86: down 1, 5, 2, and two left for .86 and .71.
    let computed = compute_file(
        &files.metrics,
        &files.out,
        &ComputeRequest { total_rewards: 10, expected_usdc: Some(35), ..ComputeRequest::default() },
    )
    .unwrap();
    let totals = Totals { rewards: 10, usdc: 35 };
    assert_eq!(computed, Computed { pools: 3, totals, lost: vec![], unmeasured: 0 });
    let expected = format!("pool,reward,usdc\n{},6,0\n{},3,5\n{},1,30\n", pool(4), pool(7), pool(9));
    assert_eq!(fs::read_to_string(&files.out).unwrap(), expected);
}

#[test]
fn rows_that_pay_what_is_no_pool_of_the_epoch_are_named_with_their_lines() {
    let files = files(csv(&[(9, "1", 0), (4, "0", 0), (7, "1", 5), (3, "0", 2)]));
    let payable = PayablePools::new(vec![pool(9), pool(1)]);
    let computed = compute_file(
        &files.metrics,
        &files.out,
        &ComputeRequest { total_rewards: 10, payable_pools: Some(&payable), ..ComputeRequest::default() },
    )
    .unwrap();
    // The row of pool 4 pays nothing.
    assert_eq!(computed.lost, [(4, pool(7)), (5, pool(3))]);
    // Pool 1 may accrue, and nobody has measured it.
    assert_eq!(computed.unmeasured, 1);
}

#[test]
fn of_equal_fractions_the_lower_address_comes_first() {
    let files = files(csv(&[(3, "1", 0), (1, "1", 0), (2, "1", 0)]));
    compute_file(&files.metrics, &files.out, &ComputeRequest { total_rewards: 5, ..ComputeRequest::default() })
        .unwrap();
    let expected = format!("pool,reward,usdc\n{},2,0\n{},2,0\n{},1,0\n", pool(1), pool(2), pool(3));
    assert_eq!(fs::read_to_string(&files.out).unwrap(), expected);
}

#[test]
fn the_largest_scores_and_budget_fit() {
    let most = "18446744073709551615.999999999";
    let metrics = read_metrics_csv(csv(&[(1, most, u64::MAX), (2, most, 0), (3, most, 0)]).as_bytes()).unwrap();
    // 2^64 - 1 is three times 6148914691236517205.
    let rows = compute(metrics, u64::MAX).unwrap();
    assert!(rows.iter().all(|row| row.reward == 6_148_914_691_236_517_205));
    assert_eq!(rows[0].usdc, u64::MAX);
}

#[test]
fn scores_that_floats_cannot_tell_apart_are_told_apart() {
    let metrics = read_metrics_csv(csv(&[(1, "9007199254740992", 0), (2, "9007199254740993", 0)]).as_bytes()).unwrap();
    // One token goes to the larger score, though the other has the lower address.
    assert_eq!(compute(metrics, 1).unwrap()[1], RewardRow { pool: pool(2), reward: 1, usdc: 0 });
}

#[test]
fn scores_of_zero_get_a_row_and_no_reward() {
    let files = files(csv(&[(1, "0", 8), (2, "4", 0)]));
    compute_file(&files.metrics, &files.out, &ComputeRequest { total_rewards: 7, ..ComputeRequest::default() })
        .unwrap();
    let expected = format!("pool,reward,usdc\n{},0,8\n{},7,0\n", pool(1), pool(2));
    assert_eq!(fs::read_to_string(&files.out).unwrap(), expected);
}

#[test]
fn without_an_emission_the_scores_do_not_matter() {
    let files = files(csv(&[(1, "0", 8)]));
    let computed =
        compute_file(&files.metrics, &files.out, &ComputeRequest { total_rewards: 0, ..ComputeRequest::default() })
            .unwrap();
    assert_eq!(computed.totals, Totals { rewards: 0, usdc: 8 });
}

#[test]
fn an_emission_that_nobody_earned_is_refused() {
    let files = files(csv(&[(1, "0", 8), (2, "0.0", 0)]));
    let error =
        compute_file(&files.metrics, &files.out, &ComputeRequest { total_rewards: 7, ..ComputeRequest::default() })
            .unwrap_err();
    let expected = format!(
        "{}: the rewards cannot be split by the scores: all weights are zero: give at least one weight above zero",
        files.metrics.display()
    );
    assert_eq!(error.to_string(), expected);
    assert!(error.is_bad_input());
    files.assert_nothing_written();
}

#[test]
fn usdc_that_does_not_sum_to_what_is_expected_is_refused() {
    let files = files(csv(&[(1, "1", 8), (2, "1", 3)]));
    let error = compute_file(
        &files.metrics,
        &files.out,
        &ComputeRequest { total_rewards: 7, expected_usdc: Some(12), ..ComputeRequest::default() },
    )
    .unwrap_err();
    let expected = format!(
        "{}: the sum of `usdc_revenue` is 11 base units, expected exactly 12: correct the rows or the total",
        files.metrics.display()
    );
    assert_eq!(error.to_string(), expected);
    assert!(error.is_bad_input());
    files.assert_nothing_written();
}

#[test]
fn bad_input_has_its_line_and_nothing_is_written() {
    let good = csv(&[(1, "1", 0)]);
    let cases: [(Vec<u8>, u64); 5] = [
        (format!("{good}{},x,0\n", pool(2)).into(), 3),
        (format!("{good}{},1,0\n", pool(1)).into(), 3),
        (format!("{good}{},1", pool(2)).into(), 3),
        ([good.as_bytes(), b"\xff,1,0\n"].concat(), 3),
        (vec![], 1),
    ];
    for (csv, line) in cases {
        let files = files(csv);
        let error =
            compute_file(&files.metrics, &files.out, &ComputeRequest { total_rewards: 7, ..ComputeRequest::default() })
                .unwrap_err();
        assert!(error.is_bad_input(), "{error}");
        assert_eq!(error.line(), Some(line), "{error}");
        assert!(error.to_string().starts_with(&format!("{}: line {line}: ", files.metrics.display())), "{error}");
        files.assert_nothing_written();
    }
}

#[test]
fn a_metrics_file_that_cannot_be_read_is_bad_input_and_a_rewards_file_that_cannot_be_written_is_not() {
    let files = files(csv(&[(1, "1", 0)]));
    let missing = files.folder.path().join("missing.csv");
    let error = compute_file(&missing, &files.out, &ComputeRequest { total_rewards: 7, ..ComputeRequest::default() })
        .unwrap_err();
    assert!(matches!(error, RewardsError::Io { doing: Doing::Opening, .. }), "{error}");
    assert!(error.is_bad_input());

    let error = compute_file(
        files.folder.path(),
        &files.out,
        &ComputeRequest { total_rewards: 7, ..ComputeRequest::default() },
    )
    .unwrap_err();
    assert!(matches!(error, RewardsError::Io { doing: Doing::Reading, .. }), "{error}");

    let error = compute_file(
        &files.metrics,
        &files.folder.path().join("no/such/folder.csv"),
        &ComputeRequest { total_rewards: 7, ..ComputeRequest::default() },
    )
    .unwrap_err();
    assert!(matches!(error, RewardsError::Io { doing: Doing::Writing, .. }), "{error}");
    assert!(!error.is_bad_input());
    files.assert_nothing_written();
}

/// Pools with scores as people write them. Pools differ, at least one score is above zero.
fn metrics() -> impl Strategy<Value = Vec<([u8; 32], u64, u32)>> {
    let whole = prop_oneof![0..3u64, any::<u64>()];
    let billionths = prop_oneof![Just(0u32), 0..1_000_000_000u32];
    prop::collection::btree_map(any::<[u8; 32]>(), (whole, billionths), 1..30)
        .prop_map(|map| map.into_iter().map(|(pool, (whole, fraction))| (pool, whole, fraction)).collect::<Vec<_>>())
        .prop_filter("all zero", |rows| rows.iter().any(|(_, whole, fraction)| (*whole, *fraction) != (0, 0)))
        .prop_shuffle()
}

fn rewards(rows: &[([u8; 32], u64, u32)], total: u64) -> BTreeMap<Pubkey, u64> {
    let line = |row: &([u8; 32], u64, u32)| format!("{},{}.{:09},0\n", Pubkey::from(row.0), row.1, row.2);
    let csv = format!("pool,score,usdc_revenue\n{}", rows.iter().map(line).collect::<String>());
    let rows = compute(read_metrics_csv(csv.as_bytes()).unwrap(), total).unwrap();
    assert!(rows.is_sorted_by_key(|row| row.pool));
    rows.iter().map(|row| (row.pool, row.reward)).collect()
}

/// Whether `a * b <= c * d`, for products of up to 192 bits.
fn product_at_most(a: u64, b: u128, c: u64, d: u128) -> bool {
    let parts = |x: u64, y: u128| {
        let low = u128::from(x) * (y & u128::from(u64::MAX));
        let high = u128::from(x) * (y >> 64) + (low >> 64);
        (high, low & u128::from(u64::MAX))
    };
    parts(a, b) <= parts(c, d)
}

proptest! {
    #[test]
    fn sums_are_exact_and_each_reward_is_within_one_unit_of_its_share(rows in metrics(), total in any::<u64>()) {
        let rewards = rewards(&rows, total);
        prop_assert_eq!(rewards.values().map(|reward| u128::from(*reward)).sum::<u128>(), u128::from(total));
        let weight = |row: &([u8; 32], u64, u32)| u128::from(row.1) * 1_000_000_000 + u128::from(row.2);
        let sum: u128 = rows.iter().map(weight).sum();
        for row in &rows {
            let reward = rewards[&Pubkey::from(row.0)];
            // reward - 1 < total * weight / sum < reward + 1, up to equality.
            prop_assert!(product_at_most(reward.saturating_sub(1), sum, total, weight(row)));
            prop_assert!(reward == u64::MAX || product_at_most(total, weight(row), reward + 1, sum));
        }
    }

    #[test]
    fn the_order_of_the_rows_does_not_matter(rows in metrics(), total in any::<u64>(), seed in any::<usize>()) {
        let expected = rewards(&rows, total);
        let mut rotated = rows.clone();
        rotated.rotate_left(seed % rows.len());
        prop_assert_eq!(&rewards(&rotated, total), &expected);
        rotated.reverse();
        prop_assert_eq!(&rewards(&rotated, total), &expected);
    }
}
