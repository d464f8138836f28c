//! Reading the tree file, and checking all it says.

use std::{
    cmp::Ordering,
    fs::File,
    io::{BufReader, Read},
    path::Path,
};

use super::{
    fault::TreeFileError,
    format::{Document, HexRoot},
};
use crate::{RewardRow, RewardsTree};

/// Reads a tree file and builds its tree anew: order, duplicates, sums, depth and root are checked.
///
/// Whether program, epoch and totals are the ones wanted is for the caller to compare.
///
/// # Errors
///
/// See [`TreeFileError`].
pub fn read_tree<R: Read>(input: R) -> Result<RewardsTree, TreeFileError> {
    let document: Document = serde_json::from_reader(BufReader::new(input)).map_err(TreeFileError::Json)?;
    let rows: Vec<RewardRow> = document.leaves.into_iter().map(RewardRow::from).collect();
    check_order(&rows)?;

    let tree = RewardsTree::from_rows(document.program_id.0, document.epoch, rows).map_err(TreeFileError::Tree)?;
    let totals = tree.totals();
    check("total_rewards", document.total_rewards.0, totals.rewards)?;
    check("total_usdc", document.total_usdc.0, totals.usdc)?;
    check("depth", document.depth, tree.depth())?;
    check("root", document.root, HexRoot(tree.root()))?;
    Ok(tree)
}

/// [`read_tree`] of a file.
///
/// # Errors
///
/// See [`TreeFileError`].
pub fn read_tree_file(path: &Path) -> Result<RewardsTree, TreeFileError> {
    read_tree(File::open(path).map_err(TreeFileError::Open)?)
}

fn check_order(rows: &[RewardRow]) -> Result<(), TreeFileError> {
    for (before, (leaf_index, row)) in rows.iter().zip(rows.iter().enumerate().skip(1)) {
        match before.pool.cmp(&row.pool) {
            Ordering::Less => {}
            Ordering::Equal => return Err(TreeFileError::DuplicatePool { leaf_index, pool: row.pool }),
            Ordering::Greater => return Err(TreeFileError::OutOfOrder { leaf_index, pool: row.pool }),
        }
    }
    Ok(())
}

fn check<T: PartialEq + ToString>(field: &'static str, stated: T, computed: T) -> Result<(), TreeFileError> {
    if stated == computed {
        return Ok(());
    }
    Err(TreeFileError::Mismatch { field, stated: stated.to_string(), computed: computed.to_string() })
}
