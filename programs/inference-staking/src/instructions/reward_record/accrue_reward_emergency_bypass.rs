use anchor_lang::prelude::*;

use crate::error::{require, Checked, StakingError};
use crate::events::EpochBypassed;
use crate::instructions::reward_record::accrue_reward::require_accrual_open;
use crate::state::*;

/// Accounts of `accrue_reward_emergency_bypass`. Anyone may send it.
#[derive(Accounts)]
pub struct AccrueRewardEmergencyBypass<'info> {
    /// Halts and the bypass delay.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// Record of the epoch that the pool passes.
    pub reward_record: AccountLoader<'info, RewardRecord>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
}

impl AccrueRewardEmergencyBypass<'_> {
    fn validate(&self, overview: &PoolOverview, record: &RewardRecord, now: i64) -> Checked<()> {
        // pool_overview, reward_record, operator_pool: types; the state method checks that the epoch is the pool's next.
        require_accrual_open(overview, record, now)?;
        require!(!overview.is_expired(record.epoch), StakingError::RecordExpired);
        let from = if record.root_count == 0 {
            record.claimable_from
        } else {
            after(record.claimable_from, overview.bypass_delay)?
        };
        require!(now >= from, StakingError::BypassTooSoon);
        Ok(())
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let record = self.reward_record.read()?;
        self.validate(&overview, &record, Clock::get()?.unix_timestamp)?;
        let mut pool = self.operator_pool.write()?;
        let can_be_accrued = record.root_count > 0;
        pool.pass_expired(overview.last_expired_epoch());
        pool.skip_epoch(record.epoch, can_be_accrued)?;
        emit!(EpochBypassed {
            operator_pool: self.operator_pool.key(),
            epoch: record.epoch,
            can_be_accrued,
            skipped_epochs: pool.skipped_epochs.get(),
            pool: pool.next_event()?,
        });
        Ok(())
    }
}
