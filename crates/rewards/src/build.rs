//! The tree files of an epoch from its rewards CSV (SPEC 14).

use std::{
    collections::BTreeSet,
    fs::File,
    io,
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use inference_staking_merkle::Hash;
use solana_pubkey::Pubkey;

use crate::atomic_file::folder_of;
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
/// are files, or if a file is named twice, or none is; [`RewardsError::Io`] if a file cannot be read or written. Nothing is
/// written then, unless the system renames one file and not the next.
pub fn build_files(rewards: &Path, outs: &[PathBuf], request: &BuildRequest) -> Result<Built, RewardsError> {
    let bad = |reason| RewardsError::bad(rewards, reason);
    let count = NonZeroUsize::new(outs.len()).ok_or_else(|| bad(BadInput::NoTreeFile))?;
    let input = File::open(rewards).map_err(|error| RewardsError::io(rewards, "opened", error))?;
    require_files_of_their_own(outs)?;
    let mut rows = read_rewards_csv(input).map_err(|error| RewardsError::csv(rewards, error))?;
    let zero_leaves_added = add_zero_rows(&mut rows, request.further_pools);
    let (trees, totals) = trees_of(rows, count, request).map_err(bad)?;
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

/// No file is named for two trees, by whatever path, and none is a folder.
fn require_files_of_their_own(outs: &[PathBuf]) -> Result<(), RewardsError> {
    let mut seen = BTreeSet::new();
    for out in outs {
        let not_written = |error: io::Error| RewardsError::io(out, "written", error);
        let name = out.file_name().filter(|_| !out.is_dir());
        let name = name.ok_or_else(|| not_written(io::ErrorKind::IsADirectory.into()))?;
        if !seen.insert(folder_of(out).canonicalize().map_err(not_written)?.join(name)) {
            return Err(RewardsError::bad(out, BadInput::TreeFileTwice));
        }
    }
    Ok(())
}

/// So many trees of all rows, and what they sum to.
fn trees_of(
    rows: Vec<RewardRow>,
    count: NonZeroUsize,
    request: &BuildRequest,
) -> Result<(Vec<RewardsTree>, Totals), BadInput> {
    let totals = rows.iter().try_fold(Totals::default(), Totals::with).map_err(TreeError::from)?;
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
