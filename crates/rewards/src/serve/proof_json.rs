//! The proof of a pool as JSON: what a client needs for `accrue_reward`.

use inference_staking_merkle::{verify_proof, Hash, ProofError};
use serde::{Deserialize, Serialize, Serializer};
use solana_pubkey::Pubkey;
use thiserror::Error;

use crate::reader_words::in_plain_words;
use crate::reward_row::RewardRow;
use crate::tree::{RewardProof, RewardsTree};
use crate::{
    tree::leaf_hash,
    tree_file::{Address, BaseUnits, HexHash},
};

/// Body of `GET /epochs/{epoch}/pools/{pool}/proof`. Both sides of the wire use this type.
///
/// As JSON, in the forms of the tree file: addresses in base58, amounts as strings of decimal digits, root and
/// siblings as 64 lower case hex digits each, siblings bottom up.
///
/// ```json
/// {"program_id":"..","epoch":7,"pool":"..","root":"..","depth":1,
///  "leaf_index":0,"reward":"500","usdc":"0","proof":[".."]}
/// ```
///
/// Which root of the record it is, the client finds by comparing `root` with those on chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolProof {
    /// Address of the staking program.
    pub program_id: Pubkey,
    /// The epoch.
    pub epoch: u64,
    /// The pool.
    pub pool: Pubkey,
    /// Root of the tree that the leaf is in.
    pub root: Hash,
    /// Depth of that tree.
    pub depth: u8,
    /// Leaf index, amounts and siblings.
    pub reward_proof: RewardProof,
}

/// Why a [`PoolProof`] is refused.
#[derive(Debug, Error)]
pub enum PoolProofError {
    /// The body is not such a JSON object.
    #[error("the answer is not the proof of a pool: {}", in_plain_words(&.0.to_string()))]
    Json(serde_json::Error),
    /// The proof does not lead to the root that is stated with it.
    #[error("the proof in the answer is wrong: {0}")]
    Proof(ProofError),
}

impl PoolProof {
    /// The proof of a pool out of a tree; `None` if the pool is not in it.
    pub fn of(tree: &RewardsTree, pool: &Pubkey) -> Option<Self> {
        let reward_proof = tree.proof(pool)?;
        let (program_id, epoch, root, depth) = (tree.program_id(), tree.epoch(), tree.root(), tree.depth());
        Some(Self { program_id, epoch, pool: *pool, root, depth, reward_proof })
    }

    /// Reads the body of the answer and checks that the proof leads to its root.
    ///
    /// Whether that root is on chain, and pool and epoch are those asked for, is for the caller to compare.
    ///
    /// # Errors
    ///
    /// See [`PoolProofError`].
    pub fn from_json(body: &[u8]) -> Result<Self, PoolProofError> {
        let wire: Wire = serde_json::from_slice(body).map_err(PoolProofError::Json)?;
        let proof = Self::from(wire);
        let RewardProof { leaf_index, reward, usdc, siblings } = &proof.reward_proof;
        let row = RewardRow { pool: proof.pool, reward: *reward, usdc: *usdc };
        let leaf = leaf_hash(&proof.program_id, proof.epoch, &row);
        verify_proof(&proof.root, proof.depth, &leaf, *leaf_index, siblings).map_err(PoolProofError::Proof)?;
        Ok(proof)
    }
}

impl Serialize for PoolProof {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Wire::from(self).serialize(serializer)
    }
}

/// [`PoolProof`] in the forms of JSON.
#[derive(Serialize, Deserialize)]
struct Wire {
    program_id: Address,
    epoch: u64,
    pool: Address,
    root: HexHash,
    depth: u8,
    leaf_index: u32,
    reward: BaseUnits,
    usdc: BaseUnits,
    proof: Vec<HexHash>,
}

impl From<&PoolProof> for Wire {
    fn from(proof: &PoolProof) -> Self {
        Self {
            program_id: Address(proof.program_id),
            epoch: proof.epoch,
            pool: Address(proof.pool),
            root: HexHash(proof.root),
            depth: proof.depth,
            leaf_index: proof.reward_proof.leaf_index,
            reward: BaseUnits(proof.reward_proof.reward),
            usdc: BaseUnits(proof.reward_proof.usdc),
            proof: proof.reward_proof.siblings.iter().copied().map(HexHash).collect(),
        }
    }
}

impl From<Wire> for PoolProof {
    fn from(wire: Wire) -> Self {
        Self {
            program_id: wire.program_id.0,
            epoch: wire.epoch,
            pool: wire.pool.0,
            root: wire.root.0,
            depth: wire.depth,
            reward_proof: RewardProof {
                leaf_index: wire.leaf_index,
                reward: wire.reward.0,
                usdc: wire.usdc.0,
                siblings: wire.proof.into_iter().map(|hash| hash.0).collect(),
            },
        }
    }
}
