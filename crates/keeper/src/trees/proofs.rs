//! The proofs of one pool, for intents that accrue it first.

use anchor_lang::prelude::Pubkey;
use async_trait::async_trait;
use inference_staking_client::instruction::LeafProof;
use inference_staking_client::intent::{FoundProof, ProofSource};
use inference_staking_client::state::RewardRecord;

use super::{TreeSource, Trees};

#[async_trait]
impl ProofSource for TreeSource {
    async fn proofs(&self, pool: &Pubkey, records: &[RewardRecord]) -> Vec<FoundProof> {
        let mut trees = Trees::default();
        trees.load(self, &records.iter().map(|record| (record.epoch, *record)).collect()).await;
        records.iter().map(|record| found(&mut trees, pool, record)).collect()
    }
}

fn found(trees: &mut Trees, pool: &Pubkey, record: &RewardRecord) -> FoundProof {
    let epoch = record.epoch;
    let nowhere = || format!("no tree file of epoch {epoch} that is at hand has a leaf of the pool");
    let of_epoch = match trees.epochs.remove(&epoch) {
        None => return Err(nowhere().into()),
        Some(of_epoch) => of_epoch?,
    };
    let Some(place) = of_epoch.place(pool) else {
        return if of_epoch.are_all_of(record) { Ok(None) } else { Err(nowhere().into()) };
    };
    let proof = of_epoch.tree(place.root_index).and_then(|tree| tree.proof(pool)).ok_or_else(nowhere)?;
    Ok(Some(LeafProof {
        root_index: place.root_index,
        leaf_index: proof.leaf_index,
        reward: proof.reward,
        usdc: proof.usdc,
        proof: proof.siblings,
    }))
}
