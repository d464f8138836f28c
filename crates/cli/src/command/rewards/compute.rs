//! `rewards compute`.

use std::path::PathBuf;

use clap::Args;
use inference_staking_rewards::compute::{compute_file, Computed};

use crate::failure::{rewards, rule, Outcome};
use crate::session::Session;
use crate::view::{Value, View};

/// Arguments of `rewards compute`.
#[derive(Args, Debug)]
pub struct Compute {
    /// Metrics CSV: pool,score,usdc_revenue (USDC in base units)
    #[arg(value_name = "METRICS_CSV")]
    metrics: PathBuf,
    /// Rewards CSV to write: pool,reward,usdc (base units); appears whole or not at all
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
        let (epoch, total) = match self.total_base_units {
            Some(total) => (None, total),
            None => {
                let overview = session.overview().await?;
                let epoch = overview.next_record_epoch().map_err(|refusal| rule(refusal.0))?;
                let mut schedule = overview.emission;
                (Some(epoch), schedule.advance_to(epoch).map_err(|refusal| rule(refusal.0))?)
            }
        };
        let computed = compute_file(&self.metrics, &self.out, total, self.expected_usdc);
        let Computed { pools, totals } = computed.map_err(rewards)?;
        let view = View::new()
            .with_some("epoch", epoch.map(Value::Count))
            .with("pools", Value::Count(u64::try_from(pools).unwrap_or(u64::MAX)))
            .with("total_rewards_base_units", totals.rewards.to_string())
            .with("total_usdc_base_units", totals.usdc.to_string())
            .with("file", self.out.display().to_string());
        session.show(&view);
        Ok(())
    }
}
