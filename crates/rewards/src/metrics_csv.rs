//! The metrics CSV `pool,score,usdc_revenue` (SPEC 14).

use std::io::Read;

use solana_pubkey::Pubkey;

use crate::pool_csv::{amount, decimal, CsvError, CsvFault, PoolCsv, PoolRow};
use crate::score::Score;

/// What was measured of one operator pool in the epoch: a row of the metrics CSV.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MetricsRow {
    /// Address of the operator pool.
    pub pool: Pubkey,
    /// The pool's weight in the split of the epoch's rewards.
    pub score: Score,
    /// USDC that the pool earned, in base units of USDC. It is paid as measured, never split.
    pub usdc_revenue: u64,
}

/// Sums over metrics rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MetricsTotals {
    /// Sum of `usdc_revenue`, in base units of USDC.
    pub usdc_revenue: u64,
}

/// The rows of a metrics CSV `pool,score,usdc_revenue`, read one by one.
pub type MetricsCsv<R> = PoolCsv<R, MetricsRow>;

impl PoolRow for MetricsRow {
    const HEADER: &'static str = "pool,score,usdc_revenue";

    type Totals = MetricsTotals;

    fn parse(pool: Pubkey, score: &str, usdc_revenue: &str) -> Result<Self, CsvFault> {
        let score = decimal(score, Score::DECIMALS).map_err(|why| CsvFault::Score { column: "score", why })?;
        Ok(Self { pool, score: Score::of_billionths(score), usdc_revenue: amount("usdc_revenue", usdc_revenue)? })
    }

    fn pool(&self) -> Pubkey {
        self.pool
    }

    fn add_to(&self, totals: MetricsTotals) -> Result<MetricsTotals, CsvFault> {
        let sum = totals.usdc_revenue.checked_add(self.usdc_revenue);
        sum.map(|usdc_revenue| MetricsTotals { usdc_revenue }).ok_or(CsvFault::SumOverflow { column: "usdc_revenue" })
    }
}

/// Reads a whole metrics CSV, rows in the order of the file. See [`PoolCsv`] for what is taken.
///
/// # Errors
///
/// The first fault in the file, with its line: see [`CsvFault`].
pub fn read_metrics_csv<R: Read>(input: R) -> Result<Vec<MetricsRow>, CsvError> {
    MetricsCsv::new(input)?.collect()
}
