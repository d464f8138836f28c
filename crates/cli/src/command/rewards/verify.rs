//! `rewards verify`.

use std::path::PathBuf;

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::state::{PoolOverview, RewardRecord};
use inference_staking_keeper::trees::commitment;
use inference_staking_rewards::verify::{compare_with_chain, verify_file, Check, Outcome as Checked, RecordOnChain};
use inference_staking_rewards::RewardsTree;

use super::build::pools_that_may_accrue;
use crate::failure::{rewards, Failure, Outcome};
use crate::session::Session;
use crate::view::{Value, View};

/// Pools without a leaf that are listed in a table; JSON has all.
const LISTED: usize = 20;

/// Arguments of `rewards verify`.
#[derive(Args, Debug)]
pub struct Verify {
    /// Tree files of one epoch, one for each root of its record
    #[arg(value_name = "TREE_FILE", required = true)]
    trees: Vec<PathBuf>,
    /// Only check the files, without the chain
    #[arg(long)]
    offline: bool,
}

impl Verify {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let mut checks = Vec::new();
        let mut trees = Vec::new();
        for path in &self.trees {
            let verified = verify_file(path).map_err(rewards)?;
            let place =
                path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into());
            checks.extend(verified.verdict.checks.iter().map(|check| row(&place, check)));
            trees.extend(verified.tree);
        }
        let files_are_whole = trees.len() == self.trees.len();
        let mut honest = files_are_whole;
        let mut missing = Vec::new();
        if files_are_whole && !self.offline {
            let record = on_chain(session, &trees).await?;
            let verdict = compare_with_chain(&trees.iter().collect::<Vec<_>>(), &record);
            checks.extend(verdict.checks.iter().map(|check| row("chain", check)));
            honest = verdict.honest;
            missing = verdict.missing_pools;
        }
        let missing_count = u64::try_from(missing.len()).unwrap_or(u64::MAX);
        let listed = if session.is_json() { missing.len() } else { LISTED };
        let view = View::new()
            .with("honest", honest)
            .with("compared_with_chain", files_are_whole && !self.offline)
            .with("pools_without_leaf", Value::Count(missing_count))
            .with("missing_pools", Value::List(missing.into_iter().take(listed).map(Value::Key).collect()))
            .with("checks", checks);
        session.show(&view);
        if honest {
            return Ok(());
        }
        Err(Failure::refused(match files_are_whole {
            true => {
                "not honest: the record on chain and what the files say do not agree; while its challenge period runs, a halt \
                 authority can revoke it"
            }
            false => {
                "not honest: a file was changed or is not whole, so nothing was compared with the chain; get it again from \
                 whoever publishes it"
            }
        }))
    }
}

fn row(place: &str, check: &Check) -> View {
    let outcome = match check.outcome {
        Checked::Passed => "passed",
        Checked::Failed => "FAILED",
        Checked::Warning => "warning",
        Checked::Skipped => "skipped",
    };
    View::new()
        .with("of", place)
        .with("check", check.name)
        .with("outcome", outcome)
        .with("explanation", check.explanation.clone())
}

/// The record of the trees' epoch, with what the schedule and the pools say.
async fn on_chain(session: &mut Session<'_>, trees: &[RewardsTree]) -> Outcome<RecordOnChain> {
    let overview = session.overview().await?;
    let chain = session.chain()?;
    let epoch = trees.first().map(RewardsTree::epoch).unwrap_or_default();
    let record: RewardRecord = chain.reward_record(epoch).await?.ok_or_else(|| {
        Failure::refused(format!(
            "the file is whole, but epoch {epoch} has no reward record to compare it with: check the file alone with --offline"
        ))
    })?;
    let pools: Vec<Pubkey> = pools_that_may_accrue(&chain.pools().await?, epoch);
    Ok(RecordOnChain {
        commitment: commitment(&record),
        total_rewards: record.total_rewards,
        total_usdc: record.total_usdc,
        emission: emission(&overview, &record),
        pools_that_may_accrue: Some(pools),
    })
}

/// What the schedule issued in the record's epoch, by the period that the record was issued under: of past periods a lowered
/// schedule says nothing any more.
fn emission(overview: &PoolOverview, record: &RewardRecord) -> Option<u64> {
    overview.emission.schedule().emission(&record.period.into(), record.epoch).ok()
}
