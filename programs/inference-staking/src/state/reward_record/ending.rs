//! A record goes back to where it came from: revoked while it waits, or reclaimed once it has expired (SPEC 6.4, SPEC 6.7).

use super::account::RewardRecord;
use crate::error::{require, Checked, StakingError};
use crate::state::pool_overview::PoolOverview;

impl RewardRecord {
    /// Takes the newest record back: its totals are owed no more, and its epoch is finalizing again. Neither a mark of the
    /// next epoch nor a later record that was revoked before stands in the way, or whoever posted a wrong root could shut
    /// the door behind it. A marked epoch has to be marked again.
    ///
    /// # Errors
    /// `RecordNotNewest`, `ChallengePeriodOver`, `RecordAlreadyAccrued`.
    pub fn revoke(&self, overview: &mut PoolOverview, now: i64) -> Checked<()> {
        require!(self.epoch == overview.completed_reward_epoch, StakingError::RecordNotNewest);
        require!(now < self.claimable_from, StakingError::ChallengePeriodOver);
        require!(self.accrued_leaves == 0, StakingError::RecordAlreadyAccrued);
        overview.lower_reward_liability(self.remaining_rewards)?;
        overview.lower_usdc_liability(self.remaining_usdc)?;
        overview.reopen_epoch(&self.period_before)
    }

    /// Returns what an expired record still holds to the pot.
    ///
    /// # Errors
    /// `RecordNotExpired`.
    pub fn reclaim(&self, overview: &mut PoolOverview) -> Checked<()> {
        require!(overview.is_expired(self.epoch), StakingError::RecordNotExpired);
        overview.lower_reward_liability(self.remaining_rewards)?;
        overview.lower_usdc_liability(self.remaining_usdc)
    }
}
