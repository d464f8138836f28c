use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::RewardRecordRevoked;
use crate::state::*;

/// Accounts of `revoke_reward_record`.
#[derive(Accounts)]
pub struct RevokeRewardRecord<'info> {
    /// A halt authority or the program admin.
    pub authority: Signer<'info>,
    /// Epoch state and liabilities.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The newest record; closed.
    #[account(mut, close = rent_receiver)]
    pub reward_record: AccountLoader<'info, RewardRecord>,
    /// The account that paid the record's rent, stored in it.
    /// CHECK: stored key in the record.
    #[account(mut)]
    pub rent_receiver: UncheckedAccount<'info>,
}

impl RevokeRewardRecord<'_> {
    fn validate(&self, overview: &PoolOverview, record: &RewardRecord) -> Checked<()> {
        // pool_overview, reward_record: types. authority: signer, one of the two roles.
        overview.require_revoking_authority(self.authority.key)?;
        // rent_receiver: stored key.
        record.require_rent_payer(self.rent_receiver.key)
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let mut overview = self.pool_overview.write()?;
        // To close is to write: not what a later version wrote.
        let record = self.reward_record.write()?;
        self.validate(&overview, &record)?;
        record.revoke(&mut overview, Clock::get()?.unix_timestamp)?;
        emit!(RewardRecordRevoked {
            reward_epoch: record.epoch,
            authority: self.authority.key(),
            total_rewards: record.total_rewards,
            total_usdc: record.total_usdc,
            reward_liability: overview.reward_liability,
            usdc_liability: overview.usdc_liability,
            epoch: overview.current_epoch()?,
        });
        Ok(())
    }
}
