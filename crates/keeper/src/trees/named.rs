//! Trees with the names of their files, chosen by a record's roots.

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

/// Takes the trees of an epoch that have a root of the record. What is found beside them, such as the file of a record that was
/// revoked, is passed over with a warning.
///
/// # Errors
/// What is wrong with the first of those beside them, if none has a root of the record: it may have been meant.
pub fn chosen(
    record: &RewardRecord,
    found: impl IntoIterator<Item = Result<NamedTree, TreeFault>>,
) -> Result<EpochTrees, TreeFault> {
    let (commitment, mut trees, mut faults) = (commitment(record), EpochTrees::default(), Vec::new());
    for found in found {
        let inserted = found.and_then(|NamedTree { name, tree }| {
            trees.insert(&commitment, tree).map_err(|error| TreeFault::Wrong { name, error })
        });
        faults.extend(inserted.err());
    }
    for fault in &faults {
        tracing::warn!("passed over: {fault}");
    }
    match faults.into_iter().next().filter(|_| trees.count() == 0) {
        Some(fault) => Err(fault),
        None => Ok(trees),
    }
}
