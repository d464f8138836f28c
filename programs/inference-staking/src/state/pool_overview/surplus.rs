//! What the global reward vault holds for nobody any more (SPEC 4).

use super::account::PoolOverview;
use crate::constants::SURPLUS_AFTER_EPOCHS;
use crate::error::{require, Checked, StakingError};

impl PoolOverview {
    /// What the global reward vault, which holds `vault_amount`, holds beyond what it owes, once no record to come needs
    /// it: the schedule issues nothing from the next record on, and the last record with rewards is long ago. So an admin
    /// who lowers the schedule to nothing cannot take what was funded before everybody has seen it.
    ///
    /// # Errors
    /// `ScheduleStillIssues`, `RewardsTooRecent`, `NoRewardSurplus`.
    pub fn reward_surplus(&self, vault_amount: u64) -> Checked<u64> {
        let has_ended = self.emission.has_ended(self.next_record_epoch()?)?;
        require!(has_ended, StakingError::ScheduleStillIssues);
        let epochs_since = self.completed_reward_epoch.saturating_sub(self.last_rewarded_epoch);
        require!(epochs_since >= SURPLUS_AFTER_EPOCHS, StakingError::RewardsTooRecent);
        let surplus = vault_amount.saturating_sub(self.reward_liability);
        require!(surplus > 0, StakingError::NoRewardSurplus);
        Ok(surplus)
    }
}
