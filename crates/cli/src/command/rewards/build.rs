//! `rewards build`.

use std::path::PathBuf;

use clap::Args;
use inference_staking_client::address;
use inference_staking_client::constants::MAX_ROOTS;
use inference_staking_rewards::build::{build_files, BuildRequest, Built, BuiltTree};
use inference_staking_rewards::{is_standard_output, PayablePools};

use super::payable::payable_pools;
use super::totals::totals;
use super::writing::writing;
use crate::failure::{rewards, rule, Failure, Outcome};
use crate::session::Session;
use crate::view::{Value, View};

/// Arguments of `rewards build`.
#[derive(Args, Debug)]
pub struct Build {
    /// Rewards CSV: pool,reward,usdc (base units); - is standard input
    #[arg(value_name = "REWARDS_CSV")]
    rewards: PathBuf,
    /// Tree file to write; appears whole or not at all; - is standard output. Given several times (at most 5): one for each root, over which the
    /// pools are split by address
    #[arg(long, value_name = "TREE_FILE", required = true)]
    out: Vec<PathBuf>,
    /// The epoch [default: the next one on chain]
    #[arg(long)]
    epoch: Option<u64>,
    /// Do not ask the chain: no leaves of zeros are added, and neither the sum is held against the schedule nor the pools
    /// against those that may accrue
    #[arg(long, requires = "epoch")]
    offline: bool,
    /// Base units that the rewards must sum to [default: what the schedule issues in the epoch; with --offline not checked]
    #[arg(long, value_name = "BASE_UNITS")]
    expected_rewards: Option<u64>,
    /// Base units of USDC that the rows must sum to
    #[arg(long, value_name = "BASE_UNITS")]
    expected_usdc: Option<u64>,
}

/// A tree is built for the next epoch, or somewhat ahead. Whoever names one decades ahead meant another, and the schedule is followed
/// period by period up to it.
const MOST_EPOCHS_AHEAD: u64 = 10_000;

/// What the chain says of an epoch.
struct OnChain {
    epoch: u64,
    pools: PayablePools,
    emission: u64,
}

impl Build {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        if self.out.len() > MAX_ROOTS {
            let words = format!("--out: a record has at most {MAX_ROOTS} roots, so name at most as many files");
            return Err(Failure::bad_input(words));
        }
        let chain = match self.offline {
            true => None,
            false => Some(self.ask(session).await?),
        };
        let epoch = chain.as_ref().map(|chain| chain.epoch).or(self.epoch);
        let epoch = epoch.ok_or_else(|| Failure::bad_input("--offline needs the epoch: give it with --epoch"))?;
        let (csv, outs, dry_run) = (self.rewards.clone(), self.out.clone(), session.options.dry_run);
        let (expected_rewards, expected_usdc) = (self.expected_rewards, self.expected_usdc);
        let building = move || {
            let request = BuildRequest {
                program_id: address::program_id(),
                epoch,
                payable_pools: chain.as_ref().map(|chain| &chain.pools),
                expected_rewards: expected_rewards.or(chain.as_ref().map(|chain| chain.emission)),
                expected_usdc,
                dry_run,
            };
            build_files(&csv, &outs, &request).map_err(rewards)
        };
        let built = writing(building).await?;
        let view = self.view(epoch, &built).with_some("dry_run", dry_run.then_some(true));
        session.show_beside(&view, self.out.iter().any(|out| is_standard_output(out)));
        Ok(())
    }

    async fn ask(&self, session: &mut Session<'_>) -> Outcome<OnChain> {
        let overview = session.overview().await?;
        let next = overview.next_record_epoch().map_err(|refusal| rule(refusal.0))?;
        let epoch = self.epoch.unwrap_or(next);
        if epoch.saturating_sub(next) > MOST_EPOCHS_AHEAD {
            let words = format!(
                "--epoch {epoch}: the next epoch on chain is {next}, and a tree is built for one at most {MOST_EPOCHS_AHEAD} ahead of it; \
                 with --offline for any"
            );
            return Err(Failure::bad_input(words));
        }
        let mut schedule = overview.emission;
        let emission = schedule.advance_to(epoch).map_err(|_| {
            Failure::bad_input(format!(
                "--epoch {epoch}: the schedule has passed it; build a tree of the past with --offline"
            ))
        })?;
        Ok(OnChain { epoch, pools: payable_pools(&session.chain()?, epoch).await?, emission })
    }

    fn view(&self, epoch: u64, built: &Built) -> View {
        let count = |number: usize| Value::Count(u64::try_from(number).unwrap_or(u64::MAX));
        let tree = |(tree, file): (&BuiltTree, &PathBuf)| {
            View::new()
                .with("file", file.display().to_string())
                .with("root", tree.root)
                .with("depth", Value::Count(u64::from(tree.depth)))
                .with("leaves", count(tree.leaves))
        };
        View::new()
            .with("epoch", Value::Count(epoch))
            .with("leaves", count(built.trees.iter().map(|tree| tree.leaves).fold(0, usize::saturating_add)))
            .with("zero_leaves_added", count(built.zero_leaves_added))
            .and(totals(built.totals, !self.offline))
            .with("trees", built.trees.iter().zip(&self.out).map(tree).collect::<Vec<_>>())
    }
}
