use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::EpochMarkedAsFinalizing;
use crate::state::*;

/// Accounts of `mark_epoch_as_finalizing`.
#[derive(Accounts)]
pub struct MarkEpochAsFinalizing<'info> {
    /// A reward authority.
    pub authority: Signer<'info>,
    /// Epoch state.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
}

impl MarkEpochAsFinalizing<'_> {
    fn validate(&self, overview: &PoolOverview) -> Checked<()> {
        // pool_overview: type. authority: signer, in the list.
        overview.require_reward_authority(self.authority.key)
    }

    pub(crate) fn handle(&mut self, epoch: u64) -> Result<()> {
        let mut overview = self.pool_overview.write()?;
        self.validate(&overview)?;
        let marked_at = Clock::get()?.unix_timestamp;
        overview.mark_epoch_as_finalizing(epoch, marked_at)?;
        emit!(EpochMarkedAsFinalizing {
            reward_epoch: epoch,
            authority: self.authority.key(),
            marked_at,
            epoch: overview.current_epoch()?,
        });
        Ok(())
    }
}
