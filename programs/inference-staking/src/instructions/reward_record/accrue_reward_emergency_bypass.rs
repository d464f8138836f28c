use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::EpochBypassed;
use crate::state::*;

/// Accounts of `accrue_reward_emergency_bypass`. Anyone may send it.
#[derive(Accounts)]
pub struct AccrueRewardEmergencyBypass<'info> {
    /// Halts, when accrual was last resumed, and which records have expired.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// Record of the epoch that the pool passes.
    pub reward_record: AccountLoader<'info, RewardRecord>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
}

impl AccrueRewardEmergencyBypass<'_> {
    fn validate(&self, overview: &PoolOverview, record: &RewardRecord, now: i64) -> Checked<()> {
        // pool_overview, reward_record, operator_pool: types. That the epoch is the pool's next: `OperatorPool::bypass_epoch`.
        record.require_bypass_open(overview, now)
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let record = self.reward_record.read()?;
        let now = Clock::get()?.unix_timestamp;
        self.validate(&overview, &record, now)?;
        let mut pool = self.operator_pool.write()?;
        let can_be_accrued = pool.bypass_epoch(&overview, &record, now)?;
        emit!(EpochBypassed {
            operator_pool: self.operator_pool.key(),
            reward_epoch: record.epoch,
            can_be_accrued,
            skipped_epochs: pool.skipped_epochs.get(),
            lowest_skipped_reward_commission_bps: pool.lowest_skipped_reward_commission_bps,
            lowest_skipped_usdc_commission_bps: pool.lowest_skipped_usdc_commission_bps,
            last_skip_at: pool.last_skip_at,
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
