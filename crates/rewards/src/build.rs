//! The tree file of an epoch from its rewards CSV (SPEC 14).

use std::{fs::File, path::Path};

use inference_staking_merkle::Hash;
use solana_pubkey::Pubkey;

use crate::error::RewardsError;
use crate::expected::check_sum;
use crate::reward_row::{Amount, RewardRow, Totals};
use crate::rewards_csv::read_rewards_csv;
use crate::tree::RewardsTree;
use crate::tree_file::write_tree_file;

/// What the tree is of, and what it must sum to.
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

/// What [`build_file`] wrote: what `create_reward_record` takes, and counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Built {
    /// The root.
    pub root: Hash,
    /// The depth that is stored with it.
    pub depth: u8,
    /// Sums over the leaves, in base units.
    pub totals: Totals,
    /// Leaves, with those of zeros.
    pub leaves: usize,
    /// Leaves of zeros added for further pools.
    pub zero_leaves_added: usize,
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

/// Reads the rewards CSV `pool,reward,usdc` and writes the tree file that [`crate::write_tree`] describes.
///
/// `out` appears whole or not at all, and replaces what was there. The same input gives the same bytes.
///
/// # Errors
///
/// [`RewardsError::BadInput`] if the CSV is not as it must be or does not sum to what is expected,
/// [`RewardsError::Io`] if a file cannot be read or written. Nothing is written then.
pub fn build_file(rewards: &Path, out: &Path, request: &BuildRequest) -> Result<Built, RewardsError> {
    let input = File::open(rewards).map_err(|error| RewardsError::io(rewards, "opened", error))?;
    let mut rows = read_rewards_csv(input).map_err(|error| RewardsError::csv(rewards, error))?;
    let zero_leaves_added = add_zero_rows(&mut rows, request.further_pools);
    let tree = RewardsTree::from_rows(request.program_id, request.epoch, rows)
        .map_err(|error| RewardsError::bad(rewards, error))?;

    let totals = tree.totals();
    check_sum(Amount::Reward.name(), totals.rewards, request.expected_rewards)
        .and_then(|()| check_sum(Amount::Usdc.name(), totals.usdc, request.expected_usdc))
        .map_err(|reason| RewardsError::bad(rewards, reason))?;
    write_tree_file(&tree, out).map_err(|error| RewardsError::io(out, "written", error))?;
    let leaves = tree.rows().len();
    Ok(Built { root: tree.root(), depth: tree.depth(), totals, leaves, zero_leaves_added })
}
