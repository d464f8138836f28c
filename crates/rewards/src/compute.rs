//! Rewards of an epoch from what was measured: metrics CSV to rewards CSV (SPEC 14).
//!
//! The epoch's tokens are split by score with the largest remainder method; of equal fractions the pool with the
//! lower address bytes comes first. USDC is not split: each pool gets the `usdc_revenue` that was measured. The
//! result does not depend on the order of the rows.

use std::{fs::File, path::Path};

use rayon::slice::ParallelSliceMut;

use crate::apportion::ApportionError;
use crate::error::RewardsError;
use crate::metrics_csv::{read_metrics_csv, MetricsRow};
use crate::reward_row::{RewardRow, Totals};
use crate::rewards_csv::write_rewards_csv_file;
use crate::{apportion::apportion_by, expected::check_sum};

/// What [`compute_file`] wrote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Computed {
    /// Rows written: one per pool of the metrics.
    pub pools: usize,
    /// Their sums, in base units. The rewards are exactly the total that was given.
    pub totals: Totals,
}

/// Splits `total_rewards`, in base units, over the pools by their scores; USDC stays as measured. Rows come out in
/// order of the pool address bytes.
///
/// No pool is in `metrics` twice. If `total_rewards` is zero, the scores do not matter.
///
/// # Errors
///
/// See [`ApportionError`].
pub fn compute(mut metrics: Vec<MetricsRow>, total_rewards: u64) -> Result<Vec<RewardRow>, ApportionError> {
    metrics.par_sort_unstable_by_key(|row| row.pool);
    let rewards = if total_rewards == 0 {
        vec![0; metrics.len()]
    } else {
        apportion_by(total_rewards, metrics.iter().map(|row| row.score.billionths()))?
    };
    let rows = metrics.iter().zip(rewards);
    Ok(rows.map(|(row, reward)| RewardRow { pool: row.pool, reward, usdc: row.usdc_revenue }).collect())
}

/// Reads the metrics CSV `pool,score,usdc_revenue` and writes the rewards CSV `pool,reward,usdc`.
///
/// `total_rewards` is what the schedule issues in the epoch, in base units: the rewards sum to exactly that. If
/// `expected_usdc` is given, `usdc_revenue` must sum to exactly that. Each pool of the metrics gets a row, in order of
/// the address bytes. `out` appears whole or not at all, and replaces what was there.
///
/// # Errors
///
/// [`RewardsError::BadInput`] if the metrics are not as they must be, [`RewardsError::Io`] if a file cannot be read or
/// written. Nothing is written then.
pub fn compute_file(
    metrics: &Path,
    out: &Path,
    total_rewards: u64,
    expected_usdc: Option<u64>,
) -> Result<Computed, RewardsError> {
    let input = File::open(metrics).map_err(|error| RewardsError::io(metrics, "opened", error))?;
    let measured = read_metrics_csv(input).map_err(|error| RewardsError::csv(metrics, error))?;
    // The reader made sure that they fit.
    let usdc = measured.iter().fold(0u64, |sum, row| sum.saturating_add(row.usdc_revenue));
    check_sum("usdc_revenue", usdc, expected_usdc).map_err(|reason| RewardsError::bad(metrics, reason))?;

    let rows = compute(measured, total_rewards).map_err(|error| RewardsError::bad(metrics, error))?;
    write_rewards_csv_file(out, &rows).map_err(|error| RewardsError::io(out, "written", error))?;
    Ok(Computed { pools: rows.len(), totals: Totals { rewards: total_rewards, usdc } })
}
