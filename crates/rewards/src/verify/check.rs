//! One check in words, and what all of them together say.

use serde::{Serialize, Serializer};
use solana_pubkey::Pubkey;

/// What a check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// It is as it must be.
    Passed,
    /// It is not as it must be: the verdict is not `honest`.
    Failed,
    /// Somebody should look at it, but nothing that is stated is false.
    Warning,
    /// It could not be made, because another check failed or something was not given.
    Skipped,
}

/// Name of the check that finds a tree for each root of the record.
pub(super) const ALL_TREES: &str = "a tree for each root";

/// One check, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Check {
    /// What was looked at, in a few words: the same for every file.
    pub name: &'static str,
    /// What it came to.
    pub outcome: Outcome,
    /// What was found, with the numbers.
    pub explanation: String,
}

/// What all checks together say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// Whether no check failed.
    pub honest: bool,
    /// All checks, in the order in which they were made.
    pub checks: Vec<Check>,
    /// Pools that may accrue in the epoch and have no leaf, in order of the address bytes.
    #[serde(serialize_with = "as_base58")]
    pub missing_pools: Vec<Pubkey>,
}

impl Verdict {
    /// Whether all that failed is that there was not one tree for each root of the record: nothing is said against the record then.
    pub fn lacks_trees_alone(&self) -> bool {
        let mut failed = self.checks.iter().filter(|check| check.outcome == Outcome::Failed);
        failed.next().is_some_and(|check| check.name == ALL_TREES) && failed.next().is_none()
    }
}

fn as_base58<S: Serializer>(pools: &[Pubkey], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(pools.iter().map(ToString::to_string))
}

/// The checks made so far.
#[derive(Default)]
pub(super) struct Checks(Vec<Check>);

impl Checks {
    pub(super) fn add(&mut self, name: &'static str, outcome: Outcome, explanation: impl Into<String>) {
        self.0.push(Check { name, outcome, explanation: explanation.into() });
    }

    /// Adds a check that fails with the error, if there is one, and else passes.
    pub(super) fn add_result<E: ToString>(
        &mut self,
        name: &'static str,
        result: Result<(), E>,
        passed: impl Into<String>,
    ) {
        match result {
            Ok(()) => self.add(name, Outcome::Passed, passed),
            Err(error) => self.add(name, Outcome::Failed, error.to_string()),
        }
    }

    /// Adds checks that are not made, all for the same reason.
    pub(super) fn skip(&mut self, names: &[&'static str], reason: &str) {
        for name in names {
            self.add(name, Outcome::Skipped, reason);
        }
    }

    pub(super) fn verdict(self, missing_pools: Vec<Pubkey>) -> Verdict {
        let honest = self.0.iter().all(|check| check.outcome != Outcome::Failed);
        Verdict { honest, checks: self.0, missing_pools }
    }
}
