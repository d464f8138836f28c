mod accrual;
mod commission;
mod profile;
mod slashing;
mod view;

pub use accrual::*;
pub use profile::*;
pub use slashing::*;
pub use view::*;

use anchor_lang::prelude::*;
use inference_staking_math::shares::PoolShares;
use inference_staking_math::usdc_index::UsdcIndex;

use crate::constants::*;
use crate::error::{require, Checked, StakingError};
use crate::events::PoolState;
use crate::state::{assert_layout, PodU128, StakingRecord};

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
    pub padding: [u8; 3],
    /// Zero, for later versions.
    pub reserved: [u8; 64],
}

assert_layout!(OperatorPool, 568,
    admin: 8, first_admin: 40, operator_staking_record: 104, vault: 136, name: 168, metadata_uri: 200,
    cumulative_usdc_per_share: 328, skipped_epochs: 344, total_staked_amount: 368, reward_last_claimed_epoch: 448,
    event_sequence: 480, reward_commission_bps: 488, auto_stake: 496, version: 499, bump: 500, reserved: 504);

/// Where the tokens of a payout come from besides the pool vault, in base units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payout {
    /// Pulled out of the global reward vault.
    pub from_reward_vault: u64,
    /// Stays in the global reward vault and is owed to nobody any more.
    pub released: u64,
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
    /// `PoolClosed`.
    pub fn require_open(&self) -> Checked<()> {
        require!(!self.is_closed(), StakingError::PoolClosed);
        Ok(())
    }

    /// # Errors
    /// `PoolHalted`.
    pub fn require_not_halted(&self) -> Checked<()> {
        require!(self.is_halted == 0, StakingError::PoolHalted);
        Ok(())
    }

    /// Section 8: a halted pool's operator may not leave with anything; delegators may.
    ///
    /// # Errors
    /// `OperatorHalted`.
    pub fn require_owner_not_halted(&self, staking_record: &Pubkey) -> Checked<()> {
        let stopped = self.is_halted != 0 && self.operator_staking_record == *staking_record;
        require!(!stopped, StakingError::OperatorHalted);
        Ok(())
    }

    /// Another record may become the operator's only if what can be slashed does not shrink: its shares are worth at least
    /// the minimum and at least what the old record has staked and in cooldown (SPEC section 7). Values rounded up.
    ///
    /// # Errors
    /// `OperatorStakeBelowMinimum`, `NewOperatorRecordTooSmall`.
    pub fn require_rotation_keeps_stake(&self, old: &StakingRecord, new: &StakingRecord, minimum: u64) -> Checked<()> {
        self.require_operator_minimum(new.shares, minimum)?;
        let staked = self.shares().value_ceil(old.shares)?;
        let slashable = staked.checked_add(old.unstaking()?).ok_or(StakingError::MathOverflow)?;
        require!(self.shares().value_ceil(new.shares)? >= slashable, StakingError::NewOperatorRecordTooSmall);
        Ok(())
    }

    /// The operator of an open pool keeps at least `minimum` tokens staked; its shares count rounded up.
    ///
    /// # Errors
    /// `OperatorStakeBelowMinimum`.
    pub fn require_operator_minimum(&self, operator_shares: u64, minimum: u64) -> Checked<()> {
        let enough = self.shares().is_worth_at_least(operator_shares, minimum);
        require!(enough, StakingError::OperatorStakeBelowMinimum);
        Ok(())
    }

    /// Jumps over epochs whose records have expired: nothing of them can be accrued any more. A closed pool stops at its
    /// last epoch.
    pub fn pass_expired(&mut self, last_expired_epoch: u64) {
        let last = if self.is_closed() { last_expired_epoch.min(self.closed_at_epoch) } else { last_expired_epoch };
        if last <= self.reward_last_claimed_epoch {
            return;
        }
        let shift = u32::try_from(last.saturating_sub(self.reward_last_claimed_epoch)).unwrap_or(u32::MAX);
        self.skipped_epochs = self.skipped_epochs.get().checked_shl(shift).unwrap_or(0).into();
        self.reward_last_claimed_epoch = last;
        self.activate_commissions(last);
    }

    /// Passes the next epoch, which pays the pool nothing now; `can_be_accrued` if the pool may still catch it up.
    ///
    /// # Errors
    /// `EpochAfterClose`, `EpochOutOfOrder`, `EpochAlreadyAccrued`.
    pub fn skip_epoch(&mut self, epoch: u64, can_be_accrued: bool) -> Checked<()> {
        require!(epoch > self.reward_last_claimed_epoch, StakingError::EpochAlreadyAccrued);
        self.pass_epoch(epoch)?;
        if can_be_accrued {
            self.skipped_epochs = (self.skipped_epochs.get() | 1).into();
        }
        Ok(())
    }

    /// Halts or resumes the pool. Halting again keeps the first time, so that the slashing clock cannot be pushed back.
    pub fn set_halted(&mut self, halted: bool, now: i64) {
        if halted && self.is_halted == 0 {
            self.halted_since = now;
        }
        self.is_halted = u8::from(halted);
    }

    /// Closes the pool with `current_epoch` as the last it takes part in.
    ///
    /// # Errors
    /// `PoolClosed`.
    pub fn close(&mut self, current_epoch: u64) -> Checked<()> {
        self.require_open()?;
        self.closed_at_epoch = current_epoch;
        Ok(())
    }

    /// Whether nobody has shares or tokens in cooldown any more.
    pub fn is_empty(&self) -> bool {
        self.total_shares == 0 && self.total_unstaking == 0
    }

    /// Takes the USDC that no record can claim any more out of what the pool owes; returns it.
    ///
    /// # Errors
    /// `PoolNotClosed`, `PoolNotEmpty`, `PoolBehind`, `NothingToSweep`.
    pub fn sweep_usdc_dust(&mut self) -> Checked<u64> {
        require!(self.is_closed(), StakingError::PoolNotClosed);
        require!(self.is_empty(), StakingError::PoolNotEmpty);
        require!(self.reward_last_claimed_epoch >= self.closed_at_epoch, StakingError::PoolBehind);
        let dust = self.delegator_usdc.checked_sub(self.settled_usdc).ok_or(StakingError::InvariantViolated)?;
        require!(dust > 0, StakingError::NothingToSweep);
        self.delegator_usdc = self.settled_usdc;
        Ok(dust)
    }

    /// Takes all token commission owed; returns it.
    ///
    /// # Errors
    /// `NoCommissionToWithdraw`.
    pub fn take_reward_commission(&mut self) -> Checked<u64> {
        let amount = core::mem::take(&mut self.reward_commission);
        require!(amount > 0, StakingError::NoCommissionToWithdraw);
        Ok(amount)
    }

    /// Takes all USDC commission owed; returns it.
    ///
    /// # Errors
    /// `NoCommissionToWithdraw`.
    pub fn take_usdc_commission(&mut self) -> Checked<u64> {
        let amount = core::mem::take(&mut self.usdc_commission);
        require!(amount > 0, StakingError::NoCommissionToWithdraw);
        Ok(amount)
    }

    /// # Errors
    /// `NotPoolAdmin`.
    pub fn require_admin(&self, key: &Pubkey) -> Checked<()> {
        require!(self.admin == *key, StakingError::NotPoolAdmin);
        Ok(())
    }

    /// Passes the next epoch or catches up a skipped one, and makes a scheduled commission active from its epoch on.
    ///
    /// # Errors
    /// `EpochAfterClose`, `EpochOutOfOrder` if epochs before it are open, `EpochAlreadyAccrued`.
    pub fn pass_epoch(&mut self, epoch: u64) -> Checked<()> {
        require!(!self.is_closed() || epoch <= self.closed_at_epoch, StakingError::EpochAfterClose);
        let Some(age) = self.reward_last_claimed_epoch.checked_sub(epoch) else {
            return self.pass_next_epoch(epoch);
        };
        let bit = u32::try_from(age).ok().and_then(|age| 1u128.checked_shl(age)).unwrap_or(0);
        let skipped = self.skipped_epochs.get();
        require!(skipped & bit != 0, StakingError::EpochAlreadyAccrued);
        self.skipped_epochs = (skipped & !bit).into();
        Ok(())
    }

    fn pass_next_epoch(&mut self, epoch: u64) -> Checked<()> {
        let is_next = epoch.checked_sub(1) == Some(self.reward_last_claimed_epoch);
        require!(is_next, StakingError::EpochOutOfOrder);
        self.reward_last_claimed_epoch = epoch;
        self.skipped_epochs = (self.skipped_epochs.get() << 1).into();
        self.activate_commissions(epoch);
        Ok(())
    }

    /// Makes scheduled commissions active that hold at `epoch`.
    fn activate_commissions(&mut self, epoch: u64) {
        if self.scheduled_reward_commission_from != NOT_SCHEDULED && epoch >= self.scheduled_reward_commission_from {
            self.reward_commission_bps = self.scheduled_reward_commission_bps;
            self.scheduled_reward_commission_from = NOT_SCHEDULED;
        }
        if self.scheduled_usdc_commission_from != NOT_SCHEDULED && epoch >= self.scheduled_usdc_commission_from {
            self.usdc_commission_bps = self.scheduled_usdc_commission_bps;
            self.scheduled_usdc_commission_from = NOT_SCHEDULED;
        }
    }

    /// Takes a payout of `amount` out of the cooldown total. Exactly what the pool vault, which holds `vault_amount`, is
    /// short of comes from the global reward vault first. Tokens that somebody sent to the pool vault make a pull smaller;
    /// once the pool owes less than its rewards in the reward vault, the difference is released there.
    ///
    /// # Errors
    /// `MathOverflow` if the pool does not owe that much.
    pub fn pay_unstaked(&mut self, amount: u64, vault_amount: u64) -> Checked<Payout> {
        let from_reward_vault = amount.saturating_sub(vault_amount);
        self.total_unstaking = self.total_unstaking.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        let uncollected = self.uncollected_rewards.checked_sub(from_reward_vault).ok_or(StakingError::MathOverflow)?;
        let owed = self.total_staked_amount.saturating_add(self.total_unstaking);
        self.uncollected_rewards = uncollected.min(owed);
        Ok(Payout { from_reward_vault, released: uncollected.saturating_sub(owed) })
    }

    /// Tokens that the pool vault has to hold: `T + U - uncollected_rewards`.
    #[inline]
    pub fn principal(&self) -> Checked<u64> {
        let principal = u128::from(self.total_staked_amount)
            .checked_add(u128::from(self.total_unstaking))
            .and_then(|owed| owed.checked_sub(u128::from(self.uncollected_rewards)))
            .and_then(|principal| u64::try_from(principal).ok());
        Ok(principal.ok_or(StakingError::InvariantViolated)?)
    }

    /// What must hold after every instruction (SPEC sections 5 and 15).
    ///
    /// # Errors
    /// `InvariantViolated`.
    #[inline]
    pub fn invariant(&self) -> Checked<()> {
        self.principal()?;
        let price_at_least_one = self.total_staked_amount >= self.total_shares;
        let empty_together = self.total_shares != 0 || self.total_staked_amount == 0;
        let settled_is_owed = self.settled_usdc <= self.delegator_usdc;
        require!(price_at_least_one && empty_together && settled_is_owed, StakingError::InvariantViolated);
        Ok(())
    }

    /// The invariant together with the pool vault's balance (section 4).
    ///
    /// # Errors
    /// `InvariantViolated`.
    pub fn invariant_with_vault(&self, vault_amount: u64) -> Checked<()> {
        self.invariant()?;
        require!(vault_amount >= self.principal()?, StakingError::InvariantViolated);
        Ok(())
    }

    /// The state for an event, which takes the next sequence number. Every instruction that writes a pool ends in one, so
    /// this is where the invariant is asserted.
    ///
    /// # Errors
    /// `InvariantViolated`.
    #[inline(always)]
    pub fn next_event(&mut self) -> Checked<PoolState> {
        self.invariant()?;
        self.event_sequence = self.event_sequence.wrapping_add(1);
        Ok(PoolState {
            sequence: self.event_sequence,
            total_staked_amount: self.total_staked_amount,
            total_shares: self.total_shares,
            total_unstaking: self.total_unstaking,
            uncollected_rewards: self.uncollected_rewards,
            reward_commission: self.reward_commission,
            usdc_commission: self.usdc_commission,
            delegator_usdc: self.delegator_usdc,
            settled_usdc: self.settled_usdc,
            reward_last_claimed_epoch: self.reward_last_claimed_epoch,
            cumulative_usdc_per_share: self.cumulative_usdc_per_share.get(),
        })
    }
}
