//! Rewards of an epoch from what was measured: metrics CSV to rewards CSV (SPEC 14).
//!
//! The epoch's tokens are split by score with the largest remainder method; of equal fractions the pool with the
//! lower address bytes comes first. USDC is not split: each pool gets the `usdc_revenue` that was measured. The
//! result does not depend on the order of the rows.

use std::collections::HashSet;
use std::path::Path;

use rayon::slice::ParallelSliceMut;
use solana_pubkey::Pubkey;

use crate::apportion::ApportionError;
use crate::atomic_file::{open, stage, Destination, StagedFile};
use crate::error::{BadInput, Doing, RewardsError};
use crate::metrics_csv::{MetricsCsv, MetricsRow};
use crate::payable::PayablePools;
use crate::reward_row::{RewardRow, Totals};
use crate::rewards_csv::write_rewards_csv;
use crate::{apportion::apportion_by, expected::check_sum};

/// What [`compute_file`] wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Computed {
    /// Rows written: one per pool of the metrics.
    pub pools: usize,
    /// Their sums, in base units. The rewards are exactly the total that was given.
    pub totals: Totals,
    /// Rows that are paid but are of no payable pool: line of the metrics, and address. [`crate::build::build_files`]
    /// refuses them.
    pub lost: Vec<(u64, Pubkey)>,
    /// Payable pools without a row: they get a leaf of zeros.
    pub unmeasured: usize,
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

/// What is computed, and what has to come out.
#[derive(Clone, Copy, Debug, Default)]
pub struct ComputeRequest<'a> {
    /// What the schedule issues in the epoch, in base units: the rewards sum to exactly that.
    pub total_rewards: u64,
    /// The sum that `usdc_revenue` must have, in base units. `None`: not checked.
    pub expected_usdc: Option<u64>,
    /// All pools that may accrue in the epoch: the result names the rows that pay anything else. `None`: not known.
    pub payable_pools: Option<&'a PayablePools>,
    /// Whether nothing is written.
    pub dry_run: bool,
}

/// Reads the metrics CSV `pool,score,usdc_revenue` and writes the rewards CSV `pool,reward,usdc`.
///
/// Each pool of the metrics gets a row, in order of the address bytes. `out` appears whole or not at all, and replaces what was
/// there. `-` is standard input and standard output.
///
/// # Errors
///
/// [`RewardsError::BadInput`] if the metrics are not as they must be or are what is written, [`RewardsError::Io`] if a file
/// cannot be read or written. Nothing is written then.
pub fn compute_file(metrics: &Path, out: &Path, request: &ComputeRequest) -> Result<Computed, RewardsError> {
    let not_written = |error| RewardsError::io(out, Doing::Writing, error);
    let input = open(metrics).map_err(|error| RewardsError::io(metrics, Doing::Opening, error))?;
    let destination = Destination::of(out).map_err(not_written)?;
    if destination.is_read_from(metrics) {
        return Err(RewardsError::bad(out, BadInput::OverInput));
    }
    let bad_csv = |error| RewardsError::csv(metrics, error);
    let mut csv = MetricsCsv::new(input).map_err(bad_csv)?;
    let measured: Vec<MetricsRow> = csv.by_ref().collect::<Result<_, _>>().map_err(bad_csv)?;
    // The reader made sure that they fit.
    let usdc = measured.iter().fold(0u64, |sum, row| sum.saturating_add(row.usdc_revenue));
    check_sum("usdc_revenue", usdc, request.expected_usdc).map_err(|reason| RewardsError::bad(metrics, reason))?;

    let rows = compute(measured, request.total_rewards).map_err(|error| RewardsError::bad(metrics, error))?;
    if !request.dry_run {
        let staged = stage(destination, |out| write_rewards_csv(out, &rows));
        staged.and_then(StagedFile::put).map_err(not_written)?;
    }
    let is_lost =
        |row: &&RewardRow| row.pays() && request.payable_pools.is_some_and(|pools| !pools.contains(&row.pool));
    let mut lost: Vec<(u64, Pubkey)> =
        rows.iter().filter(is_lost).map(|row| (csv.line_of(&row.pool).unwrap_or_default(), row.pool)).collect();
    lost.sort_unstable();
    let measured: HashSet<&Pubkey> = rows.iter().map(|row| &row.pool).collect();
    let payable = request.payable_pools.map_or(&[][..], PayablePools::as_slice);
    let unmeasured = payable.iter().filter(|pool| !measured.contains(pool)).count();
    let totals = Totals { rewards: request.total_rewards, usdc };
    Ok(Computed { pools: rows.len(), totals, lost, unmeasured })
}
