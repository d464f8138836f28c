//! The tree as the spec words it, written without the crate under test: all nodes stand in memory,
//! padding included, and the hash is another implementation's. Also the leaves that tests use.

#![allow(dead_code, reason = "no test file uses all of it")]

use inference_staking_merkle::{Hash, Leaf, EMPTY_LEAF};
use tiny_keccak::{Hasher, Keccak};

pub fn keccak(bytes: &[u8]) -> Hash {
    let mut keccak = Keccak::v256();
    keccak.update(bytes);
    let mut hash = [0; 32];
    keccak.finalize(&mut hash);
    hash
}

/// Leaf hashes of `len` pools with different addresses and amounts.
pub fn leaves(len: u32) -> Vec<Hash> {
    (0..len).map(leaf).collect()
}

pub fn leaf(index: u32) -> Hash {
    let mut pool = [7; 32];
    pool[..4].copy_from_slice(&index.to_be_bytes());
    let reward = 1_000 + u64::from(index);
    Leaf { program_id: &[9; 32], epoch: 5, pool: &pool, reward, usdc: 3 * reward }.hash()
}

pub struct NaiveTree {
    /// Bottom up, root included, each `2^(depth - level)` wide.
    levels: Vec<Vec<Hash>>,
}

impl NaiveTree {
    pub fn new(leaves: &[Hash]) -> Self {
        let mut bottom = leaves.to_vec();
        bottom.resize(leaves.len().next_power_of_two(), EMPTY_LEAF);
        let mut levels = vec![bottom];
        while levels.last().unwrap().len() > 1 {
            let parents = levels.last().unwrap().chunks(2).map(|pair| keccak(&pair.concat())).collect();
            levels.push(parents);
        }
        Self { levels }
    }

    pub fn root(&self) -> Hash {
        self.levels.last().unwrap()[0]
    }

    pub fn depth(&self) -> u8 {
        u8::try_from(self.levels.len() - 1).unwrap()
    }

    pub fn node(&self, level: usize, index: u32) -> Hash {
        self.levels[level][index as usize]
    }

    pub fn proof(&self, leaf_index: u32) -> Vec<Hash> {
        (0..usize::from(self.depth())).map(|level| self.node(level, (leaf_index >> level) ^ 1)).collect()
    }

    /// A node belongs to the proof if no proven leaf is under it and one is under its sibling.
    pub fn multiproof(&self, leaf_indices: &[u32]) -> Vec<Hash> {
        let mut proof = vec![];
        for level in 0..usize::from(self.depth()) {
            let covers_a_leaf = |node: u32| leaf_indices.iter().any(|leaf| leaf >> level == node);
            for node in 0..u32::try_from(self.levels[level].len()).unwrap() {
                if !covers_a_leaf(node) && covers_a_leaf(node ^ 1) {
                    proof.push(self.node(level, node));
                }
            }
        }
        proof
    }
}
