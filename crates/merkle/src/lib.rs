//! Merkle tree of an epoch's rewards: leaf and node hashes, proof verifiers, tree builder.
//!
//! The verifiers are `no_std`, do not allocate and cannot panic: the program runs them on chain. The
//! builder ([`MerkleTree`]) is behind the feature `std`. Implements SPEC 6 (leaf, node,
//! padding, proof, batch).
//!
//! The shape: leaf hashes left to right, filled with [`EMPTY_LEAF`] to `2^depth`, where
//! `depth = ceil(log2(leaf count))`. A tree of one leaf has depth 0 and the leaf as its root. A leaf
//! is the hash of 89 bytes and a node the hash of 64, so neither can pose as the other.
//!
//! ```
//! use inference_staking_merkle::{node_hash, verify_proof, Leaf};
//!
//! let program_id = [1; 32];
//! let leaf = |pool, reward| {
//!     Leaf { program_id: &program_id, epoch: 7, pool: &[pool; 32], reward, usdc: 0 }.hash()
//! };
//! let (left, right) = (leaf(2, 500), leaf(3, 900));
//! let root = node_hash(&left, &right);
//! assert_eq!(verify_proof(&root, 1, &right, 1, &[left]), Ok(()));
//! ```

#![no_std]

#[cfg(feature = "std")]
extern crate std;

mod hash;
mod multiproof;
mod proof;
#[cfg(feature = "std")]
mod tree;

pub use hash::{node_hash, EpochLeaves, Hash, Leaf, EMPTY_LEAF, LEAF_LEN, LEAF_PREFIX};
pub use multiproof::{verify_multiproof, MultiproofError};
pub use proof::{verify_proof, ProofError, MAX_DEPTH};
#[cfg(feature = "std")]
pub use tree::{BuildError, MerkleTree};
