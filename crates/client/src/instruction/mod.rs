//! Instruction builders. Accounts are resolved from what a caller knows; `*_accounts` gives the resolved accounts alone.

mod administration;
mod epochs;
mod pools;
mod records;

pub use administration::*;
pub use epochs::*;
pub use pools::*;
pub use records::*;

use anchor_lang::prelude::{system_program, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{InstructionData, ToAccountMetas};
use inference_staking::instructions::{CreateOperatorPoolArgs, CreatePoolOverviewArgs, Proof};
use inference_staking::{accounts, instruction as args};

use crate::address;

/// An instruction of the staking program.
pub fn build(accounts: impl ToAccountMetas, args: impl InstructionData) -> Instruction {
    Instruction { program_id: address::PROGRAM_ID, accounts: accounts.to_account_metas(None), data: args.data() }
}

/// The two mints, which most instructions need.
#[derive(Clone, Copy, Debug)]
pub struct Mints {
    /// Stake token.
    pub stake: Pubkey,
    /// USDC.
    pub usdc: Pubkey,
}

/// A staking record by what its address is made of.
#[derive(Clone, Copy, Debug)]
pub struct RecordOf {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The owner.
    pub owner: Pubkey,
}

impl RecordOf {
    /// The record's address.
    pub fn address(&self) -> Pubkey {
        address::staking_record(&self.operator_pool, &self.owner)
    }
}

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

/// Accounts of `create_pool_overview`.
pub fn create_pool_overview_accounts(
    upgrade_authority: Pubkey,
    mints: Mints,
    slashing_token_destination: Pubkey,
    slashing_usdc_destination: Pubkey,
) -> accounts::CreatePoolOverview {
    accounts::CreatePoolOverview {
        upgrade_authority,
        program_data: address::program_data(),
        pool_overview: address::pool_overview(),
        stake_mint: mints.stake,
        usdc_mint: mints.usdc,
        reward_vault: address::reward_vault(),
        usdc_vault: address::usdc_vault(),
        slashing_token_destination,
        slashing_usdc_destination,
        token_program: anchor_spl::token::ID,
        system_program: system_program::ID,
    }
}

/// `create_pool_overview`.
pub fn create_pool_overview(accounts: accounts::CreatePoolOverview, args: CreatePoolOverviewArgs) -> Instruction {
    build(accounts, args::CreatePoolOverview { args })
}

/// Token accounts that a registration fee goes between.
#[derive(Clone, Copy, Debug)]
pub struct FeeAccounts {
    /// Payer's stake token account.
    pub source: Pubkey,
    /// Stake token account of the registration fee wallet.
    pub destination: Pubkey,
}

/// Accounts of `create_operator_pool`; `fee` is needed if there is a registration fee.
pub fn create_operator_pool_accounts(
    payer: Pubkey,
    admin: Pubkey,
    stake_mint: Pubkey,
    fee: Option<FeeAccounts>,
) -> accounts::CreateOperatorPool {
    let operator_pool = address::operator_pool(&admin);
    accounts::CreateOperatorPool {
        payer,
        admin,
        pool_overview: address::pool_overview(),
        operator_pool,
        operator_staking_record: address::staking_record(&operator_pool, &admin),
        pool_vault: address::pool_vault(&operator_pool),
        stake_mint,
        fee_source: fee.map(|fee| fee.source),
        fee_destination: fee.map(|fee| fee.destination),
        token_program: anchor_spl::token::ID,
        system_program: system_program::ID,
    }
}

/// `create_operator_pool`.
pub fn create_operator_pool(accounts: accounts::CreateOperatorPool, args: CreateOperatorPoolArgs) -> Instruction {
    build(accounts, args::CreateOperatorPool { args })
}

/// Accounts of `create_staking_record`.
pub fn create_staking_record_accounts(payer: Pubkey, record: RecordOf) -> accounts::CreateStakingRecord {
    accounts::CreateStakingRecord {
        payer,
        owner: record.owner,
        pool_overview: address::pool_overview(),
        operator_pool: record.operator_pool,
        staking_record: record.address(),
        system_program: system_program::ID,
    }
}

/// `create_staking_record`.
pub fn create_staking_record(payer: Pubkey, record: RecordOf) -> Instruction {
    build(create_staking_record_accounts(payer, record), args::CreateStakingRecord {})
}

/// Accounts of `stake`; `operator_staking_record` is the one stored in the pool.
pub fn stake_accounts(
    record: RecordOf,
    operator_staking_record: Pubkey,
    source: Pubkey,
    stake_mint: Pubkey,
) -> accounts::Stake {
    accounts::Stake {
        owner: record.owner,
        pool_overview: address::pool_overview(),
        operator_pool: record.operator_pool,
        staking_record: record.address(),
        operator_staking_record,
        source,
        pool_vault: address::pool_vault(&record.operator_pool),
        stake_mint,
        token_program: anchor_spl::token::ID,
    }
}

/// `stake`: at most `amount` base units.
pub fn stake(accounts: accounts::Stake, amount: u64) -> Instruction {
    build(accounts, args::Stake { amount })
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

/// Accounts of `accrue_reward`; `operator_staking_record` if the pool stakes its commission.
pub fn accrue_reward_accounts(
    operator_pool: Pubkey,
    epoch: u64,
    operator_staking_record: Option<Pubkey>,
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
    build(accounts, args::AccrueReward { root_index, leaf_index, reward, usdc, proof: Proof(proof) })
}

/// Accounts of `unstake`.
pub fn unstake_accounts(record: RecordOf) -> accounts::Unstake {
    accounts::Unstake {
        owner: record.owner,
        pool_overview: address::pool_overview(),
        operator_pool: record.operator_pool,
        staking_record: record.address(),
    }
}

/// `unstake`.
pub fn unstake(record: RecordOf, shares: u64) -> Instruction {
    build(unstake_accounts(record), args::Unstake { shares })
}

/// Accounts of `claim_unstake`.
pub fn claim_unstake_accounts(record: RecordOf, stake_mint: Pubkey) -> accounts::ClaimUnstake {
    accounts::ClaimUnstake {
        pool_overview: address::pool_overview(),
        operator_pool: record.operator_pool,
        staking_record: record.address(),
        owner_token_account: address::owner_token_account(&record.owner, &stake_mint),
        pool_vault: address::pool_vault(&record.operator_pool),
        reward_vault: address::reward_vault(),
        stake_mint,
        token_program: anchor_spl::token::ID,
    }
}

/// `claim_unstake`.
pub fn claim_unstake(record: RecordOf, stake_mint: Pubkey) -> Instruction {
    build(claim_unstake_accounts(record, stake_mint), args::ClaimUnstake {})
}

/// Accounts of `claim_usdc_earnings`.
pub fn claim_usdc_earnings_accounts(
    record: RecordOf,
    destination: Pubkey,
    usdc_mint: Pubkey,
) -> accounts::ClaimUsdcEarnings {
    accounts::ClaimUsdcEarnings {
        owner: record.owner,
        pool_overview: address::pool_overview(),
        operator_pool: record.operator_pool,
        staking_record: record.address(),
        destination,
        usdc_vault: address::usdc_vault(),
        usdc_mint,
        token_program: anchor_spl::token::ID,
    }
}

/// `claim_usdc_earnings`.
pub fn claim_usdc_earnings(record: RecordOf, destination: Pubkey, usdc_mint: Pubkey) -> Instruction {
    build(claim_usdc_earnings_accounts(record, destination, usdc_mint), args::ClaimUsdcEarnings {})
}
