//! The Merkle tree of an epoch's rewards (SPEC 6).

use inference_staking_merkle::{BuildError, Hash, Leaf, MerkleTree, MultiproofError};
use rayon::prelude::*;
use solana_pubkey::Pubkey;
use thiserror::Error;

use crate::reward_row::{RewardRow, Totals, TotalsOverflow};

/// Leaves that one task of the parallel build hashes at least: fewer are not worth handing over.
const MIN_LEAVES_PER_TASK: usize = 256;

/// Why there is no tree of these rows.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum TreeError {
    /// A pool has two rows. It stands in a tree at most once.
    #[error("pool {0} stands in the rewards more than once: give each pool once")]
    DuplicatePool(Pubkey),
    /// The rewards or the USDC revenue sum to more than 64 bits hold.
    #[error(transparent)]
    TotalsOverflow(#[from] TotalsOverflow),
    /// There is no row, or there are more than a tree has leaves.
    #[error(transparent)]
    Build(#[from] BuildError),
}

/// The rewards of an epoch as a Merkle tree: one leaf per pool, in order of the pool address bytes.
#[derive(Clone, Debug)]
pub struct RewardsTree {
    program_id: Pubkey,
    epoch: u64,
    rows: Vec<RewardRow>,
    totals: Totals,
    merkle: MerkleTree,
}

/// What `accrue_reward` takes for one pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RewardProof {
    /// Index of the pool's leaf in the tree.
    pub leaf_index: u32,
    /// Reward of the pool, in base units of the staked token.
    pub reward: u64,
    /// USDC revenue of the pool, in base units of USDC.
    pub usdc: u64,
    /// Siblings bottom up, exactly as many as the tree is deep.
    pub siblings: Vec<Hash>,
}

impl RewardsTree {
    /// Builds the tree of these rows, which may come in any order, on all of rayon's threads.
    ///
    /// The leaves name `program_id` and `epoch`, so they prove nothing for any other.
    ///
    /// # Errors
    ///
    /// See [`TreeError`].
    pub fn from_rows(program_id: Pubkey, epoch: u64, mut rows: Vec<RewardRow>) -> Result<Self, TreeError> {
        rows.par_sort_unstable_by_key(|row| row.pool);
        for pair in rows.windows(2) {
            if let [first, second] = pair {
                if first.pool == second.pool {
                    return Err(TreeError::DuplicatePool(first.pool));
                }
            }
        }
        let totals = rows.iter().try_fold(Totals::default(), Totals::with)?;
        let leaf = |row: &RewardRow| leaf_hash(&program_id, epoch, row);
        let leaves = rows.par_iter().with_min_len(MIN_LEAVES_PER_TASK).map(leaf).collect();
        let merkle = MerkleTree::from_leaves(leaves)?;
        Ok(Self { program_id, epoch, rows, totals, merkle })
    }

    /// Address of the staking program that the leaves name.
    pub fn program_id(&self) -> Pubkey {
        self.program_id
    }

    /// The epoch that the leaves name.
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// The root, which the reward record stores.
    pub fn root(&self) -> Hash {
        self.merkle.root()
    }

    /// Levels above the leaves, which the reward record stores with the root: 0 for a single leaf.
    pub fn depth(&self) -> u8 {
        self.merkle.depth()
    }

    /// Sums over the leaves, in base units.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// The rows in leaf order: the row at index i is leaf i.
    pub fn rows(&self) -> &[RewardRow] {
        &self.rows
    }

    /// Index of the pool's leaf, or `None` if the pool is not in the tree.
    pub fn leaf_index(&self, pool: &Pubkey) -> Option<u32> {
        let index = self.rows.binary_search_by_key(pool, |row| row.pool).ok()?;
        u32::try_from(index).ok()
    }

    /// Amounts and proof of a pool, or `None` if the pool is not in the tree.
    pub fn proof(&self, pool: &Pubkey) -> Option<RewardProof> {
        let leaf_index = self.leaf_index(pool)?;
        let row = self.rows.get(usize::try_from(leaf_index).ok()?)?;
        let siblings = self.merkle.proof(leaf_index)?;
        Some(RewardProof { leaf_index, reward: row.reward, usdc: row.usdc, siblings })
    }

    /// The proof of several leaves that `accrue_rewards` takes, for strictly increasing leaf indices.
    ///
    /// # Errors
    ///
    /// No index, indices that do not increase, or an index that no pool has: see [`MultiproofError`].
    pub fn multiproof(&self, leaf_indices: &[u32]) -> Result<Vec<Hash>, MultiproofError> {
        self.merkle.multiproof(leaf_indices)
    }
}

/// Hash of the leaf of a row.
pub(crate) fn leaf_hash(program_id: &Pubkey, epoch: u64, row: &RewardRow) -> Hash {
    Leaf { program_id: program_id.as_array(), epoch, pool: row.pool.as_array(), reward: row.reward, usdc: row.usdc }
        .hash()
}
