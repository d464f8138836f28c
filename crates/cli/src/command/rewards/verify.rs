//! `rewards verify`.

use std::path::{Path, PathBuf};

use clap::Args;
use inference_staking_client::state::{PoolOverview, RewardRecord};
use inference_staking_keeper::trees::{commitment, tree_files_of_epoch};
use inference_staking_rewards::verify::{
    check_before_publication, check_together, compare_with_chain, verify, verify_file, Check, Outcome as Checked,
    RecordOnChain, Verdict, VerifiedFile,
};
use inference_staking_rewards::{HexHash, RewardsTree};

use super::next_epoch::next_epoch;
use super::payable::payable_pools;
use super::proof_source::service_url;
use crate::failure::{rewards, rule, Failure, Outcome};
use crate::session::Session;
use crate::view::{Value, View};

/// Pools without a leaf that are listed in a table; JSON has all.
const LISTED: usize = 20;

/// Arguments of `rewards verify`.
#[derive(Args, Debug)]
pub struct Verify {
    /// Tree files of one epoch, one for each root of its record; those of a service are named by --service
    #[arg(value_name = "TREE_FILE", required_unless_present = "service")]
    trees: Vec<PathBuf>,
    /// Take the trees of an epoch from a reward service (`rewards serve`) instead: those of its record, or all before it has one
    #[arg(long, value_name = "URL", conflicts_with = "trees")]
    service: Option<String>,
    /// Epoch of the service's trees [default: the next one without a record, whose trees are checked before publication; once it is published, the newest one with a record]
    #[arg(long, requires = "service")]
    epoch: Option<u64>,
    /// Only the service's tree with this root, as `rewards build` shows it; several, separated by commas, for an epoch of several
    #[arg(long, value_name = "ROOT", requires = "service", value_delimiter = ',')]
    root: Vec<HexHash>,
    /// Only check the files, without the chain
    #[arg(long)]
    offline: bool,
}

/// A tree file as it came.
struct Source {
    name: String,
    verified: VerifiedFile,
}

impl Verify {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        // Clap drops such a need where what is needed conflicts with what was given.
        if self.service.is_none() && (self.epoch.is_some() || !self.root.is_empty()) {
            return Err(Failure::bad_input(
                "--epoch and --root choose among the trees of a --service: of files all that are named are verified",
            ));
        }
        let mut sources = match &self.service {
            Some(url) => self.of_service(session, &service_url(url)?).await?,
            None => self.trees.iter().map(|path| of_file(path)).collect::<Outcome<_>>()?,
        };
        let trees: Option<Vec<&RewardsTree>> = sources.iter().map(|source| source.verified.tree.as_ref()).collect();
        let is_whole = trees.is_some();
        let compared = match &trees {
            Some(trees) if !self.offline => Some(with_chain(session, trees).await?),
            _ => None,
        };
        let together = trees.as_ref().filter(|trees| self.offline && trees.len() > 1);
        let together = together.map(|trees| check_together(trees));
        let belong = together.as_ref().is_none_or(|verdict| verdict.honest);
        let mut checks = Vec::new();
        for Source { name, verified } in &mut sources {
            if compared.is_some() {
                verified.say_sums_in(session.decimals());
            }
            checks.extend(verified.verdict.checks.iter().map(|check| row(name, check)));
        }
        checks.extend(together.iter().flat_map(|verdict| &verdict.checks).map(|check| row("all", check)));
        let honest = is_whole && belong && compared.as_ref().is_none_or(|(verdict, _)| verdict.honest);
        let (of_chain, published) = match compared {
            Some((verdict, published)) => (Some(verdict), Some(published)),
            None => (None, None),
        };
        checks.extend(of_chain.iter().flat_map(|verdict| &verdict.checks).map(|check| row("chain", check)));
        let missing = of_chain.as_ref().map(|verdict| verdict.missing_pools.clone()).unwrap_or_default();
        let missing_count = u64::try_from(missing.len()).unwrap_or(u64::MAX);
        let listed = if session.is_json() { missing.len() } else { LISTED };
        let view = View::new()
            // Of a file alone nobody can say more.
            .with(if published.is_some() { "honest" } else { "whole" }, honest)
            .with("compared_with_chain", published.is_some())
            .with_some("published", published)
            .with("pools_without_leaf", Value::Count(missing_count))
            .with("missing_pools", Value::List(missing.into_iter().take(listed).map(Value::Key).collect()))
            .with("checks", checks);
        session.show(&view);
        if honest {
            return Ok(());
        }
        let lacks_trees = of_chain.as_ref().is_some_and(Verdict::lacks_trees_alone);
        Err(match (is_whole, published) {
            (true, Some(true)) if lacks_trees => self.blamed(
                "not compared: give one tree of each root of the record; nothing is said against the record itself",
            ),
            (true, Some(true)) => Failure::refused(
                "not honest: the record on chain and what the files say do not agree; while its challenge period runs, a halt \
                 authority can revoke it",
            ),
            (true, None) => self.blamed("not whole together: these are no trees of one record; --root names those of a service that are"),
            (true, _) => Failure::refused("not to be published: what the files say and the chain do not agree"),
            (false, _) => self.blamed(
                "not whole: a file was changed or cut, so nothing was compared with the chain; get it again from whoever \
                 publishes it",
            ),
        })
    }

    /// A fault of the trees: what a service serves is no input of who asks.
    fn blamed(&self, words: &str) -> Failure {
        if self.service.is_some() {
            Failure::refused(words)
        } else {
            Failure::bad_input(words)
        }
    }

    async fn of_service(&self, session: &mut Session<'_>, url: &str) -> Outcome<Vec<Source>> {
        let epochs = match self.epoch {
            Some(epoch) => vec![epoch],
            None => {
                let overview = session.overview().await?;
                let next = overview.next_record_epoch().map_err(|refusal| rule(refusal.0))?;
                std::iter::once(next)
                    .chain((overview.completed_reward_epoch > 0).then_some(overview.completed_reward_epoch))
                    .collect()
            }
        };
        let mut wanted: Vec<HexHash> = Vec::new();
        for root in &self.root {
            if !wanted.contains(root) {
                wanted.push(*root);
            }
        }
        let mut found = None;
        for epoch in &epochs {
            let record = if self.offline { None } else { session.chain()?.reward_record(*epoch).await? };
            let files = tree_files_of_epoch(url, *epoch, record.as_ref(), &wanted).await.map_err(Failure::refused)?;
            if !files.is_empty() {
                found = Some((*epoch, files));
                break;
            }
        }
        let Some((epoch, files)) = found else {
            let epochs: Vec<_> = epochs.iter().map(u64::to_string).collect();
            let of_root = if wanted.is_empty() { "" } else { " with the root that --root names" };
            return Err(Failure::refused(format!(
                "the service has no tree{of_root} of epoch {}",
                epochs.join(", nor of epoch ")
            )));
        };
        if files.len() < wanted.len() {
            return Err(Failure::refused("the service does not have all of these trees: see GET /epochs/EPOCH"));
        }
        let checked = files.into_iter().map(|(root, body)| {
            let name = format!("tree of root {root}");
            let verified = verify(&body[..]).map_err(|error| Failure::bad_input(format!("{name}: {error}")))?;
            // A tree of another epoch may be as honest: it is not the one that was asked for.
            let is_asked_for = |tree: &RewardsTree| tree.root() == root.0 && tree.epoch() == epoch;
            match verified.tree.as_ref().is_none_or(is_asked_for) {
                true => Ok(Source { name, verified }),
                false => {
                    Err(Failure::refused(format!("{name} of epoch {epoch}: the service answered with another tree")))
                }
            }
        });
        checked.collect()
    }
}

fn of_file(path: &Path) -> Outcome<Source> {
    let verified = verify_file(path).map_err(rewards)?;
    let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into());
    Ok(Source { name, verified })
}

/// What the chain says, and whether the trees' epoch has its record: before it is published, they are held against what the
/// program will ask then.
async fn with_chain(session: &mut Session<'_>, trees: &[&RewardsTree]) -> Outcome<(Verdict, bool)> {
    let overview = session.overview().await?;
    let chain = session.chain()?;
    let epoch = trees.first().map(|tree| tree.epoch()).unwrap_or_default();
    if let Some(record) = chain.reward_record(epoch).await? {
        let on_chain = RecordOnChain {
            commitment: commitment(&record),
            total_rewards: record.total_rewards,
            total_usdc: record.total_usdc,
            emission: emission(&overview, &record),
            payable_pools: Some(payable_pools(&chain, epoch).await?),
            decimals: session.decimals(),
        };
        return Ok((compare_with_chain(trees, &on_chain), true));
    }
    let next = next_epoch(session).await?;
    if epoch < next.epoch {
        return Err(Failure::refused(format!(
            "the file is whole, but the record of epoch {epoch} was reclaimed: check the file alone with --offline"
        )));
    }
    Ok((check_before_publication(trees, &next), false))
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

/// What the schedule issued in the record's epoch, by the period that the record was issued under: of past periods a lowered
/// schedule says nothing any more.
fn emission(overview: &PoolOverview, record: &RewardRecord) -> Option<u64> {
    overview.emission.schedule().emission(&record.period.into(), record.epoch).ok()
}
