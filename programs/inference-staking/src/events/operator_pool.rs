use anchor_lang::prelude::*;

use crate::constants::{METADATA_URI_BYTES, NAME_BYTES};
use crate::state::PoolState;

/// A pool was created, with its operator's staking record.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPoolCreated {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Its admin.
    pub admin: Pubkey,
    /// The operator's record.
    pub operator_staking_record: Pubkey,
    /// Who paid rent and fee.
    pub payer: Pubkey,
    /// Stake tokens paid as registration fee, base units.
    pub registration_fee: u64,
    /// Current epoch: the first that the pool takes part in.
    pub epoch: u64,
    /// Token commission, bps.
    pub reward_commission_bps: u16,
    /// USDC commission, bps.
    pub usdc_commission_bps: u16,
    /// Whether token commission is staked.
    pub auto_stake: bool,
    /// Whether others may stake.
    pub delegation_allowed: bool,
    /// Name, UTF-8, zero-padded.
    pub name: [u8; NAME_BYTES],
    /// Metadata URI, UTF-8, zero-padded.
    pub metadata_uri: [u8; METADATA_URI_BYTES],
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A pool was halted or resumed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HaltStatusSet {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub authority: Pubkey,
    /// Whether it is halted afterwards.
    pub is_halted: bool,
    /// When it was halted first, Unix seconds; meaningful while halted.
    pub halted_since: i64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// An operator was slashed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StakeSlashed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// The operator's record.
    pub operator_staking_record: Pubkey,
    /// Who acted.
    pub authority: Pubkey,
    /// Shares burnt.
    pub shares: u64,
    /// Tokens that they were worth.
    pub staked_amount: u64,
    /// Activating tokens taken.
    pub activating_amount: u64,
    /// Tokens taken out of tickets.
    pub unstaking_amount: u64,
    /// Token commission taken.
    pub reward_commission: u64,
    /// USDC commission taken.
    pub usdc_commission: u64,
    /// Settled USDC of the operator taken.
    pub settled_usdc: u64,
    /// Activating tokens of the record afterwards.
    pub record_activating: u64,
    /// Shares of the record afterwards.
    pub record_shares: u64,
    /// Settled USDC of the record afterwards.
    pub record_settled_usdc: u64,
    /// What the global reward vault owes afterwards.
    pub reward_liability: u64,
    /// What the global USDC vault owes afterwards.
    pub usdc_liability: u64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A pool's settings were changed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPoolUpdated {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub admin: Pubkey,
    /// Active token commission, bps.
    pub reward_commission_bps: u16,
    /// Scheduled token commission, bps.
    pub scheduled_reward_commission_bps: u16,
    /// From which epoch it holds; 0 if none is scheduled.
    pub scheduled_reward_commission_from: u64,
    /// Active USDC commission, bps.
    pub usdc_commission_bps: u16,
    /// Scheduled USDC commission, bps.
    pub scheduled_usdc_commission_bps: u16,
    /// From which epoch it holds; 0 if none is scheduled.
    pub scheduled_usdc_commission_from: u64,
    /// Whether token commission is staked.
    pub auto_stake: bool,
    /// Whether others may stake.
    pub delegation_allowed: bool,
    /// Name, UTF-8, zero-padded.
    pub name: [u8; NAME_BYTES],
    /// Metadata URI, UTF-8, zero-padded.
    pub metadata_uri: [u8; METADATA_URI_BYTES],
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A pool admin was proposed, or a proposal withdrawn.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPoolAdminProposed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub admin: Pubkey,
    /// Proposed admin; zero if none.
    pub pending_admin: Pubkey,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// The proposed pool admin took over.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPoolAdminAccepted {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Before.
    pub previous_admin: Pubkey,
    /// Afterwards: who acted.
    pub admin: Pubkey,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// Another record became the operator's.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorStakingRecordChanged {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub admin: Pubkey,
    /// Before.
    pub previous_record: Pubkey,
    /// Afterwards.
    pub operator_staking_record: Pubkey,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// Commission was paid to an operator.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommissionWithdrawn {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub admin: Pubkey,
    /// Token account that was paid.
    pub destination: Pubkey,
    /// Mint of what was paid: stake token or USDC.
    pub mint: Pubkey,
    /// Base units paid.
    pub amount: u64,
    /// What the global vault owes afterwards.
    pub liability: u64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// A pool was closed.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OperatorPoolClosed {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted: the pool's admin, or the owner of the operator's record.
    pub authority: Pubkey,
    /// Current epoch: the last that the pool takes part in.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// USDC that nobody can claim was paid to the admin of a closed pool without shares.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClosedPoolUsdcDustSwept {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Who acted.
    pub admin: Pubkey,
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

/// A pool's rewards were moved from the global reward vault into its own.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolRewardsCollected {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Tokens moved.
    pub amount: u64,
    /// What the global reward vault owes afterwards.
    pub reward_liability: u64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool afterwards.
    pub pool: PoolState,
}

/// What a pool vault held beyond what it has to was moved into the global reward vault.
#[event]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolVaultSurplusSwept {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Tokens moved.
    pub amount: u64,
    /// Current epoch.
    pub epoch: u64,
    /// The pool, which is unchanged but for its sequence number.
    pub pool: PoolState,
}
