//! The epochs of the network: current, finalizing, complete, taken back, expired (SPEC 6).

use super::account::PoolOverview;
use super::emission::EmissionPeriod;
use crate::constants::RECORD_LIFETIME_EPOCHS;
use crate::error::{require, Checked, StakingError};
use crate::state::time::after;

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

    /// # Errors
    /// `EpochFinalizing`.
    pub fn require_not_finalizing(&self) -> Checked<()> {
        require!(!self.is_finalizing(), StakingError::EpochFinalizing);
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

    /// From when the next epoch may be marked, Unix seconds; `None` if it may at any time (SPEC 6.1).
    ///
    /// # Errors
    /// `MathOverflow`.
    pub fn earliest_mark(&self) -> Checked<Option<i64>> {
        // Without a minimum length nothing is asked of a clock that may step back.
        let binds = self.completed_reward_epoch > 0 && self.min_epoch_length > 0;
        binds.then(|| after(self.last_finalized_at, self.min_epoch_length)).transpose()
    }

    /// Starts the finalization of `epoch`: entry into pools closes, exits go on.
    ///
    /// # Errors
    /// `EpochAlreadyFinalizing`, `EpochIsNotNext`, or `EpochTooShort` before the minimum length has passed.
    pub fn mark_epoch_as_finalizing(&mut self, epoch: u64, now: i64) -> Checked<()> {
        require!(!self.is_finalizing(), StakingError::EpochAlreadyFinalizing);
        require!(epoch == self.next_record_epoch()?, StakingError::EpochIsNotNext);
        let is_early = self.earliest_mark()?.is_some_and(|earliest| now < earliest);
        require!(!is_early, StakingError::EpochTooShort);
        self.is_epoch_finalizing = 1;
        Ok(())
    }

    /// Ends the finalization of the next epoch: counts it as complete and its totals as owed.
    ///
    /// # Errors
    /// `MathOverflow`; `RewardVaultUnderfunded`, `UsdcVaultUnderfunded` if a liability would exceed a `u64`.
    pub fn finalize_epoch(&mut self, total_rewards: u64, total_usdc: u64, now: i64) -> Checked<()> {
        self.completed_reward_epoch = self.next_record_epoch()?;
        self.is_epoch_finalizing = 0;
        self.last_finalized_at = now;
        self.reward_liability =
            self.reward_liability.checked_add(total_rewards).ok_or(StakingError::RewardVaultUnderfunded)?;
        self.usdc_liability = self.usdc_liability.checked_add(total_usdc).ok_or(StakingError::UsdcVaultUnderfunded)?;
        Ok(())
    }

    /// Undoes the last `finalize_epoch` but for the liabilities: the epoch is finalizing again, and the schedule is at the
    /// period before it.
    ///
    /// # Errors
    /// `InvariantViolated` if no epoch is complete.
    pub fn reopen_epoch(&mut self, period_before: &EmissionPeriod) -> Checked<()> {
        self.completed_reward_epoch =
            self.completed_reward_epoch.checked_sub(1).ok_or(StakingError::InvariantViolated)?;
        self.emission.set_period(&(*period_before).into());
        self.is_epoch_finalizing = 1;
        Ok(())
    }

    /// The newest epoch whose record has expired; 0 if none has.
    pub fn last_expired_epoch(&self) -> u64 {
        self.completed_reward_epoch.saturating_sub(RECORD_LIFETIME_EPOCHS)
    }

    /// Whether a record of `epoch` can be accrued no more (SPEC 6.7).
    pub fn is_expired(&self, epoch: u64) -> bool {
        epoch <= self.last_expired_epoch()
    }

    /// # Errors
    /// `RecordExpired`.
    pub fn require_not_expired(&self, epoch: u64) -> Checked<()> {
        require!(!self.is_expired(epoch), StakingError::RecordExpired);
        Ok(())
    }
}
