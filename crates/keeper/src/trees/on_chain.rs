//! Between the accounts and arguments of the program and the types of the reward files, which know no chain.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address::program_id;
use inference_staking_client::instruction::LeafProof;
use inference_staking_client::state::RewardRecord;
use inference_staking_rewards::{Commitment, CommittedRoot, EpochTrees, RewardProof};

/// What a record on chain commits to.
pub fn commitment(record: &RewardRecord) -> Commitment {
    let roots = (0..record.root_count).filter_map(|index| record.root(index).ok());
    let roots = roots.map(|(root, depth)| CommittedRoot { root: *root, depth }).collect();
    Commitment { program_id: program_id(), epoch: record.epoch, roots }
}

/// A pool's leaf with its proof, as an accrual takes it; of the first tree that has the pool.
pub fn leaf_proof(trees: &EpochTrees, pool: &Pubkey) -> Option<LeafProof> {
    let (root_index, RewardProof { leaf_index, reward, usdc, siblings }) = trees.proof(pool)?;
    Some(LeafProof { root_index, leaf_index, reward, usdc, proof: siblings })
}
