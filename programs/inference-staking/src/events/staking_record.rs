use anchor_lang::prelude::*;

use crate::state::PoolState;

/// A staking record was created.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StakingRecordCreated {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Its owner.
    pub owner: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A deposit came.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staked {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Who acted.
    pub owner: Pubkey,
    /// Tokens taken.
    pub amount: u64,
    /// Shares minted at once, one a token for all that was activating: 0 but for the operator's deposits into its new pool.
    pub shares: u64,
    /// Activating tokens of the record afterwards.
    pub record_activating: u64,
    /// Shares of the record afterwards.
    pub record_shares: u64,
    /// Settled USDC of the record afterwards.
    pub record_settled_usdc: u64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// Activating stake became shares. Anyone may send it, and nobody signs for it.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StakeActivated {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Owner of the record.
    pub owner: Pubkey,
    /// Tokens that became shares.
    pub cost: u64,
    /// Shares minted.
    pub shares: u64,
    /// Activating tokens of the record afterwards: those of the current epoch, and less than a share's price.
    pub record_activating: u64,
    /// Shares of the record afterwards.
    pub record_shares: u64,
    /// Settled USDC of the record afterwards.
    pub record_settled_usdc: u64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// Shares, activating tokens or both went into a ticket.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unstaked {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Who acted.
    pub owner: Pubkey,
    /// Shares burnt.
    pub shares: u64,
    /// Activating tokens taken back.
    pub activating: u64,
    /// These tokens and those that the shares were worth.
    pub amount: u64,
    /// Place of the ticket in the record: a new one, or the open one that was joined.
    pub ticket: u8,
    /// Tokens in the ticket afterwards.
    pub ticket_amount: u64,
    /// From when it can be claimed, Unix seconds.
    pub claimable_from: i64,
    /// Activating tokens of the record afterwards.
    pub record_activating: u64,
    /// Shares of the record afterwards.
    pub record_shares: u64,
    /// Settled USDC of the record afterwards.
    pub record_settled_usdc: u64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// Matured tickets were paid. Anyone may send it; into another account than the record stores only the owner, who signs.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnstakeClaimed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Owner of the record.
    pub owner: Pubkey,
    /// Token account that was paid.
    pub destination: Pubkey,
    /// Tokens paid.
    pub amount: u64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// USDC was paid to a share holder.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsdcEarningsClaimed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Who acted.
    pub owner: Pubkey,
    /// Token account that was paid.
    pub destination: Pubkey,
    /// USDC paid.
    pub amount: u64,
    /// What the global USDC vault owes afterwards.
    pub usdc_liability: u64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A ticket was turned back into activating stake.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnstakeCancelled {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Who acted.
    pub owner: Pubkey,
    /// Place of the ticket.
    pub ticket: u8,
    /// Tokens that it held.
    pub amount: u64,
    /// Activating tokens of the record afterwards.
    pub record_activating: u64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// An empty record was closed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StakingRecordClosed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Who acted, and got the rent.
    pub owner: Pubkey,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A record's lock was set, extended, released, set again or lifted.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockChanged {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The record.
    pub staking_record: Pubkey,
    /// Who acted.
    pub owner: Pubkey,
    /// 0 no lock, 1 locked, 2 unlocking.
    pub lock_state: u8,
    /// Duration of the lock, seconds.
    pub lock_duration: u64,
    /// When the release began, Unix seconds; meaningful while unlocking.
    pub unlock_started_at: i64,
    /// Shares when the release began; meaningful while unlocking.
    pub unlock_shares: u64,
    /// The token commission under which it was made, bps; meaningful with a lock.
    pub lock_reward_commission_bps: u16,
    /// The USDC commission under which it was made, bps; meaningful with a lock.
    pub lock_usdc_commission_bps: u16,
    /// Shares of the record.
    pub record_shares: u64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool, which is unchanged but for its sequence number.
    pub pool: PoolState,
}
