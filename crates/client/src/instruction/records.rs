//! What a record's owner sends beyond staking and claiming.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking::{accounts, instruction as args};

use super::{build, RecordOf};
use crate::address;

/// Accounts of `cancel_unstake`; `operator_staking_record` is the one stored in the pool.
pub fn cancel_unstake_accounts(record: RecordOf, operator_staking_record: Pubkey) -> accounts::CancelUnstake {
    accounts::CancelUnstake {
        owner: record.owner,
        pool_overview: address::pool_overview(),
        operator_pool: record.operator_pool,
        staking_record: record.address(),
        operator_staking_record,
    }
}

/// `cancel_unstake` of the ticket at a place, 0 to 3.
pub fn cancel_unstake(accounts: accounts::CancelUnstake, ticket: u8) -> Instruction {
    build(accounts, args::CancelUnstake { ticket })
}

/// `close_staking_record`.
pub fn close_staking_record(record: RecordOf) -> Instruction {
    let accounts = accounts::CloseStakingRecord {
        owner: record.owner,
        operator_pool: record.operator_pool,
        staking_record: record.address(),
    };
    build(accounts, args::CloseStakingRecord {})
}

/// Accounts of `lock_stake`, `extend_lock`, `begin_unlock` and `cancel_unlock`.
pub fn change_lock_accounts(record: RecordOf) -> accounts::ChangeLock {
    accounts::ChangeLock { owner: record.owner, operator_pool: record.operator_pool, staking_record: record.address() }
}

/// `lock_stake` for `duration` seconds.
pub fn lock_stake(record: RecordOf, duration: u64) -> Instruction {
    build(change_lock_accounts(record), args::LockStake { duration })
}

/// `extend_lock` by `seconds`.
pub fn extend_lock(record: RecordOf, seconds: u64) -> Instruction {
    build(change_lock_accounts(record), args::ExtendLock { seconds })
}

/// `begin_unlock`.
pub fn begin_unlock(record: RecordOf) -> Instruction {
    build(change_lock_accounts(record), args::BeginUnlock {})
}

/// `cancel_unlock`.
pub fn cancel_unlock(record: RecordOf) -> Instruction {
    build(change_lock_accounts(record), args::CancelUnlock {})
}

/// `query_staking_record`: simulate it and read the return data.
pub fn query_staking_record(record: RecordOf) -> Instruction {
    let accounts =
        accounts::QueryStakingRecord { operator_pool: record.operator_pool, staking_record: record.address() };
    build(accounts, args::QueryStakingRecord {})
}
