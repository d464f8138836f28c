use crate::error::{require, Checked, StakingError};
use crate::state::OperatorPool;

impl OperatorPool {
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
}
