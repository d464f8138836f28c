//! What reward authorities, halt authorities, the program admin and anyone send about epochs.

use anchor_lang::prelude::{system_program, AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking::instructions::{BatchLeaf, Proof};
use inference_staking::{accounts, instruction as args};

use super::build::build;
use crate::address;

/// Where a leaf stands and what proves it.
#[derive(Clone, Debug)]
pub struct LeafProof {
    /// Which of the record's roots.
    pub root_index: u8,
    /// Place in the tree.
    pub leaf_index: u32,
    /// Stake tokens, base units.
    pub reward: u64,
    /// USDC, base units.
    pub usdc: u64,
    /// Siblings, bottom up.
    pub proof: Vec<[u8; 32]>,
}

/// Accounts of `mark_epoch_as_finalizing`.
pub fn mark_epoch_as_finalizing_accounts(authority: Pubkey) -> accounts::MarkEpochAsFinalizing {
    accounts::MarkEpochAsFinalizing { authority, pool_overview: address::pool_overview() }
}

/// `mark_epoch_as_finalizing`.
pub fn mark_epoch_as_finalizing(authority: Pubkey, epoch: u64) -> Instruction {
    build(mark_epoch_as_finalizing_accounts(authority), args::MarkEpochAsFinalizing { epoch })
}

/// Accounts of `create_reward_record` for `epoch`, the one after the last completed.
pub fn create_reward_record_accounts(payer: Pubkey, authority: Pubkey, epoch: u64) -> accounts::CreateRewardRecord {
    accounts::CreateRewardRecord {
        payer,
        authority,
        pool_overview: address::pool_overview(),
        reward_record: address::reward_record(epoch),
        reward_vault: address::reward_vault(),
        usdc_vault: address::usdc_vault(),
        system_program: system_program::ID,
    }
}

/// `create_reward_record`.
pub fn create_reward_record(accounts: accounts::CreateRewardRecord, args: args::CreateRewardRecord) -> Instruction {
    build(accounts, args)
}

/// Accounts of `accrue_reward`; `operator_staking_record` is the one stored in the pool.
pub fn accrue_reward_accounts(
    operator_pool: Pubkey,
    epoch: u64,
    operator_staking_record: Pubkey,
) -> accounts::AccrueReward {
    accounts::AccrueReward {
        pool_overview: address::pool_overview(),
        reward_record: address::reward_record(epoch),
        operator_pool,
        operator_staking_record,
    }
}

/// `accrue_reward`.
pub fn accrue_reward(accounts: accounts::AccrueReward, leaf: LeafProof) -> Instruction {
    let LeafProof { root_index, leaf_index, reward, usdc, proof } = leaf;
    build(accounts, args::AccrueReward { root_index, leaf_index, reward, usdc, proof: Proof::from(proof) })
}

/// Accounts of `revoke_reward_record`; `rent_receiver` is the rent payer stored in the record.
pub fn revoke_reward_record_accounts(
    authority: Pubkey,
    epoch: u64,
    rent_receiver: Pubkey,
) -> accounts::RevokeRewardRecord {
    accounts::RevokeRewardRecord {
        authority,
        pool_overview: address::pool_overview(),
        reward_record: address::reward_record(epoch),
        rent_receiver,
    }
}

/// `revoke_reward_record`.
pub fn revoke_reward_record(authority: Pubkey, epoch: u64, rent_receiver: Pubkey) -> Instruction {
    build(revoke_reward_record_accounts(authority, epoch, rent_receiver), args::RevokeRewardRecord {})
}

/// `reclaim_expired_reward_record`; `rent_receiver` is the rent payer stored in the record.
pub fn reclaim_expired_reward_record(epoch: u64, rent_receiver: Pubkey) -> Instruction {
    let accounts = accounts::ReclaimExpiredRewardRecord {
        pool_overview: address::pool_overview(),
        reward_record: address::reward_record(epoch),
        rent_receiver,
    };
    build(accounts, args::ReclaimExpiredRewardRecord {})
}

/// `accrue_reward_emergency_bypass`.
pub fn accrue_reward_emergency_bypass(operator_pool: Pubkey, epoch: u64) -> Instruction {
    let accounts = accounts::AccrueRewardEmergencyBypass {
        pool_overview: address::pool_overview(),
        reward_record: address::reward_record(epoch),
        operator_pool,
    };
    build(accounts, args::AccrueRewardEmergencyBypass {})
}

/// One pool of a batch.
#[derive(Clone, Copy, Debug)]
pub struct BatchPool {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The operator's record, stored in the pool.
    pub operator_staking_record: Pubkey,
    /// Its leaf, which says whether the record comes along.
    pub leaf: BatchLeaf,
}

/// `accrue_rewards` for pools in increasing order of their leaf index, with the multiproof of their leaves.
pub fn accrue_rewards(epoch: u64, root_index: u8, pools: &[BatchPool], proof: Vec<[u8; 32]>) -> Instruction {
    let accounts = accounts::AccrueRewards {
        pool_overview: address::pool_overview(),
        reward_record: address::reward_record(epoch),
    };
    let leaves = pools.iter().map(|pool| pool.leaf).collect();
    let mut instruction = build(accounts, args::AccrueRewards { root_index, leaves, proof: Proof::from(proof) });
    let with_record = pools.iter().filter(|pool| pool.leaf.with_operator_record);
    let operator_records = with_record.map(|pool| pool.operator_staking_record);
    let keys = pools.iter().map(|pool| pool.operator_pool).chain(operator_records);
    instruction.accounts.extend(keys.map(|key| AccountMeta::new(key, false)));
    instruction
}
