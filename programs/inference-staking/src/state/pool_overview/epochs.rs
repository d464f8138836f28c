//! The epochs of the network: current, finalizing, complete, taken back, expired (SPEC 6).

use super::account::{PoolOverview, NEVER};
use super::emission::EmissionPeriod;
use crate::constants::{MARK_MARGIN_SECONDS, RECORD_LIFETIME_EPOCHS};
use crate::error::{require, Checked, StakingError};
use crate::state::time::after;

/// What the record of a finalized epoch says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FinalizedEpoch {
    /// Stake tokens of the epoch, base units.
    pub total_rewards: u64,
    /// USDC of the epoch, base units.
    pub total_usdc: u64,
    /// When its record is created, Unix seconds.
    pub finalized_at: i64,
    /// From when it can be accrued, Unix seconds.
    pub claimable_from: i64,
}

impl PoolOverview {
    /// `F`.
    pub fn is_finalizing(&self) -> bool {
        self.is_epoch_finalizing != 0
    }

    /// # Errors
    /// `EpochNotFinalizing`.
    pub fn require_finalizing(&self) -> Checked<()> {
        require!(self.is_finalizing(), StakingError::EpochNotFinalizing);
        Ok(())
    }

    /// `E + 1`: the epoch of the next record.
    ///
    /// # Errors
    /// `MathOverflow` after the last epoch of all.
    pub fn next_record_epoch(&self) -> Checked<u64> {
        Ok(self.completed_reward_epoch.checked_add(1).ok_or(StakingError::MathOverflow)?)
    }

    /// `E + 1`, or `E + 2` while finalizing.
    ///
    /// # Errors
    /// `MathOverflow` after the last epoch of all.
    pub fn current_epoch(&self) -> Checked<u64> {
        let next = self.next_record_epoch()?;
        Ok(next.checked_add(u64::from(self.is_finalizing())).ok_or(StakingError::MathOverflow)?)
    }

    /// The epoch before the current one: a pool created now has passed it.
    ///
    /// # Errors
    /// `MathOverflow` after the last epoch of all.
    pub fn epoch_before_current(&self) -> Checked<u64> {
        Ok(self.current_epoch()?.checked_sub(1).ok_or(StakingError::MathOverflow)?)
    }

    /// From when the next epoch may be marked, Unix seconds; `NEVER` if nothing has to be waited for. During an accrual halt
    /// it may not be marked at all (SPEC 6.1).
    ///
    /// # Errors
    /// `MathOverflow`.
    pub fn earliest_mark(&self) -> Checked<i64> {
        Ok(self.minimum_length_over_from()?.max(self.mark_margin_over_from()?))
    }

    /// From when the minimum epoch length since the last finalization is over; `NEVER` before the first, and if it is off.
    fn minimum_length_over_from(&self) -> Checked<i64> {
        if self.completed_reward_epoch == 0 || self.min_epoch_length == 0 {
            return Ok(NEVER);
        }
        after(self.last_finalized_at, self.min_epoch_length)
    }

    /// From when the newest record is claimable, and on a network for real money for some time, in which also accrual was not
    /// halted: so at most one record can be revoked at any time, and its epoch can be passed before the next mark.
    fn mark_margin_over_from(&self) -> Checked<i64> {
        if self.is_test_network != 0 {
            return Ok(self.newest_claimable_from);
        }
        let since = self.newest_claimable_from.max(self.accrual_resumed_at);
        if since == NEVER {
            return Ok(NEVER);
        }
        after(since, MARK_MARGIN_SECONDS)
    }

    /// Starts the finalization of `epoch`: nothing becomes shares of a pool until it has passed it, exits go on.
    ///
    /// # Errors
    /// `AccrualHalted`; `EpochAlreadyFinalizing`, `EpochIsNotNext`; `EpochTooShort` before the minimum length has passed;
    /// `MarkTooSoon` before the newest record has been claimable, and accrual resumed, for long enough; `MathOverflow`.
    pub fn mark_epoch_as_finalizing(&mut self, epoch: u64, now: i64) -> Checked<()> {
        self.require_accrual_not_halted()?;
        require!(!self.is_finalizing(), StakingError::EpochAlreadyFinalizing);
        require!(epoch == self.next_record_epoch()?, StakingError::EpochIsNotNext);
        require!(now >= self.minimum_length_over_from()?, StakingError::EpochTooShort);
        require!(now >= self.earliest_mark()?, StakingError::MarkTooSoon);
        self.is_epoch_finalizing = 1;
        Ok(())
    }

    /// Ends the finalization of the next epoch: counts it as complete and its totals as owed.
    ///
    /// # Errors
    /// `MathOverflow`; `RewardVaultUnderfunded`, `UsdcVaultUnderfunded` if a liability would exceed a `u64`.
    pub fn finalize_epoch(&mut self, finalized: &FinalizedEpoch) -> Checked<()> {
        let FinalizedEpoch { total_rewards, total_usdc, finalized_at, claimable_from } = *finalized;
        self.completed_reward_epoch = self.next_record_epoch()?;
        self.is_epoch_finalizing = 0;
        self.last_finalized_at = finalized_at;
        self.newest_claimable_from = claimable_from;
        self.rewarded_before_newest = self.last_rewarded_epoch;
        if total_rewards > 0 {
            self.last_rewarded_epoch = self.completed_reward_epoch;
        }
        self.reward_liability =
            self.reward_liability.checked_add(total_rewards).ok_or(StakingError::RewardVaultUnderfunded)?;
        self.usdc_liability = self.usdc_liability.checked_add(total_usdc).ok_or(StakingError::UsdcVaultUnderfunded)?;
        Ok(())
    }

    /// Undoes the last `finalize_epoch` but for the liabilities: the epoch is finalizing again, the record before it counts
    /// as claimable, and the schedule is at `period`, under which the epoch was issued. So it issues the same again, whatever
    /// of the schedule was lowered meanwhile (SPEC 6.4).
    ///
    /// # Errors
    /// `InvariantViolated` if no epoch is complete.
    pub fn reopen_epoch(&mut self, period: &EmissionPeriod) -> Checked<()> {
        self.completed_reward_epoch =
            self.completed_reward_epoch.checked_sub(1).ok_or(StakingError::InvariantViolated)?;
        self.emission.set_period(&(*period).into());
        self.is_epoch_finalizing = 1;
        self.newest_claimable_from = NEVER;
        self.last_rewarded_epoch = self.rewarded_before_newest;
        Ok(())
    }

    /// Whether the challenge period of the newest record runs; not once that was revoked.
    pub fn newest_record_waits(&self, now: i64) -> bool {
        now < self.newest_claimable_from
    }

    /// The newest epoch whose record has expired, because at least 128 newer records are claimable; 0 if none has (SPEC 6.7).
    pub fn last_expired_epoch(&self, now: i64) -> u64 {
        let waiting = u64::from(self.newest_record_waits(now));
        self.completed_reward_epoch.saturating_sub(waiting).saturating_sub(RECORD_LIFETIME_EPOCHS)
    }

    /// Whether a record of `epoch` can be accrued no more (SPEC 6.7).
    pub fn is_expired(&self, epoch: u64, now: i64) -> bool {
        epoch <= self.last_expired_epoch(now)
    }

    /// # Errors
    /// `RecordExpired`.
    pub fn require_not_expired(&self, epoch: u64, now: i64) -> Checked<()> {
        require!(!self.is_expired(epoch, now), StakingError::RecordExpired);
        Ok(())
    }
}
