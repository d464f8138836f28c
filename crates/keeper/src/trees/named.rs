//! Trees with the names of their files, checked against a record.

use inference_staking_client::state::RewardRecord;
use inference_staking_rewards::{EpochTrees, RewardsTree};

use super::fault::TreeFault;
use super::on_chain::commitment;

/// A tree and where it comes from.
#[derive(Debug)]
pub struct NamedTree {
    /// File name or URL.
    pub name: String,
    /// The tree.
    pub tree: RewardsTree,
}

/// Trees by their epoch, or what is wrong with them.
pub(super) type Loaded = Vec<(u64, Result<EpochTrees, TreeFault>)>;

/// Takes the trees of an epoch, if every one has a root of the record.
///
/// # Errors
/// The first tree of another program, epoch or root.
pub fn checked(record: &RewardRecord, trees: Vec<NamedTree>) -> Result<EpochTrees, TreeFault> {
    let (commitment, mut found) = (commitment(record), EpochTrees::default());
    for NamedTree { name, tree } in trees {
        found.insert(&commitment, tree).map_err(|error| TreeFault::Wrong { name, error })?;
    }
    Ok(found)
}
