//! A record goes back to where it came from: revoked while it waits, or reclaimed once it has expired (SPEC 6.4, SPEC 6.7).

use super::account::RewardRecord;
use crate::error::{require, Checked, StakingError};
use crate::state::pool_overview::PoolOverview;

impl RewardRecord {
    /// Takes the newest record back: its totals are owed no more, its epoch is finalizing again, and the record before it
    /// counts as claimable, so that no second one can be revoked. No later mark stands in the way: there is none before the
    /// record is claimable. A halt of accrual does not either.
    ///
    /// # Errors
    /// `RecordNotNewest`, `ChallengePeriodOver`, `RecordAlreadyAccrued`.
    pub fn revoke(&self, overview: &mut PoolOverview, now: i64) -> Checked<()> {
        require!(self.epoch == overview.completed_reward_epoch, StakingError::RecordNotNewest);
        require!(overview.newest_record_waits(now), StakingError::ChallengePeriodOver);
        require!(self.accrued_leaves == 0, StakingError::RecordAlreadyAccrued);
        overview.lower_reward_liability(self.remaining_rewards)?;
        overview.lower_usdc_liability(self.remaining_usdc)?;
        overview.reopen_epoch(&self.period)
    }

    /// Returns what an expired record still holds to the pot.
    ///
    /// # Errors
    /// `AccrualHalted`, `RecordNotExpired`.
    pub fn reclaim(&self, overview: &mut PoolOverview, now: i64) -> Checked<()> {
        overview.require_accrual_not_halted()?;
        require!(overview.is_expired(self.epoch, now), StakingError::RecordNotExpired);
        overview.lower_reward_liability(self.remaining_rewards)?;
        overview.lower_usdc_liability(self.remaining_usdc)
    }
}
