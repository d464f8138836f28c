//! A pool: its layout and its invariant (SPEC 3, SPEC 15). Its rules are in the files beside, by subject.

use anchor_lang::prelude::*;
use inference_staking_math::shares::PoolShares;
use inference_staking_math::usdc_index::UsdcIndex;

use crate::constants::*;
use crate::error::{require, Checked, StakingError};
use crate::state::layout::{assert_layout, PodU128, Versioned};

/// `closed_at_epoch` of an open pool; pools close at epoch 1 or later.
pub const NOT_CLOSED: u64 = 0;
/// `scheduled_*_from` without a scheduled rate; rates are scheduled for epoch 2 or later.
pub const NOT_SCHEDULED: u64 = 0;

/// One operator's pool: its shares, what it owes and what it is owed.
#[account(zero_copy)]
pub struct OperatorPool {
    /// Acts for the pool.
    pub admin: Pubkey,
    /// The admin that created it; part of its address.
    pub first_admin: Pubkey,
    /// Proposed admin; zero if none.
    pub pending_admin: Pubkey,
    /// Staking record of the operator: the one that can be slashed.
    pub operator_staking_record: Pubkey,
    /// Token account with the pool's principal; authority is the pool.
    pub vault: Pubkey,
    /// Name, UTF-8, zero-padded.
    pub name: [u8; NAME_BYTES],
    /// URI of the pool's metadata, UTF-8, zero-padded; empty or https.
    pub metadata_uri: [u8; METADATA_URI_BYTES],
    /// USDC base units per share ever earned, times 10^18.
    pub cumulative_usdc_per_share: PodU128,
    /// Bit i: epoch `reward_last_claimed_epoch - i` was skipped and can still be accrued.
    pub skipped_epochs: PodU128,
    /// Remainder of the index's last division, in USDC base units times 10^18.
    pub usdc_index_remainder: u64,
    /// `T`: tokens of all shares, base units.
    pub total_staked_amount: u64,
    /// `S`: all shares.
    pub total_shares: u64,
    /// `U`: tokens in cooldown, base units.
    pub total_unstaking: u64,
    /// `A`: tokens of deposits that are not shares yet, base units.
    pub total_activating: u64,
    /// Part of `T + U` whose tokens are still in the global reward vault.
    pub uncollected_rewards: u64,
    /// Token commission owed to the operator, in the global reward vault.
    pub reward_commission: u64,
    /// USDC commission owed to the operator, in the global USDC vault.
    pub usdc_commission: u64,
    /// USDC owed to share holders, in the global USDC vault.
    pub delegator_usdc: u64,
    /// Part of `delegator_usdc` already written into records.
    pub settled_usdc: u64,
    /// Current epoch when the pool was created.
    pub joined_epoch: u64,
    /// `C`: the last epoch the pool takes part in; 0 while open.
    pub closed_at_epoch: u64,
    /// `L`: the last epoch the pool has passed.
    pub reward_last_claimed_epoch: u64,
    /// When the pool was halted, Unix seconds; meaningful if `is_halted`.
    pub halted_since: i64,
    /// The slashing delay at that moment, seconds; meaningful if `is_halted`.
    pub slashing_delay_at_halt: u64,
    /// `E` at the last bypass that set a bit of `skipped_epochs`; meaningful if one is set.
    pub last_skip_at: u64,
    /// Epoch from which the scheduled token commission holds; 0 if none is scheduled.
    pub scheduled_reward_commission_from: u64,
    /// Epoch from which the scheduled USDC commission holds; 0 if none is scheduled.
    pub scheduled_usdc_commission_from: u64,
    /// Number of events the pool has emitted; each carries the number it made.
    pub event_sequence: u64,
    /// Token commission, bps.
    pub reward_commission_bps: u16,
    /// USDC commission, bps.
    pub usdc_commission_bps: u16,
    /// Scheduled token commission, bps.
    pub scheduled_reward_commission_bps: u16,
    /// Scheduled USDC commission, bps.
    pub scheduled_usdc_commission_bps: u16,
    /// Lowest token commission at which an epoch was skipped that can still be accrued, bps; meaningful if there is one.
    pub lowest_skipped_reward_commission_bps: u16,
    /// Lowest USDC commission at which an epoch was skipped that can still be accrued, bps; meaningful if there is one.
    pub lowest_skipped_usdc_commission_bps: u16,
    /// 1 if token commission is staked for the operator instead of owed.
    pub auto_stake: u8,
    /// 1 if others than the operator may stake.
    pub delegation_allowed: u8,
    /// 1 while halted.
    pub is_halted: u8,
    /// Layout version.
    pub version: u8,
    /// Canonical bump of the address.
    pub bump: u8,
    /// Zero.
    pub padding: [u8; 7],
    /// Zero, for later versions.
    pub reserved: [u8; 64],
}

assert_layout!(OperatorPool, 600,
    admin: 8, first_admin: 40, operator_staking_record: 104, vault: 136, name: 168, metadata_uri: 200,
    cumulative_usdc_per_share: 328, skipped_epochs: 344, total_staked_amount: 368, total_activating: 392,
    reward_last_claimed_epoch: 456, event_sequence: 504, reward_commission_bps: 512, auto_stake: 524, version: 527,
    bump: 528, reserved: 536);

impl Versioned for OperatorPool {
    const VERSION: u8 = 1;

    fn version(&self) -> u8 {
        self.version
    }
}

impl OperatorPool {
    /// Bytes of the account, discriminator included.
    pub const SPACE: usize = 8 + core::mem::size_of::<Self>();

    /// The two totals that make the share price.
    pub fn shares(&self) -> PoolShares {
        PoolShares { total_staked: self.total_staked_amount, total_shares: self.total_shares }
    }

    /// Writes the two totals.
    pub fn set_shares(&mut self, shares: PoolShares) {
        self.total_staked_amount = shares.total_staked;
        self.total_shares = shares.total_shares;
    }

    /// The USDC index.
    pub fn usdc_index(&self) -> UsdcIndex {
        UsdcIndex { cumulative: self.cumulative_usdc_per_share.get(), remainder: self.usdc_index_remainder }
    }

    /// Writes the USDC index.
    pub fn set_usdc_index(&mut self, index: UsdcIndex) {
        self.cumulative_usdc_per_share = index.cumulative.into();
        self.usdc_index_remainder = index.remainder;
    }

    /// Whether `close_operator_pool` was called.
    pub fn is_closed(&self) -> bool {
        self.closed_at_epoch != NOT_CLOSED
    }

    /// # Errors
    /// `WrongVault`.
    pub fn require_vault(&self, key: &Pubkey) -> Checked<()> {
        require!(self.vault == *key, StakingError::WrongVault);
        Ok(())
    }

    /// What must hold after every instruction (SPEC 5, SPEC 15).
    ///
    /// # Errors
    /// `InvariantViolated`.
    #[inline(never)]
    pub fn invariant(&self) -> Checked<()> {
        self.principal()?;
        let price_at_least_one = self.total_staked_amount >= self.total_shares;
        let empty_together = self.total_shares != 0 || self.total_staked_amount == 0;
        let settled_is_owed = self.settled_usdc <= self.delegator_usdc;
        require!(price_at_least_one && empty_together && settled_is_owed, StakingError::InvariantViolated);
        Ok(())
    }
}
