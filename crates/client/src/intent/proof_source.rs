//! Where the proofs of leaves come from.

use std::collections::HashMap;

use anchor_lang::prelude::Pubkey;
use async_trait::async_trait;

use crate::instruction::LeafProof;

/// Why a source could not answer, in its own words.
pub type ProofSourceError = Box<dyn std::error::Error + Send + Sync>;

/// Gives the proof of a pool's leaf: out of a tree file, from a proof server, or out of memory.
#[async_trait]
pub trait ProofSource: Send + Sync {
    /// The leaf of a pool in an epoch; `None` if the epoch's tree has none for it.
    ///
    /// # Errors
    /// If the source cannot tell, for example because it does not have the epoch's tree.
    async fn proof(&self, epoch: u64, pool: &Pubkey) -> Result<Option<LeafProof>, ProofSourceError>;
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
    async fn proof(&self, epoch: u64, pool: &Pubkey) -> Result<Option<LeafProof>, ProofSourceError> {
        Ok(self.0.get(&(epoch, *pool)).cloned())
    }
}
