//! The tree files of an epoch from its rewards CSV (SPEC 14).

use std::{fs::File, num::NonZeroUsize, path::Path, path::PathBuf};

use inference_staking_merkle::Hash;
use solana_pubkey::Pubkey;

use crate::error::{BadInput, RewardsError};
use crate::expected::check_sum;
use crate::reward_row::{Amount, RewardRow, Totals};
use crate::rewards_csv::read_rewards_csv;
use crate::split::{pool_in_two_trees, split_by_address};
use crate::tree::{RewardsTree, TreeError};
use crate::tree_file::stage_tree_file;

/// What the trees are of, and what they must sum to together.
#[derive(Clone, Copy, Debug)]
pub struct BuildRequest<'a> {
    /// Address of the staking program, which the leaves name.
    pub program_id: Pubkey,
    /// The epoch, which the leaves name.
    pub epoch: u64,
    /// Pools that get a leaf of zeros if the CSV has no row for them: all that may accrue in this epoch, so that
    /// none of them has to wait for the bypass. A pool may stand here twice.
    pub further_pools: &'a [Pubkey],
    /// The sum that `reward` must have, in base units: the schedule's emission. `None`: not checked.
    pub expected_rewards: Option<u64>,
    /// The sum that `usdc` must have, in base units. `None`: not checked.
    pub expected_usdc: Option<u64>,
}

/// What [`build_files`] wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The trees, in the order of their files: one for each root.
    pub trees: Vec<BuiltTree>,
    /// Sums over the leaves of all trees, in base units: what `create_reward_record` takes.
    pub totals: Totals,
    /// Leaves of zeros added for further pools.
    pub zero_leaves_added: usize,
}

/// One tree of [`Built`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BuiltTree {
    /// The root.
    pub root: Hash,
    /// The depth that is stored with it.
    pub depth: u8,
    /// Leaves, with those of zeros.
    pub leaves: usize,
}

/// Adds a row of zeros for each of `further_pools` that has no row, and says for how many.
pub fn add_zero_rows(rows: &mut Vec<RewardRow>, further_pools: &[Pubkey]) -> usize {
    if further_pools.is_empty() {
        return 0;
    }
    let mut present: Vec<Pubkey> = rows.iter().map(|row| row.pool).collect();
    present.sort_unstable();
    let mut missing = further_pools.to_vec();
    missing.sort_unstable();
    missing.dedup();
    missing.retain(|pool| present.binary_search(pool).is_err());
    rows.extend(missing.iter().map(|pool| RewardRow { pool: *pool, reward: 0, usdc: 0 }));
    missing.len()
}

/// Reads the rewards CSV `pool,reward,usdc` and writes the tree files that [`crate::write_tree`] describes, one for each root.
/// With several the pools are split by address ([`split_by_address`]).
///
/// All files are whole before the first appears, and replace what was there. The same input gives the same bytes.
///
/// # Errors
///
/// [`RewardsError::BadInput`] if the CSV is not as it must be, does not sum to what is expected, or has fewer pools than there
/// are files; [`RewardsError::Io`] if a file cannot be read or written. Nothing is written then, unless a file could not be
/// renamed behind another.
pub fn build_files(rewards: &Path, outs: &[PathBuf], request: &BuildRequest) -> Result<Built, RewardsError> {
    let input = File::open(rewards).map_err(|error| RewardsError::io(rewards, "opened", error))?;
    let mut rows = read_rewards_csv(input).map_err(|error| RewardsError::csv(rewards, error))?;
    let zero_leaves_added = add_zero_rows(&mut rows, request.further_pools);
    let (trees, totals) = trees_of(rows, outs.len(), request).map_err(|reason| RewardsError::bad(rewards, reason))?;
    let mut staged = Vec::new();
    for (tree, out) in trees.iter().zip(outs) {
        staged.push(stage_tree_file(tree, out).map_err(|error| RewardsError::io(out, "written", error))?);
    }
    for (file, out) in staged.into_iter().zip(outs) {
        file.put().map_err(|error| RewardsError::io(out, "written", error))?;
    }
    let built = |tree: &RewardsTree| BuiltTree { root: tree.root(), depth: tree.depth(), leaves: tree.rows().len() };
    Ok(Built { trees: trees.iter().map(built).collect(), totals, zero_leaves_added })
}

/// So many trees of all rows, and what they sum to.
fn trees_of(
    rows: Vec<RewardRow>,
    count: usize,
    request: &BuildRequest,
) -> Result<(Vec<RewardsTree>, Totals), BadInput> {
    let totals = rows.iter().try_fold(Totals::default(), Totals::with).map_err(TreeError::from)?;
    let count = NonZeroUsize::new(count).unwrap_or(NonZeroUsize::MIN);
    // A tree without rows says so itself.
    if count.get() > rows.len().max(1) {
        return Err(BadInput::FewerRowsThanTrees { rows: rows.len(), trees: count.get() });
    }
    let split = split_by_address(rows, count).into_iter();
    let trees: Vec<RewardsTree> = split
        .map(|rows| RewardsTree::from_rows(request.program_id, request.epoch, rows))
        .collect::<Result<_, TreeError>>()?;
    if let Some(pool) = pool_in_two_trees(&trees.iter().collect::<Vec<_>>()) {
        return Err(TreeError::DuplicatePool(pool).into());
    }
    check_sum(Amount::Reward.name(), totals.rewards, request.expected_rewards)?;
    check_sum(Amount::Usdc.name(), totals.usdc, request.expected_usdc)?;
    Ok((trees, totals))
}
