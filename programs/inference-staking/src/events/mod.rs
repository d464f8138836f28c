//! Events: one for each state change, with the keys, the amounts, who acted and the state afterwards (SPEC 13).

mod accrual_log;
mod operator_pool;
mod pool_overview;
mod reward_record;
mod staking_record;

use anchor_lang::prelude::*;
use bytemuck::{Pod, Zeroable};

pub(crate) use accrual_log::AccrualLog;
pub use operator_pool::*;
pub use pool_overview::*;
pub use reward_record::*;
pub use staking_record::*;

/// A pool after an event. Amounts in base units.
#[repr(C)]
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq, Pod, Zeroable)]
pub struct PoolState {
    /// Number of the event among the pool's events: a gap means that one was missed.
    pub sequence: u64,
    /// `T`.
    pub total_staked_amount: u64,
    /// `S`.
    pub total_shares: u64,
    /// `U`.
    pub total_unstaking: u64,
    /// Part of `T + U` still in the global reward vault.
    pub uncollected_rewards: u64,
    /// Token commission owed.
    pub reward_commission: u64,
    /// USDC commission owed.
    pub usdc_commission: u64,
    /// USDC owed to share holders.
    pub delegator_usdc: u64,
    /// Part of it written into records.
    pub settled_usdc: u64,
    /// `L`.
    pub reward_last_claimed_epoch: u64,
    /// USDC base units per share, times 10^18.
    pub cumulative_usdc_per_share: u128,
}
