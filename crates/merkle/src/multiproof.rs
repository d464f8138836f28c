//! Proof of several leaves of one tree, with each shared node given once (SPEC 6, batch).

use core::{error::Error, fmt};

use crate::hash::{node_hash, Hash};
use crate::proof::{is_right_child, is_within_tree, parent_index, verify_proof, ProofError};

/// Why a proof of several leaves is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MultiproofError {
    /// There is no leaf to prove.
    NoLeaves,
    /// A leaf index is not above the one before it.
    IndicesNotIncreasing,
    /// A leaf index is beyond the tree, or the tree is deeper than [`crate::MAX_DEPTH`].
    IndexBeyondTree,
    /// The proof holds fewer or more nodes than these leaves miss.
    WrongLength,
    /// The leaves, their indices and the proof lead to another root.
    RootMismatch,
}

impl fmt::Display for MultiproofError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoLeaves => "there is no leaf to prove: give at least one",
            Self::IndicesNotIncreasing => {
                "the leaf indices do not increase: sort the leaves by index and give each once"
            }
            Self::IndexBeyondTree => {
                "a leaf index is beyond the tree: give each pool's index in this root's tree (depth at most 31)"
            }
            Self::WrongLength => {
                "the multiproof has another length than these leaves need: build it for exactly these leaf indices"
            }
            Self::RootMismatch => {
                "the multiproof leads to another root: check program, epoch, pools, amounts, the leaf indices and the root"
            }
        })
    }
}

impl Error for MultiproofError {}

impl From<ProofError> for MultiproofError {
    fn from(error: ProofError) -> Self {
        match error {
            ProofError::WrongLength => Self::WrongLength,
            ProofError::IndexBeyondTree => Self::IndexBeyondTree,
            ProofError::RootMismatch => Self::RootMismatch,
        }
    }
}

/// Checks that every leaf of `nodes` (index, hash) stands at its index in the tree of `root`, which
/// has `depth` levels above its leaves.
///
/// The indices are strictly increasing. `proof` holds the nodes that these leaves miss, in the order
/// in which the climb asks for them: level by level from the leaves up, and within a level from left
/// to right. A node of the climb asks for its sibling when that is not itself in the climb. For one
/// leaf this is the proof of [`verify_proof`].
///
/// Works in place: afterwards `nodes` holds hashes of the climb, not the leaves.
///
/// # Errors
///
/// See [`MultiproofError`].
#[inline]
pub fn verify_multiproof(
    root: &Hash,
    depth: u8,
    nodes: &mut [(u32, Hash)],
    proof: &[Hash],
) -> Result<(), MultiproofError> {
    check_indices(depth, nodes.iter().map(|(index, _)| *index))?;

    let mut width = nodes.len();
    let mut levels_left = depth;
    let mut proof = proof;
    // Until one node is left. From there on this is the proof of that node.
    while width > 1 {
        let level = nodes.get_mut(..width).unwrap_or_default();
        width = climb_one_level(level, &mut proof)?;
        // Indices below 2^levels_left that differ leave at least one level to climb.
        levels_left = levels_left.saturating_sub(1);
    }
    let (index, node) = nodes.first().ok_or(MultiproofError::NoLeaves)?;
    Ok(verify_proof(root, levels_left, node, *index, proof)?)
}

/// Replaces the nodes of one level by their parents, at the front of `level`, and returns how many
/// parents there are. Takes the siblings that are not in `level` off the front of `proof`.
#[inline]
fn climb_one_level(level: &mut [(u32, Hash)], proof: &mut &[Hash]) -> Result<usize, MultiproofError> {
    let mut read: usize = 0;
    let mut written: usize = 0;
    while let Some((index, node)) = level.get(read) {
        read = read.saturating_add(1);
        let (left, right) = if is_right_child(*index) {
            (take_first(proof)?, node)
        } else {
            match level.get(read) {
                Some((next, sibling)) if *next == *index | 1 => {
                    read = read.saturating_add(1);
                    (node, sibling)
                }
                _ => (node, take_first(proof)?),
            }
        };
        let parent = (parent_index(*index), node_hash(left, right));
        // `written` stays below `read`: parents never outrun the nodes they replace.
        if let Some(slot) = level.get_mut(written) {
            *slot = parent;
            written = written.saturating_add(1);
        }
    }
    Ok(written)
}

#[inline]
fn take_first<'a>(proof: &mut &'a [Hash]) -> Result<&'a Hash, MultiproofError> {
    let (first, rest) = proof.split_first().ok_or(MultiproofError::WrongLength)?;
    *proof = rest;
    Ok(first)
}

/// Leaf indices that a multiproof can be of: at least one, strictly increasing, within the tree.
#[inline]
pub(crate) fn check_indices(depth: u8, indices: impl Iterator<Item = u32>) -> Result<(), MultiproofError> {
    let mut last = None;
    for index in indices {
        if last.is_some_and(|last| last >= index) {
            return Err(MultiproofError::IndicesNotIncreasing);
        }
        last = Some(index);
    }
    let last = last.ok_or(MultiproofError::NoLeaves)?;
    // The last is the greatest.
    if is_within_tree(last, depth) {
        Ok(())
    } else {
        Err(MultiproofError::IndexBeyondTree)
    }
}
