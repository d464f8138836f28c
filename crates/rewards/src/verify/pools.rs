//! The checks of the pools in the trees of an epoch.

use solana_pubkey::Pubkey;

use super::check::{Checks, Outcome};
use crate::decimals::Decimals;
use crate::payable::PayablePools;
use crate::reward_row::RewardRow;
use crate::split::pool_in_two_trees;
use crate::tree::RewardsTree;

/// Name of the check that no pool has two leaves.
pub(super) const EACH_POOL_ONCE: &str = "each pool once";

/// Pools that an explanation names at most.
const MAX_NAMED: usize = 5;

/// No pool has a leaf in two trees.
pub(super) fn check_each_pool_once(checks: &mut Checks, trees: &[&RewardsTree]) {
    let result = match pool_in_two_trees(trees) {
        Some(pool) => Err(format!("pool {pool} has a leaf in more than one tree: {}", numbers_of(&pool, trees))),
        None => Ok(()),
    };
    let pools: usize = trees.iter().map(|tree| tree.rows().len()).sum();
    checks.add_result(EACH_POOL_ONCE, result, format!("each of the {pools} pools has one leaf"));
}

fn numbers_of(pool: &Pubkey, trees: &[&RewardsTree]) -> String {
    let having = (1usize..).zip(trees).filter(|(_, tree)| tree.leaf_index(pool).is_some());
    having.map(|(number, _)| format!("tree {number}")).collect::<Vec<_>>().join(", ")
}

/// Holds the leaves against the pools that may accrue, and gives those that have no leaf. What is paid to anything else is lost:
/// nobody can bring such a leaf, and it returns to the pot when the record expires.
pub(super) fn check_pools(
    checks: &mut Checks,
    trees: &[&RewardsTree],
    payable: Option<(&PayablePools, Decimals)>,
    complete: bool,
) -> Vec<Pubkey> {
    const MISSING: &str = "a leaf for each pool that may accrue";
    const UNKNOWN: &str = "only pools that may accrue are paid";
    let reason = match payable {
        None => "not checked, because the pools that may accrue were not given",
        Some(_) if !complete => "not checked, because the trees are not those of the record",
        // Without a tree all pools pass the epoch by the bypass, at once.
        Some(_) if trees.is_empty() => "not checked, because the record has no roots: every pool may pass it at once",
        Some(_) => "",
    };
    let Some((payable, decimals)) = payable.filter(|_| reason.is_empty()) else {
        checks.skip(&[MISSING, UNKNOWN], reason);
        return Vec::new();
    };

    let has_leaf = |pool: &Pubkey| trees.iter().any(|tree| tree.leaf_index(pool).is_some());
    let missing: Vec<Pubkey> = payable.as_slice().iter().filter(|pool| !has_leaf(pool)).copied().collect();
    let text = format!("{} pool(s) have no leaf and can pass the epoch by the bypass alone; if something is left in the record then, nothing becomes shares of them for 8 epochs: {}",
        missing.len(),
        names(&missing));
    let passed = format!("each of the {} pools that may accrue has a leaf", payable.as_slice().len());
    add(checks, MISSING, missing.is_empty(), passed, (Outcome::Warning, text));

    let is_unknown = |row: &RewardRow| row.pays() && !payable.contains(&row.pool);
    let rows = (1usize..).zip(trees).flat_map(|(number, tree)| tree.rows().iter().map(move |row| (number, *tree, row)));
    let unknown: Vec<_> = rows.filter(|(_, _, row)| is_unknown(row)).collect();
    let rewards: u128 = unknown.iter().map(|(_, _, row)| u128::from(row.reward)).sum();
    let usdc: u128 = unknown.iter().map(|(_, _, row)| u128::from(row.usdc)).sum();
    // Trees count from 1, leaves as in a tree file from 0.
    let place = |(number, tree, row): &(usize, &RewardsTree, &RewardRow)| {
        let leaf = tree.leaf_index(&row.pool).map(|leaf| format!("leaf {leaf}")).unwrap_or_default();
        match trees.len() {
            1 => format!("{} ({leaf})", row.pool),
            _ => format!("{} (tree {number}, {leaf})", row.pool),
        }
    };
    let unknown: Vec<String> = unknown.iter().map(place).collect();
    let text = format!(
        "{} leaf or leaves give {} and {} to pools that may not accrue: {}",
        unknown.len(),
        decimals.tokens(rewards),
        decimals.usdc(usdc),
        names(&unknown)
    );
    let passed = "every leaf that pays is of a pool that may accrue".to_owned();
    add(checks, UNKNOWN, unknown.is_empty(), passed, (Outcome::Failed, text));
    missing
}

fn add(checks: &mut Checks, name: &'static str, is_passed: bool, passed: String, otherwise: (Outcome, String)) {
    let (outcome, explanation) = if is_passed { (Outcome::Passed, passed) } else { otherwise };
    checks.add(name, outcome, explanation);
}

fn names(pools: &[impl ToString]) -> String {
    let mut names: Vec<String> = pools.iter().take(MAX_NAMED).map(ToString::to_string).collect();
    match pools.len().saturating_sub(MAX_NAMED) {
        0 => {}
        more => names.push(format!("and {more} more")),
    }
    names.join(", ")
}
