//! Where the proofs of leaves come from.

use std::collections::HashMap;

use anchor_lang::prelude::Pubkey;
use async_trait::async_trait;
use inference_staking::state::RewardRecord;

use crate::instruction::LeafProof;

/// Why a source could not answer, in its own words.
pub type ProofSourceError = Box<dyn std::error::Error + Send + Sync>;

/// A pool's leaf in an epoch; `None` if the epoch's trees have none for it; an error if the source cannot tell, for example
/// because it does not have the epoch's trees.
pub type FoundProof = Result<Option<LeafProof>, ProofSourceError>;

/// Gives the proofs of a pool's leaves: out of tree files, from a proof server, or out of memory.
#[async_trait]
pub trait ProofSource: Send + Sync {
    /// The pool's leaf in each of these epochs, in the same order. Whoever asks checks the proofs.
    async fn proofs(&self, pool: &Pubkey, records: &[RewardRecord]) -> Vec<FoundProof>;
}

/// No source: what needs no proof can still be passed.
pub(super) struct NoProofs;

#[async_trait]
impl ProofSource for NoProofs {
    async fn proofs(&self, _pool: &Pubkey, records: &[RewardRecord]) -> Vec<FoundProof> {
        records.iter().map(|_| Err("no source of proofs is given".into())).collect()
    }
}

/// Proofs in memory, by epoch and pool.
#[derive(Clone, Debug, Default)]
pub struct ProofTable(HashMap<(u64, Pubkey), LeafProof>);

impl ProofTable {
    /// Adds the proof of a pool's leaf in an epoch.
    pub fn insert(&mut self, epoch: u64, pool: Pubkey, proof: LeafProof) {
        self.0.insert((epoch, pool), proof);
    }
}

#[async_trait]
impl ProofSource for ProofTable {
    async fn proofs(&self, pool: &Pubkey, records: &[RewardRecord]) -> Vec<FoundProof> {
        records.iter().map(|record| Ok(self.0.get(&(record.epoch, *pool)).cloned())).collect()
    }
}
