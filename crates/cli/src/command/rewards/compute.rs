//! `rewards compute`.

use std::path::PathBuf;

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_rewards::compute::{compute_file, ComputeRequest, Computed};
use inference_staking_rewards::is_standard_output;

use super::next_epoch::next_epoch;
use super::totals::totals;
use super::writing::writing;
use crate::failure::{rewards, Outcome};
use crate::session::Session;
use crate::view::{Value, View};

/// Wrong rows that a table lists; JSON has all.
const MOST_ROWS: usize = 20;

/// Arguments of `rewards compute`.
#[derive(Args, Debug)]
pub struct Compute {
    /// Metrics CSV: pool,score,usdc_revenue (USDC in base units); - is standard input
    #[arg(value_name = "METRICS_CSV")]
    metrics: PathBuf,
    /// Rewards CSV to write: pool,reward,usdc (base units); appears whole or not at all; - is standard output
    #[arg(long, value_name = "REWARDS_CSV")]
    out: PathBuf,
    /// Base units to split, without asking the chain [default: what the schedule issues in the next epoch]
    #[arg(long, value_name = "BASE_UNITS")]
    total_base_units: Option<u64>,
    /// Base units of USDC that the revenues must sum to
    #[arg(long, value_name = "BASE_UNITS")]
    expected_usdc: Option<u64>,
}

impl Compute {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let next = match self.total_base_units {
            Some(_) => None,
            None => Some(next_epoch(session).await?),
        };
        let total = self.total_base_units.or(next.as_ref().map(|next| next.emission)).unwrap_or_default();
        let (epoch, payable_pools) = next.map(|next| (next.epoch, next.payable_pools)).unzip();
        let (metrics, out, dry_run) = (self.metrics.clone(), self.out.clone(), session.options.dry_run);
        let expected_usdc = self.expected_usdc;
        let computing = move || {
            let payable_pools = payable_pools.as_ref();
            let request = ComputeRequest { total_rewards: total, expected_usdc, payable_pools, dry_run };
            compute_file(&metrics, &out, &request).map_err(rewards)
        };
        let Computed { pools, totals: sums, lost, unmeasured } = writing(computing).await?;
        let listed = if session.is_json() { lost.len() } else { MOST_ROWS };
        let view = View::new()
            .with_some("epoch", epoch.map(Value::Count))
            .with("pools", Value::Count(u64::try_from(pools).unwrap_or(u64::MAX)))
            .with_some(
                "pools_without_a_row",
                epoch.map(|_| Value::Count(u64::try_from(unmeasured).unwrap_or(u64::MAX))),
            )
            .and(totals(sums, epoch.is_some()))
            .with("file", self.out.display().to_string())
            .with_some(
                "paid_to_no_pool",
                (!lost.is_empty()).then(|| lost.iter().take(listed).map(row).collect::<Vec<_>>()),
            );
        let view = view.with_some("dry_run", dry_run.then_some(true));
        session.show_beside(&view, is_standard_output(&self.out));
        if unmeasured > 0 {
            session.warn(&format!(
                "{unmeasured} pool(s) that may accrue have no row in {}: they get nothing for this epoch",
                self.metrics.display(),
            ));
        }
        if let [(line, address), ..] = lost[..] {
            session.warn(&format!(
                "{} row(s) pay what is no pool that may accrue, the first on line {line} of {}: {address}; `rewards build` \
                 will refuse them",
                lost.len(),
                self.metrics.display(),
            ));
        }
        Ok(())
    }
}

fn row((line, address): &(u64, Pubkey)) -> View {
    View::new().with("line", Value::Count(*line)).with("address", *address)
}
