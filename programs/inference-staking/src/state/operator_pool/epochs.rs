//! A pool passes epochs: in order, skipping, catching up, or jumping over expired ones (SPEC 6.5, SPEC 6.6, SPEC 6.7).

use super::account::OperatorPool;
use crate::error::{require, Checked, StakingError};
use crate::state::pool_overview::PoolOverview;
use crate::state::reward_record::RewardRecord;

impl OperatorPool {
    /// Whether the pool has passed `epoch`: accrued it or skipped it.
    pub fn has_passed(&self, epoch: u64) -> bool {
        epoch <= self.reward_last_claimed_epoch
    }

    /// Passes the next epoch or catches up a skipped one, and makes a scheduled commission active from its epoch on.
    ///
    /// # Errors
    /// `EpochAfterClose`, `EpochOutOfOrder` if epochs before it are open, `EpochAlreadyAccrued`.
    pub fn pass_epoch(&mut self, epoch: u64) -> Checked<()> {
        require!(!self.is_closed() || epoch <= self.closed_at_epoch, StakingError::EpochAfterClose);
        match self.reward_last_claimed_epoch.checked_sub(epoch) {
            None => self.pass_next_epoch(epoch),
            Some(age) => self.catch_up(age),
        }
    }

    #[cold]
    #[inline(never)]
    fn catch_up(&mut self, age: u64) -> Checked<()> {
        let bit = bit_of(age);
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

    /// Passes the record's epoch, which pays the pool nothing now (SPEC 6.6). Returns whether the pool may still catch it
    /// up: an epoch without roots, or with nothing left in its record, pays nobody.
    ///
    /// # Errors
    /// As `skip_epoch`.
    pub fn bypass_epoch(&mut self, overview: &PoolOverview, record: &RewardRecord, now: i64) -> Checked<bool> {
        let can_be_accrued = record.can_still_pay();
        self.pass_expired(overview.last_expired_epoch(now));
        self.skip_epoch(record.epoch, can_be_accrued)?;
        if can_be_accrued {
            self.last_skip_at = overview.completed_reward_epoch;
        }
        Ok(can_be_accrued)
    }

    /// Passes the next epoch, which pays the pool nothing now; `can_be_accrued` if the pool may still catch it up.
    ///
    /// # Errors
    /// `EpochAfterClose`, `EpochOutOfOrder`, `EpochAlreadyAccrued`.
    pub fn skip_epoch(&mut self, epoch: u64, can_be_accrued: bool) -> Checked<()> {
        require!(epoch > self.reward_last_claimed_epoch, StakingError::EpochAlreadyAccrued);
        self.pass_epoch(epoch)?;
        if can_be_accrued {
            self.remember_rates_of_skip();
            self.skipped_epochs = (self.skipped_epochs.get() | 1).into();
        }
        Ok(())
    }

    /// Jumps over epochs whose records have expired, and forgets those of them that were skipped: nothing of them can be
    /// accrued any more (SPEC 6.7). A closed pool stops at its last epoch.
    #[inline]
    pub fn pass_expired(&mut self, last_expired_epoch: u64) {
        let is_behind = last_expired_epoch > self.reward_last_claimed_epoch;
        if is_behind || self.skipped_epochs.get() != 0 {
            self.forget_expired(last_expired_epoch);
        }
    }

    /// Apart: most accruals have nothing to forget, and cost less without it.
    #[cold]
    #[inline(never)]
    fn forget_expired(&mut self, last_expired_epoch: u64) {
        let last = self.until_close(last_expired_epoch);
        if last > self.reward_last_claimed_epoch {
            self.reward_last_claimed_epoch = last;
            self.activate_commissions(last);
        }
        let age_of_expired = self.reward_last_claimed_epoch.saturating_sub(last_expired_epoch);
        let younger = bit_of(age_of_expired).wrapping_sub(1);
        self.skipped_epochs = (self.skipped_epochs.get() & younger).into();
    }

    /// `epoch`, or the last one in which the pool takes part if that is earlier.
    pub(super) fn until_close(&self, epoch: u64) -> u64 {
        if self.is_closed() {
            epoch.min(self.closed_at_epoch)
        } else {
            epoch
        }
    }
}

/// The bit in `skipped_epochs` of the epoch `age` before the last that the pool has passed; 0 if it is too old to have one.
pub(super) fn bit_of(age: u64) -> u128 {
    u32::try_from(age).ok().and_then(|age| 1u128.checked_shl(age)).unwrap_or(0)
}
