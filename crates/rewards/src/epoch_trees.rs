//! The trees of one epoch that are at hand: the way from a pool to its root, leaf and proof.

use std::{collections::BTreeMap, sync::Arc};

use solana_pubkey::Pubkey;

use crate::commitment::{Commitment, WrongTree};
use crate::tree::{RewardProof, RewardsTree};

/// The trees of one epoch that are at hand, each with the index of its root in the record.
#[derive(Clone, Debug, Default)]
pub struct EpochTrees {
    trees: BTreeMap<u8, Arc<RewardsTree>>,
}

/// Where a pool's leaf stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LeafPlace {
    /// Which of the record's roots.
    pub root_index: u8,
    /// Place in the tree.
    pub leaf_index: u32,
}

impl EpochTrees {
    /// Adds a tree, if it is one of the record's.
    ///
    /// # Errors
    ///
    /// See [`WrongTree`].
    pub fn insert(&mut self, commitment: &Commitment, tree: RewardsTree) -> Result<(), WrongTree> {
        let root_index = commitment.root_index(&tree)?;
        self.trees.insert(root_index, Arc::new(tree));
        Ok(())
    }

    /// The tree of a root.
    pub fn tree(&self, root_index: u8) -> Option<&RewardsTree> {
        self.trees.get(&root_index).map(AsRef::as_ref)
    }

    /// Where a pool's leaf stands; in the first tree that has it.
    pub fn place(&self, pool: &Pubkey) -> Option<LeafPlace> {
        let place = |(root_index, tree): (&u8, &Arc<RewardsTree>)| {
            Some(LeafPlace { root_index: *root_index, leaf_index: tree.leaf_index(pool)? })
        };
        self.trees.iter().find_map(place)
    }

    /// Which root a pool's leaf is proven against, and its amounts and proof; of the first tree that has the pool.
    pub fn proof(&self, pool: &Pubkey) -> Option<(u8, RewardProof)> {
        let LeafPlace { root_index, .. } = self.place(pool)?;
        Some((root_index, self.tree(root_index)?.proof(pool)?))
    }

    /// Whether every root of the record has its tree here, and no tree is of another record: one may have been revoked and
    /// made anew.
    pub fn are_all_of(&self, commitment: &Commitment) -> bool {
        let is_its = |(index, tree): (&u8, &Arc<RewardsTree>)| commitment.root_index(tree) == Ok(*index);
        self.trees.len() == commitment.roots.len() && self.trees.iter().all(is_its)
    }

    /// Trees at hand.
    pub fn count(&self) -> u8 {
        u8::try_from(self.trees.len()).unwrap_or(u8::MAX)
    }
}
