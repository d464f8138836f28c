//! Proof of one leaf (SPEC 6).

use core::{error::Error, fmt};

use crate::hash::{node_hash, Hash};

/// Deepest tree there can be: leaf indices are `u32`, and so is the count of leaves, `2^depth`.
pub const MAX_DEPTH: u8 = 31;

/// Why a proof of one leaf is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofError {
    /// The proof does not hold exactly `depth` siblings.
    WrongLength,
    /// The leaf index is not below `2^depth`, or `depth` is above [`MAX_DEPTH`].
    IndexBeyondTree,
    /// The leaf, its index and the siblings lead to another root.
    RootMismatch,
}

impl fmt::Display for ProofError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WrongLength => {
                "the proof has another length than the tree's depth: give exactly one sibling per level"
            }
            Self::IndexBeyondTree => {
                "the leaf index is beyond the tree: give the pool's index in this root's tree, below 2^depth (depth at most 31)"
            }
            Self::RootMismatch => {
                "the proof leads to another root: check program, epoch, pool, both amounts, the leaf index and the root"
            }
        })
    }
}

impl Error for ProofError {}

/// Checks that `leaf` stands at `leaf_index` in the tree of `root`, which has `depth` levels above
/// its leaves.
///
/// `proof` holds the siblings bottom up. Bit i of `leaf_index` is 1 where the node on the way up is
/// the right child at level i.
///
/// # Errors
///
/// See [`ProofError`].
// Out of line: in an instruction with much else at hand the loop would keep its numbers on the stack, 3 units a level.
#[inline(never)]
pub fn verify_proof(root: &Hash, depth: u8, leaf: &Hash, leaf_index: u32, proof: &[Hash]) -> Result<(), ProofError> {
    // Without this, an inner node passes for a leaf with a shorter proof.
    if proof.len() != usize::from(depth) {
        return Err(ProofError::WrongLength);
    }
    // Without this, bits above the depth give one leaf several indices.
    if !is_within_tree(leaf_index, depth) {
        return Err(ProofError::IndexBeyondTree);
    }

    let mut node = *leaf;
    // 64 bits are what the machine on chain shifts in one step.
    let mut index = u64::from(leaf_index);
    for sibling in proof {
        let (left, right) = if index & 1 == 1 { (sibling, &node) } else { (&node, sibling) };
        node = node_hash(left, right);
        index >>= 1;
    }
    if node == *root {
        Ok(())
    } else {
        Err(ProofError::RootMismatch)
    }
}

/// Whether the tree has a leaf of that index. No tree is deeper than [`MAX_DEPTH`].
#[inline]
pub(crate) fn is_within_tree(leaf_index: u32, depth: u8) -> bool {
    1u32.checked_shl(u32::from(depth)).is_some_and(|width| leaf_index < width)
}

/// Whether a node is the right child of its parent, by its index in its level.
#[inline]
pub(crate) fn is_right_child(index: u32) -> bool {
    index & 1 == 1
}

/// Index of a node's parent in the level above.
#[inline]
pub(crate) fn parent_index(index: u32) -> u32 {
    index >> 1
}
