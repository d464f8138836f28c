//! `rewards publish`: the reward record of the finalizing epoch.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args};
use inference_staking_client::address;
use inference_staking_client::intent::{self, Publication};
use inference_staking_rewards::verify::{verify_file, Outcome as Checked};
use inference_staking_rewards::{pool_in_two_trees, Commitment, CommittedRoot, RewardsTree};

use crate::failure::{rewards, rule, Failure, Outcome};
use crate::session::Session;

/// Arguments of `rewards publish`.
#[derive(Args, Debug)]
#[command(group = ArgGroup::new("what").required(true))]
pub struct Publish {
    /// Tree files of the epoch, one for each root (at most 5)
    #[arg(value_name = "TREE_FILE", group = "what", num_args = 1..=5)]
    trees: Vec<PathBuf>,
    /// Commit an epoch that pays nothing, without roots
    #[arg(long, group = "what")]
    empty: bool,
}

impl Publish {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let trees = self.trees.iter().map(|path| read_honest(path)).collect::<Outcome<Vec<_>>>()?;
        let overview = session.begin().await?;
        let epoch = overview.next_record_epoch().map_err(|refusal| rule(refusal.0))?;
        let (mut total_rewards, mut total_usdc) = (0u64, 0u64);
        let roots = trees.iter().map(CommittedRoot::of).collect();
        let commitment = Commitment { program_id: address::PROGRAM_ID, epoch, roots };
        for (tree, path) in trees.iter().zip(&self.trees) {
            let wrong = |error| Failure::bad_input(format!("{} {error}", path.display()));
            commitment.require_names(tree).map_err(wrong)?;
            let sum = |total: u64, part| total.checked_add(part);
            let sums = sum(total_rewards, tree.totals().rewards).zip(sum(total_usdc, tree.totals().usdc));
            (total_rewards, total_usdc) =
                sums.ok_or_else(|| Failure::bad_input("the trees together pay more than 64 bits hold: correct them"))?;
        }
        if let Some(pool) = pool_in_two_trees(&trees.iter().collect::<Vec<_>>()) {
            return Err(Failure::bad_input(format!(
                "pool {pool} has a leaf in more than one of the tree files: build them together, with an --out for each"
            )));
        }
        let roots = commitment.roots.iter().map(|committed| (committed.root, committed.depth)).collect();
        let publication = Publication { roots, total_rewards, total_usdc };
        let (payer, authority) = (session.payer()?.address(), session.actor()?.address());
        session.carry_out(intent::publish_epoch(payer, authority, epoch, &publication)).await
    }
}

/// Reads a tree file of which every check says that it is what it states.
fn read_honest(path: &Path) -> Outcome<RewardsTree> {
    let verified = verify_file(path).map_err(rewards)?;
    let failed = verified.verdict.checks.iter().find(|check| check.outcome == Checked::Failed);
    let why = || failed.map(|check| format!("{}: {}", check.name, check.explanation)).unwrap_or_default();
    verified.tree.ok_or_else(|| Failure::bad_input(format!("{}: {}", path.display(), why())))
}
