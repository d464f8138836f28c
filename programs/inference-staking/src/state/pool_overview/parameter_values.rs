//! The parameters (SPEC 12).

use anchor_lang::prelude::*;

/// Parameters that the program admin sets. Durations in seconds. What each may be depends on whether this is a test network
/// (SPEC 12).
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub struct PoolOverviewParameters {
    /// Whether pools may be created.
    pub pool_creation_allowed: bool,
    /// Stake tokens that creating a pool costs, base units.
    pub registration_fee: u64,
    /// Wallet whose stake token account receives the fee.
    pub registration_fee_wallet: Pubkey,
    /// Stake tokens that the operator of an open pool keeps staked, base units.
    pub min_operator_token_stake: u64,
    /// Cooldown of delegators.
    pub delegator_unstake_delay: u64,
    /// Cooldown of operators: at least the slashing delay.
    pub operator_unstake_delay: u64,
    /// Time that a pool is halted before it can be slashed.
    pub slashing_delay: u64,
    /// Time that a reward record waits before it can be accrued.
    pub challenge_period: u64,
    /// Time after a record is claimable from which a pool may skip it.
    pub bypass_delay: u64,
    /// Time between a finalization and the next mark; 0 is off.
    pub min_epoch_length: u64,
    /// Highest commission a pool may set, bps: 0 to 10,000.
    pub max_commission_bps: u16,
    /// Epochs between the announcement of a commission increase and its effect: 1 to 30.
    pub commission_notice_epochs: u16,
}
