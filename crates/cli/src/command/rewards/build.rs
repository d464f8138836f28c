//! `rewards build`.

use std::path::PathBuf;

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::address;
use inference_staking_client::constants::MAX_ROOTS;
use inference_staking_client::state::OperatorPool;
use inference_staking_rewards::build::{build_files, BuildRequest, Built, BuiltTree};

use crate::failure::{rewards, rule, Failure, Outcome};
use crate::session::Session;
use crate::view::{Value, View};

/// Arguments of `rewards build`.
#[derive(Args, Debug)]
pub struct Build {
    /// Rewards CSV: pool,reward,usdc (base units)
    #[arg(value_name = "REWARDS_CSV")]
    rewards: PathBuf,
    /// Tree file to write; appears whole or not at all. Given several times (at most 5): one for each root, over which the
    /// pools are split by address
    #[arg(long, value_name = "TREE_FILE", required = true)]
    out: Vec<PathBuf>,
    /// The epoch [default: the next one on chain]
    #[arg(long)]
    epoch: Option<u64>,
    /// Do not ask the chain: no leaves of zeros are added, and the sum is not held against the schedule
    #[arg(long, requires = "epoch")]
    offline: bool,
    /// Base units that the rewards must sum to [default: what the schedule issues in the epoch; with --offline not checked]
    #[arg(long, value_name = "BASE_UNITS")]
    expected_rewards: Option<u64>,
    /// Base units of USDC that the rows must sum to
    #[arg(long, value_name = "BASE_UNITS")]
    expected_usdc: Option<u64>,
}

/// What the chain says of an epoch.
struct OnChain {
    epoch: u64,
    pools: Vec<Pubkey>,
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
        let request = BuildRequest {
            program_id: address::PROGRAM_ID,
            epoch,
            further_pools: chain.as_ref().map(|chain| &chain.pools[..]).unwrap_or_default(),
            expected_rewards: self.expected_rewards.or(chain.as_ref().map(|chain| chain.emission)),
            expected_usdc: self.expected_usdc,
        };
        let built = build_files(&self.rewards, &self.out, &request).map_err(rewards)?;
        session.show(&self.view(epoch, &built));
        Ok(())
    }

    async fn ask(&self, session: &mut Session<'_>) -> Outcome<OnChain> {
        let overview = session.overview().await?;
        let next = overview.next_record_epoch().map_err(|refusal| rule(refusal.0))?;
        let epoch = self.epoch.unwrap_or(next);
        let mut schedule = overview.emission;
        let emission = schedule.advance_to(epoch).map_err(|_| {
            Failure::bad_input(format!(
                "--epoch {epoch}: the schedule has passed it; build a tree of the past with --offline"
            ))
        })?;
        let pools = session.chain()?.pools().await?;
        Ok(OnChain { epoch, pools: pools_that_may_accrue(&pools, epoch), emission })
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
            .with("total_rewards_base_units", built.totals.rewards.to_string())
            .with("total_usdc_base_units", built.totals.usdc.to_string())
            .with("trees", built.trees.iter().zip(&self.out).map(tree).collect::<Vec<_>>())
    }
}

/// Pools that take part in an epoch.
pub fn pools_that_may_accrue(pools: &[(Pubkey, OperatorPool)], epoch: u64) -> Vec<Pubkey> {
    pools.iter().filter(|(_, pool)| pool.takes_part_in(epoch)).map(|(address, _)| *address).collect()
}
