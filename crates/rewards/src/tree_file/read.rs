//! Reading the tree file, and checking all it says.

use std::{
    io::{BufReader, Read},
    path::Path,
};

use inference_staking_merkle::Hash;
use solana_pubkey::Pubkey;

use super::{
    fault::TreeFileError,
    format::{Document, HexHash},
};
use crate::atomic_file::open;
use crate::reward_row::{RewardRow, Totals};
use crate::tree::RewardsTree;

/// What a tree file says: its form is right, and nothing else of it is checked yet.
pub(crate) struct StatedTree {
    pub(crate) program_id: Pubkey,
    pub(crate) epoch: u64,
    pub(crate) depth: u8,
    pub(crate) root: Hash,
    pub(crate) totals: Totals,
    /// In the order of the file.
    pub(crate) rows: Vec<RewardRow>,
}

/// Reads a tree file and builds its tree anew: order, duplicates, sums, depth and root are checked.
///
/// Whether program, epoch and totals are the ones wanted is for the caller to compare.
///
/// # Errors
///
/// See [`TreeFileError`].
pub fn read_tree<R: Read>(input: R) -> Result<RewardsTree, TreeFileError> {
    let mut stated = read_stated(input)?;
    check_order(&stated.rows)?;
    check_duplicates(&stated.rows)?;

    let rows = std::mem::take(&mut stated.rows);
    let tree = RewardsTree::from_rows(stated.program_id, stated.epoch, rows).map_err(TreeFileError::Tree)?;
    check_total_rewards(&stated, &tree)?;
    check_total_usdc(&stated, &tree)?;
    check_depth(&stated, &tree)?;
    check_root(&stated, &tree)?;
    Ok(tree)
}

/// [`read_tree`] of a file, or of standard input if it is `-`.
///
/// # Errors
///
/// See [`TreeFileError`].
pub fn read_tree_file(path: &Path) -> Result<RewardsTree, TreeFileError> {
    read_tree(open(path).map_err(TreeFileError::Open)?)
}

/// Reads what a tree file says. Only its form is checked.
pub(crate) fn read_stated<R: Read>(input: R) -> Result<StatedTree, TreeFileError> {
    let document: Document = serde_json::from_reader(BufReader::new(input)).map_err(TreeFileError::Json)?;
    Ok(StatedTree {
        program_id: document.program_id.0,
        epoch: document.epoch,
        depth: document.depth,
        root: document.root.0,
        totals: Totals { rewards: document.total_rewards.0, usdc: document.total_usdc.0 },
        rows: document.leaves.into_iter().map(RewardRow::from).collect(),
    })
}

/// No pool address is below the one before it.
pub(crate) fn check_order(rows: &[RewardRow]) -> Result<(), TreeFileError> {
    let fault = pairs(rows).find(|(_, before, row)| before.pool > row.pool);
    fault.map_or(Ok(()), |(leaf_index, _, row)| Err(TreeFileError::OutOfOrder { leaf_index, pool: row.pool }))
}

/// No pool stands twice in rows that are in order.
fn check_duplicates(rows: &[RewardRow]) -> Result<(), TreeFileError> {
    let fault = pairs(rows).find(|(_, before, row)| before.pool == row.pool);
    fault.map_or(Ok(()), |(leaf_index, _, row)| Err(TreeFileError::DuplicatePool { leaf_index, pool: row.pool }))
}

/// Each row but the first, with its leaf index and the row before it.
fn pairs(rows: &[RewardRow]) -> impl Iterator<Item = (usize, &RewardRow, &RewardRow)> {
    rows.iter().zip(rows.iter().enumerate().skip(1)).map(|(before, (leaf_index, row))| (leaf_index, before, row))
}

pub(crate) fn check_total_rewards(stated: &StatedTree, tree: &RewardsTree) -> Result<(), TreeFileError> {
    check("total_rewards", stated.totals.rewards, tree.totals().rewards)
}

pub(crate) fn check_total_usdc(stated: &StatedTree, tree: &RewardsTree) -> Result<(), TreeFileError> {
    check("total_usdc", stated.totals.usdc, tree.totals().usdc)
}

pub(crate) fn check_depth(stated: &StatedTree, tree: &RewardsTree) -> Result<(), TreeFileError> {
    check("depth", stated.depth, tree.depth())
}

pub(crate) fn check_root(stated: &StatedTree, tree: &RewardsTree) -> Result<(), TreeFileError> {
    check("root", HexHash(stated.root), HexHash(tree.root()))
}

fn check<T: PartialEq + ToString>(field: &'static str, stated: T, computed: T) -> Result<(), TreeFileError> {
    if stated == computed {
        return Ok(());
    }
    Err(TreeFileError::Mismatch { field, stated: stated.to_string(), computed: computed.to_string() })
}
