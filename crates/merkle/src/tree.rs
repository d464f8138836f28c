//! The tree builder (SPEC 6, 14 and 17).

use core::{error::Error, fmt};
use std::vec::Vec;

use rayon::prelude::*;

use crate::hash::{node_hash, Hash, EMPTY_LEAF};
use crate::multiproof::{check_indices, MultiproofError};
use crate::proof::{is_within_tree, parent_index, MAX_DEPTH};

/// Parents that one task of the parallel build hashes at least: fewer are not worth handing over.
const MIN_PARENTS_PER_TASK: usize = 256;

/// Why there is no tree of these leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuildError {
    /// There is no leaf.
    NoLeaves,
    /// There are more leaves than `2^MAX_DEPTH`.
    TooManyLeaves,
}

impl fmt::Display for BuildError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoLeaves => "there is no leaf to build a tree of: give at least one",
            Self::TooManyLeaves => "there are more than 2^31 leaves: split them over several roots of the epoch",
        })
    }
}

impl Error for BuildError {}

/// A Merkle tree of leaf hashes, held whole, so that proofs need no hashing.
#[derive(Clone, Debug)]
pub struct MerkleTree {
    len: u32,
    depth: u8,
    root: Hash,
    /// The leaves and what is above them, bottom up, without the root: `depth` levels.
    levels: Vec<Level>,
}

impl MerkleTree {
    /// Builds the tree of these leaf hashes, in this order, on all of rayon's threads.
    ///
    /// # Errors
    ///
    /// See [`BuildError`].
    pub fn from_leaves(leaves: Vec<Hash>) -> Result<Self, BuildError> {
        let (len, depth) = len_and_depth(leaves.len())?;
        let mut level = Level { nodes: leaves, empty: EMPTY_LEAF };
        let mut levels = Vec::with_capacity(usize::from(depth));
        for _ in 0..depth {
            let above = level.parents();
            levels.push(level);
            level = above;
        }
        Ok(Self { len, depth, root: *level.node(0), levels })
    }

    /// The root, which the reward record stores.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.root
    }

    /// Levels above the leaves: `ceil(log2(len))`, which the reward record stores with the root.
    #[must_use]
    pub fn depth(&self) -> u8 {
        self.depth
    }

    /// Number of leaves, without the empty ones. It is at least 1.
    #[must_use]
    #[allow(clippy::len_without_is_empty, reason = "a tree without a leaf cannot be built")]
    pub fn len(&self) -> u32 {
        self.len
    }

    /// The proof that [`crate::verify_proof`] takes: exactly `depth` siblings, bottom up. `None` if
    /// there is no such leaf; empty leaves have no proof.
    #[must_use]
    pub fn proof(&self, leaf_index: u32) -> Option<Vec<Hash>> {
        if leaf_index >= self.len {
            return None;
        }
        let mut index = leaf_index;
        let siblings = self.levels.iter().map(|level| {
            let sibling = *level.node(sibling_index(index));
            index = parent_index(index);
            sibling
        });
        Some(siblings.collect())
    }

    /// The proof that [`crate::verify_multiproof`] takes for the leaves of these indices, which are
    /// strictly increasing.
    ///
    /// # Errors
    ///
    /// The first three of [`MultiproofError`]. Empty leaves are beyond the tree here.
    pub fn multiproof(&self, leaf_indices: &[u32]) -> Result<Vec<Hash>, MultiproofError> {
        check_indices(self.depth, leaf_indices.iter().copied())?;
        if leaf_indices.iter().any(|index| *index >= self.len) {
            return Err(MultiproofError::IndexBeyondTree);
        }
        let mut climb = leaf_indices.to_vec();
        let mut proof = Vec::new();
        for level in &self.levels {
            let missing =
                climb.iter().map(|index| sibling_index(*index)).filter(|sibling| climb.binary_search(sibling).is_err());
            proof.extend(missing.map(|sibling| *level.node(sibling)));
            climb.iter_mut().for_each(|index| *index = parent_index(*index));
            climb.dedup();
        }
        Ok(proof)
    }
}

/// Checks the number of leaves, and gives the depth of their tree.
fn len_and_depth(leaf_count: usize) -> Result<(u32, u8), BuildError> {
    if leaf_count == 0 {
        return Err(BuildError::NoLeaves);
    }
    let len = u32::try_from(leaf_count).map_err(|_| BuildError::TooManyLeaves)?;
    let depth = (0..=MAX_DEPTH).find(|depth| is_within_tree(len.saturating_sub(1), *depth));
    Ok((len, depth.ok_or(BuildError::TooManyLeaves)?))
}

fn sibling_index(index: u32) -> u32 {
    index ^ 1
}

/// One level of the tree, without the nodes that stand over empty leaves only.
#[derive(Clone, Debug)]
struct Level {
    nodes: Vec<Hash>,
    /// The node of this level that stands over empty leaves only.
    empty: Hash,
}

impl Level {
    fn node(&self, index: u32) -> &Hash {
        usize::try_from(index).ok().and_then(|index| self.nodes.get(index)).unwrap_or(&self.empty)
    }

    fn parents(&self) -> Self {
        let parent = |pair: &[Hash]| match pair {
            [left, right] => node_hash(left, right),
            [left] => node_hash(left, &self.empty),
            _ => self.empty,
        };
        Self {
            nodes: self.nodes.par_chunks(2).with_min_len(MIN_PARENTS_PER_TASK).map(parent).collect(),
            empty: node_hash(&self.empty, &self.empty),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_the_ceiling_of_the_binary_logarithm() {
        for (leaf_count, depth) in [
            (1, 0),
            (2, 1),
            (3, 2),
            (4, 2),
            (5, 3),
            (10_000, 14),
            (16_384, 14),
            (16_385, 15),
            (1_000_000, 20),
            (1 << 31, 31),
        ] {
            assert_eq!(len_and_depth(leaf_count as usize), Ok((leaf_count, depth)));
        }
    }

    #[test]
    fn a_tree_has_at_least_one_leaf_and_at_most_2_to_the_31() {
        assert_eq!(len_and_depth(0), Err(BuildError::NoLeaves));
        assert_eq!(len_and_depth((1 << 31) + 1), Err(BuildError::TooManyLeaves));
        assert_eq!(len_and_depth(1 << 32), Err(BuildError::TooManyLeaves));
    }
}
