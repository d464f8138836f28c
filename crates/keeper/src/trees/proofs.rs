//! The proofs of one pool, for intents that accrue it first.

use anchor_lang::prelude::Pubkey;
use async_trait::async_trait;
use inference_staking_client::intent::{FoundProof, ProofSource};
use inference_staking_client::state::RewardRecord;

use super::at_hand::Trees;
use super::on_chain::{commitment, leaf_proof};
use super::source::TreeSource;

#[async_trait]
impl ProofSource for TreeSource {
    async fn proofs(&self, pool: &Pubkey, records: &[RewardRecord]) -> Vec<FoundProof> {
        let mut trees = Trees::default();
        trees.load(self, &records.iter().map(|record| (record.epoch, *record)).collect()).await;
        records.iter().map(|record| found(&trees, pool, record)).collect()
    }
}

fn found(trees: &Trees, pool: &Pubkey, record: &RewardRecord) -> FoundProof {
    let nowhere = || format!("no tree file of epoch {} that is at hand has a leaf of the pool", record.epoch);
    let trees = trees.of(record.epoch).ok_or_else(nowhere)?.map_err(ToString::to_string)?;
    match leaf_proof(trees, pool) {
        Some(leaf) => Ok(Some(leaf)),
        None if trees.are_all_of(&commitment(record)) => Ok(None),
        None => Err(nowhere().into()),
    }
}
