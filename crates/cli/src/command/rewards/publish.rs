//! `rewards publish`: the reward record of the finalizing epoch.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args};
use inference_staking_client::intent::{self, Publication};
use inference_staking_rewards::verify::{
    check_before_publication, verify_file, Check, EpochOnChain, Outcome as Checked, FUNDS,
};
use inference_staking_rewards::RewardsTree;

use super::next_epoch::next_epoch;
use crate::failure::{rewards, Failure, Outcome};
use crate::session::Session;
use crate::view::{Value, View};

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
    /// Publish although pools that may accrue have no leaf: they can pass the epoch by the bypass alone, and if something is left in
    /// the record then, nothing becomes shares of them for 8 epochs
    #[arg(long, conflicts_with = "empty")]
    leave_pools_out: bool,
}

impl Publish {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        let trees = self.trees.iter().map(|path| read_honest(path)).collect::<Outcome<Vec<_>>>()?;
        session.begin().await?;
        let on_chain = next_epoch(session).await?;
        let epoch = on_chain.epoch;
        if !trees.is_empty() {
            self.check(session, &trees, &on_chain)?;
        }
        let sum = |amount: fn(&RewardsTree) -> u64| trees.iter().map(amount).fold(0, u64::saturating_add);
        let publication = Publication {
            roots: trees.iter().map(|tree| (tree.root(), tree.depth())).collect(),
            total_rewards: sum(|tree| tree.totals().rewards),
            total_usdc: sum(|tree| tree.totals().usdc),
            emission: on_chain.emission,
        };
        let (payer, authority) = (session.payer()?.address(), session.actor()?.address());
        let count = |number: usize| Value::Count(u64::try_from(number).unwrap_or(u64::MAX));
        let roots = trees.iter().map(|tree| {
            let root = View::new().with("root", Value::Hash(tree.root()));
            let root = root.with("depth", Value::Count(tree.depth().into()));
            let paid = tree.rows().iter().filter(|row| row.pays()).count();
            root.with("leaves", count(tree.rows().len())).with("leaves_that_pay", count(paid))
        });
        let shown = View::new()
            .with("epoch", Value::Count(epoch))
            .with("rewards", Value::Tokens(publication.total_rewards))
            .with("usdc", Value::Usdc(publication.total_usdc))
            .with("roots", roots.collect::<Vec<_>>());
        session.preview(shown);
        session.carry_out(intent::publish_epoch(payer, authority, epoch, &publication)).await
    }

    /// All that `verify` would find fault with afterwards.
    fn check(&self, session: &mut Session<'_>, trees: &[RewardsTree], epoch: &EpochOnChain) -> Outcome<()> {
        let verdict = check_before_publication(&trees.iter().collect::<Vec<_>>(), epoch);
        let of = |wanted: Checked| verdict.checks.iter().filter(move |check| check.outcome == wanted);
        let left_out = of(Checked::Warning).find(|check| check.name != FUNDS).filter(|_| !self.leave_pools_out);
        // Who has paid the wrong address has left out the right one: both are said, the money first.
        let failed: Vec<_> =
            of(Checked::Failed).map(|check| format!("{}: {}", check.name, check.explanation)).collect();
        if !failed.is_empty() {
            let files: Vec<_> = self.trees.iter().map(|path| path.display().to_string()).collect();
            let besides = left_out.map(|check| format!("; besides, {}", check.explanation)).unwrap_or_default();
            return Err(Failure::bad_input(format!(
                "{}: {}{besides}; nothing was published",
                files.join(", "),
                failed.join("; ")
            )));
        }
        if let Some(Check { explanation, .. }) = left_out {
            return Err(Failure::bad_input(format!(
                "{explanation}; nothing was published: build the tree with a node, which adds their leaves, or say that it is \
                 meant with --leave-pools-out"
            )));
        }
        of(Checked::Warning)
            .for_each(|Check { name, explanation, .. }| session.warn(&format!("{name}: {explanation}")));
        Ok(())
    }
}

/// Reads a tree file of which every check says that it is what it states.
fn read_honest(path: &Path) -> Outcome<RewardsTree> {
    let verified = verify_file(path).map_err(rewards)?;
    let failed = verified.verdict.checks.iter().find(|check| check.outcome == Checked::Failed);
    let why = || failed.map(|check| format!("{}: {}", check.name, check.explanation)).unwrap_or_default();
    verified.tree.ok_or_else(|| Failure::bad_input(format!("{}: {}", path.display(), why())))
}
