//! What a record's owner sends.

use anchor_lang::prelude::{system_program, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking::{accounts, instruction as args};

use super::build::build;
use crate::address;

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

/// Accounts of `stake`.
pub fn stake_accounts(record: RecordOf, source: Pubkey, stake_mint: Pubkey) -> accounts::Stake {
    accounts::Stake {
        owner: record.owner,
        pool_overview: address::pool_overview(),
        operator_pool: record.operator_pool,
        staking_record: record.address(),
        source,
        pool_vault: address::pool_vault(&record.operator_pool),
        stake_mint,
        token_program: anchor_spl::token::ID,
    }
}

/// `stake` of `amount` base units.
pub fn stake(accounts: accounts::Stake, amount: u64) -> Instruction {
    build(accounts, args::Stake { amount })
}

/// Accounts of `activate_stake`; `operator_staking_record` is the one stored in the pool.
pub fn activate_stake_accounts(record: RecordOf, operator_staking_record: Pubkey) -> accounts::ActivateStake {
    accounts::ActivateStake {
        pool_overview: address::pool_overview(),
        operator_pool: record.operator_pool,
        staking_record: record.address(),
        operator_staking_record,
    }
}

/// `activate_stake`, which anyone may send; `operator_staking_record` is the one stored in the pool.
pub fn activate_stake(record: RecordOf, operator_staking_record: Pubkey) -> Instruction {
    build(activate_stake_accounts(record, operator_staking_record), args::ActivateStake {})
}

/// Accounts of what an owner does to its record alone: `unstake`, `cancel_unstake` and the four about locks.
pub fn by_record_owner_accounts(record: RecordOf) -> accounts::ByRecordOwner {
    accounts::ByRecordOwner {
        owner: record.owner,
        pool_overview: address::pool_overview(),
        operator_pool: record.operator_pool,
        staking_record: record.address(),
    }
}

/// `unstake` of shares, into a ticket of its own.
pub fn unstake(record: RecordOf, shares: u64) -> Instruction {
    unstake_of(record, args::Unstake { shares, activating: 0, ticket: None })
}

/// `unstake` of shares that joins the open ticket at a place, 0 to 3.
pub fn unstake_joining(record: RecordOf, shares: u64, ticket: u8) -> Instruction {
    unstake_of(record, args::Unstake { shares, activating: 0, ticket: Some(ticket) })
}

/// `unstake` of shares, activating tokens or both.
pub fn unstake_of(record: RecordOf, what: args::Unstake) -> Instruction {
    build(by_record_owner_accounts(record), what)
}

/// Accounts of `claim_unstake` to the owner's associated token account, which anyone may send.
pub fn claim_unstake_accounts(record: RecordOf, stake_mint: Pubkey) -> accounts::ClaimUnstake {
    accounts::ClaimUnstake {
        owner: None,
        pool_overview: address::pool_overview(),
        operator_pool: record.operator_pool,
        staking_record: record.address(),
        destination: address::owner_token_account(&record.owner, &stake_mint),
        pool_vault: address::pool_vault(&record.operator_pool),
        stake_mint,
        token_program: anchor_spl::token::ID,
    }
}

/// `claim_unstake` to the owner's associated token account.
pub fn claim_unstake(record: RecordOf, stake_mint: Pubkey) -> Instruction {
    build(claim_unstake_accounts(record, stake_mint), args::ClaimUnstake {})
}

/// `claim_unstake`, signed by the owner, to any stake token account.
pub fn claim_unstake_to(record: RecordOf, destination: Pubkey, stake_mint: Pubkey) -> Instruction {
    let to_owners = claim_unstake_accounts(record, stake_mint);
    let accounts = accounts::ClaimUnstake { owner: Some(record.owner), destination, ..to_owners };
    build(accounts, args::ClaimUnstake {})
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

/// `cancel_unstake` of the ticket at a place, 0 to 3.
pub fn cancel_unstake(record: RecordOf, ticket: u8) -> Instruction {
    build(by_record_owner_accounts(record), args::CancelUnstake { ticket })
}

/// `close_staking_record`.
pub fn close_staking_record(record: RecordOf) -> Instruction {
    let accounts = accounts::CloseStakingRecord {
        owner: record.owner,
        pool_overview: address::pool_overview(),
        operator_pool: record.operator_pool,
        staking_record: record.address(),
    };
    build(accounts, args::CloseStakingRecord {})
}

/// `lock_stake` for `duration` seconds.
pub fn lock_stake(record: RecordOf, duration: u64) -> Instruction {
    build(by_record_owner_accounts(record), args::LockStake { duration })
}

/// `extend_lock` by `seconds`.
pub fn extend_lock(record: RecordOf, seconds: u64) -> Instruction {
    build(by_record_owner_accounts(record), args::ExtendLock { seconds })
}

/// `begin_unlock`.
pub fn begin_unlock(record: RecordOf) -> Instruction {
    build(by_record_owner_accounts(record), args::BeginUnlock {})
}

/// `cancel_unlock`.
pub fn cancel_unlock(record: RecordOf) -> Instruction {
    build(by_record_owner_accounts(record), args::CancelUnlock {})
}

/// `query_staking_record`: simulate it and read the return data. `operator_staking_record` is the one stored in the pool.
pub fn query_staking_record(record: RecordOf, operator_staking_record: Pubkey) -> Instruction {
    let accounts = accounts::QueryStakingRecord {
        pool_overview: address::pool_overview(),
        operator_pool: record.operator_pool,
        staking_record: record.address(),
        operator_staking_record,
    };
    build(accounts, args::QueryStakingRecord {})
}
