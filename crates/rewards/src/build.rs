//! The tree files of an epoch from its rewards CSV (SPEC 14).

use std::{
    io::Read,
    num::NonZeroUsize,
    path::{Path, PathBuf},
};

use inference_staking_merkle::Hash;
use solana_pubkey::Pubkey;

use crate::atomic_file::{open, Destination};
use crate::error::{BadInput, Doing, RewardsError};
use crate::expected::check_sum;
use crate::payable::PayablePools;
use crate::pool_csv::{CsvError, CsvFault};
use crate::reward_row::{Amount, RewardRow, Totals};
use crate::rewards_csv::RewardsCsv;
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
    /// All pools that may accrue in this epoch. Those that the CSV has no row for get a leaf of zeros, so that none of them
    /// has to wait for the bypass; a row that pays anything else is refused. `None`: not known, so neither.
    pub payable_pools: Option<&'a PayablePools>,
    /// The sum that `reward` must have, in base units: the schedule's emission. `None`: not checked.
    pub expected_rewards: Option<u64>,
    /// The sum that `usdc` must have, in base units. `None`: not checked.
    pub expected_usdc: Option<u64>,
    /// Whether nothing is written.
    pub dry_run: bool,
}

/// What [`build_files`] wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The trees, in the order of their files: one for each root.
    pub trees: Vec<BuiltTree>,
    /// Sums over the leaves of all trees, in base units: what `create_reward_record` takes.
    pub totals: Totals,
    /// Leaves of zeros added for pools without a row.
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

/// Adds a row of zeros for each of `pools` that has no row, and says for how many.
pub fn add_zero_rows(rows: &mut Vec<RewardRow>, pools: &PayablePools) -> usize {
    let present = PayablePools::new(rows.iter().map(|row| row.pool).collect());
    let before = rows.len();
    let missing = pools.as_slice().iter().filter(|pool| !present.contains(pool));
    rows.extend(missing.map(|pool| RewardRow { pool: *pool, reward: 0, usdc: 0 }));
    rows.len().saturating_sub(before)
}

/// Reads the rewards CSV `pool,reward,usdc` and writes the tree files that [`crate::write_tree`] describes, one for each root.
/// With several the pools are split by address ([`split_by_address`]).
///
/// All files are whole before the first appears, and replace what was there. The same input gives the same bytes. `-` is standard
/// input and standard output.
///
/// # Errors
///
/// [`RewardsError::BadInput`] if the CSV is not as it must be, pays what is no pool that may accrue, does not sum to what is expected, or has fewer pools than there
/// are files, or if a file is named twice, or none is; [`RewardsError::Io`] if a file cannot be read or written. Nothing is
/// written then, unless the system renames one file and not the next.
pub fn build_files(rewards: &Path, outs: &[PathBuf], request: &BuildRequest) -> Result<Built, RewardsError> {
    let bad = |reason| RewardsError::bad(rewards, reason);
    let count = NonZeroUsize::new(outs.len()).ok_or_else(|| bad(BadInput::NoTreeFile))?;
    let input = open(rewards).map_err(|error| RewardsError::io(rewards, Doing::Opening, error))?;
    let destinations = destinations(rewards, outs)?;
    let mut rows = read_payable(input, request.payable_pools).map_err(|error| RewardsError::csv(rewards, error))?;
    let zero_leaves_added = request.payable_pools.map_or(0, |pools| add_zero_rows(&mut rows, pools));
    let (trees, totals) = trees_of(rows, count, request).map_err(bad)?;
    let destinations = if request.dry_run { Vec::new() } else { destinations };
    let not_written = |out: &Path, error| RewardsError::io(out, Doing::Writing, error);
    let mut staged = Vec::new();
    for ((tree, out), destination) in trees.iter().zip(outs).zip(destinations) {
        staged.push(stage_tree_file(tree, destination).map_err(|error| not_written(out, error))?);
    }
    for (file, out) in staged.into_iter().zip(outs) {
        file.put().map_err(|error| not_written(out, error))?;
    }
    let built = |tree: &RewardsTree| BuiltTree { root: tree.root(), depth: tree.depth(), leaves: tree.rows().len() };
    Ok(Built { trees: trees.iter().map(built).collect(), totals, zero_leaves_added })
}

/// The rows of a rewards CSV, of which each that pays is of a payable pool.
fn read_payable(input: Box<dyn Read>, pools: Option<&PayablePools>) -> Result<Vec<RewardRow>, CsvError> {
    let mut csv = RewardsCsv::new(input)?;
    let rows: Vec<RewardRow> = csv.by_ref().collect::<Result<_, _>>()?;
    let lost = pools.and_then(|pools| rows.iter().find(|row| row.pays() && !pools.contains(&row.pool)));
    match lost {
        None => Ok(rows),
        Some(RewardRow { pool, .. }) => {
            let line = csv.line_of(pool).unwrap_or_default();
            Err(CsvError { line, fault: CsvFault::MayNotAccrue { pool: *pool } })
        }
    }
}

/// Where each tree goes: no file is named for two trees, or is the input, by whatever path, and none is a folder.
fn destinations(rewards: &Path, outs: &[PathBuf]) -> Result<Vec<Destination>, RewardsError> {
    let mut destinations = Vec::new();
    for out in outs {
        let destination = Destination::of(out).map_err(|error| RewardsError::io(out, Doing::Writing, error))?;
        if destination.is_read_from(rewards) {
            return Err(RewardsError::bad(out, BadInput::OverInput));
        }
        if destinations.contains(&destination) {
            return Err(RewardsError::bad(out, BadInput::TreeFileTwice));
        }
        destinations.push(destination);
    }
    Ok(destinations)
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
