//! The checks of a tree file alone.

use std::{io::Read, path::Path};

use super::check::{Checks, Outcome, Verdict};
use crate::atomic_file::open;
use crate::decimals::Decimals;
use crate::error::{Doing, RewardsError};
use crate::tree::{RewardsTree, TreeError};
use crate::tree_file::{
    check_depth, check_order, check_root, check_total_rewards, check_total_usdc, read_stated, HexHash, StatedTree,
};
use crate::tree_file::{TreeFileError, TREE_FILE_VERSION};

const FORM: &str = "form";
const ORDER: &str = "order of the leaves";
const DUPLICATES: &str = "each pool once";
const TOTAL_REWARDS: &str = "sum of the rewards";
const TOTAL_USDC: &str = "sum of the USDC";
const DEPTH: &str = "depth and padding";
const ROOT: &str = "root";

/// A tree file that was checked.
#[derive(Clone, Debug)]
pub struct VerifiedFile {
    /// What the checks say of it.
    pub verdict: Verdict,
    /// Its tree, built anew of its leaves: only if every check passed.
    pub tree: Option<RewardsTree>,
}

impl VerifiedFile {
    /// Says the sums of a whole file in tokens and USDC, once somebody knows their decimals: the file does not.
    pub fn say_sums_in(&mut self, decimals: Decimals) {
        let Some(totals) = self.tree.as_ref().map(RewardsTree::totals) else { return };
        for check in &mut self.verdict.checks {
            match check.name {
                TOTAL_REWARDS => check.explanation = sum_of_rewards(&decimals.tokens(totals.rewards)),
                TOTAL_USDC => check.explanation = sum_of_usdc(&decimals.usdc(totals.usdc)),
                _ => {}
            }
        }
    }
}

fn sum_of_rewards(amount: &str) -> String {
    format!("the rewards of all leaves sum to {amount}, as the file says")
}

fn sum_of_usdc(amount: &str) -> String {
    format!("the USDC amounts of all leaves sum to {amount}, as the file says")
}

/// Checks a tree file: form, order, duplicates, sums, depth and root, each computed anew from the leaves.
///
/// A bad file is not an error: it gets a verdict in which a check failed.
///
/// # Errors
///
/// [`RewardsError::Io`] if the file cannot be opened or read.
pub fn verify_file(path: &Path) -> Result<VerifiedFile, RewardsError> {
    let file = open(path).map_err(|error| RewardsError::io(path, Doing::Opening, error))?;
    verify(file).map_err(|error| RewardsError::tree_file(path, error))
}

/// [`verify_file`] of any input.
///
/// # Errors
///
/// [`TreeFileError::Json`] if the input cannot be read on.
pub fn verify<R: Read>(input: R) -> Result<VerifiedFile, TreeFileError> {
    let mut checks = Checks::default();
    let tree = match read_stated(input) {
        Err(TreeFileError::Json(error)) if error.is_io() => return Err(TreeFileError::Json(error)),
        Err(fault) => {
            checks.add(FORM, Outcome::Failed, fault.to_string());
            let rest = [ORDER, DUPLICATES, TOTAL_REWARDS, TOTAL_USDC, DEPTH, ROOT];
            checks.skip(&rest, "not checked, because the file could not be read");
            None
        }
        Ok(stated) => {
            let leaves = stated.rows.len();
            let form = format!("the file is whole, of version {TREE_FILE_VERSION}, and has {leaves} leaves");
            checks.add(FORM, Outcome::Passed, form);
            check_stated(&mut checks, stated)
        }
    };
    let verdict = checks.verdict(Vec::new());
    let tree = tree.filter(|_| verdict.honest);
    Ok(VerifiedFile { verdict, tree })
}

/// Checks what the file says, and builds the tree of its leaves in their right order.
fn check_stated(checks: &mut Checks, mut stated: StatedTree) -> Option<RewardsTree> {
    checks.add_result(ORDER, check_order(&stated.rows), "the leaves stand in order of the pool address bytes");
    let rows = std::mem::take(&mut stated.rows);
    match RewardsTree::from_rows(stated.program_id, stated.epoch, rows) {
        Ok(tree) => {
            checks.add(DUPLICATES, Outcome::Passed, "no pool stands in the tree more than once");
            check_head(checks, &stated, &tree);
            Some(tree)
        }
        Err(error @ TreeError::DuplicatePool(_)) => {
            checks.add(DUPLICATES, Outcome::Failed, error.to_string());
            checks.skip(&[TOTAL_REWARDS, TOTAL_USDC, DEPTH, ROOT], "not checked, because a pool stands there twice");
            None
        }
        Err(error) => {
            checks.add(DUPLICATES, Outcome::Passed, "no pool stands in the tree more than once");
            // Too large a sum, or no leaf at all. Either way there is no root that these leaves could have.
            checks.skip(&[TOTAL_REWARDS, TOTAL_USDC, DEPTH], "not checked, because there is no tree of these leaves");
            checks.add(ROOT, Outcome::Failed, TreeFileError::Tree(error).to_string());
            None
        }
    }
}

/// Holds what is before the leaves against the tree that they make.
fn check_head(checks: &mut Checks, stated: &StatedTree, tree: &RewardsTree) {
    let (totals, depth, leaves) = (tree.totals(), tree.depth(), tree.rows().len());
    let base = |amount| format!("{amount} base units");
    checks.add_result(TOTAL_REWARDS, check_total_rewards(stated, tree), sum_of_rewards(&base(totals.rewards)));
    checks.add_result(TOTAL_USDC, check_total_usdc(stated, tree), sum_of_usdc(&base(totals.usdc)));

    let places = 1u64.checked_shl(depth.into()).unwrap_or(u64::MAX);
    let empty = places.saturating_sub(u64::try_from(leaves).unwrap_or(u64::MAX));
    let filled = format!("{leaves} leaves and {empty} empty ones fill a tree of depth {depth}, as the file says");
    checks.add_result(DEPTH, check_depth(stated, tree), filled);
    let root = format!("the leaves hash to the root {} of the file", HexHash(tree.root()));
    checks.add_result(ROOT, check_root(stated, tree), root);
}
