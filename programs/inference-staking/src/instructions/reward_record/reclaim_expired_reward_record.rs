use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::ExpiredRewardRecordReclaimed;
use crate::state::*;

/// Accounts of `reclaim_expired_reward_record`. Anyone may send it.
#[derive(Accounts)]
pub struct ReclaimExpiredRewardRecord<'info> {
    /// Epoch state and liabilities.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The expired record; closed.
    #[account(mut, close = rent_receiver)]
    pub reward_record: AccountLoader<'info, RewardRecord>,
    /// The account that paid the record's rent, stored in it.
    /// CHECK: stored key in the record.
    #[account(mut)]
    pub rent_receiver: UncheckedAccount<'info>,
}

impl ReclaimExpiredRewardRecord<'_> {
    fn validate(&self, record: &RewardRecord) -> Checked<()> {
        // pool_overview, reward_record: types. rent_receiver: stored key.
        record.require_rent_payer(self.rent_receiver.key)
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let mut overview = self.pool_overview.write()?;
        // To close is to write: not what a later version wrote.
        let record = self.reward_record.write()?;
        self.validate(&record)?;
        record.reclaim(&mut overview, Clock::get()?.unix_timestamp)?;
        emit!(ExpiredRewardRecordReclaimed {
            reward_epoch: record.epoch,
            reclaimed_rewards: record.remaining_rewards,
            reclaimed_usdc: record.remaining_usdc,
            reward_liability: overview.reward_liability,
            usdc_liability: overview.usdc_liability,
            epoch: overview.current_epoch()?,
        });
        Ok(())
    }
}
