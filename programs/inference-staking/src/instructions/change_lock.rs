use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::LockChanged;
use crate::state::*;

/// Accounts of `lock_stake`, `extend_lock`, `begin_unlock` and `cancel_unlock`.
#[derive(Accounts)]
pub struct ChangeLock<'info> {
    /// Owner of the record.
    pub owner: Signer<'info>,
    /// Current epoch.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The owner's record.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
}

impl ChangeLock<'_> {
    fn validate(&self, record: &StakingRecord) -> Checked<()> {
        // owner: signer. pool_overview, operator_pool: types. staking_record: of this owner and this pool.
        record.require_owner(self.owner.key)?;
        record.require_pool(self.operator_pool.as_ref().key)
    }

    /// Validates, changes the lock under the pool's terms of today and emits what it is then.
    pub(crate) fn change(&mut self, change: &dyn Fn(&mut StakingRecord, LockTerms) -> Checked<()>) -> Result<()> {
        let mut pool = self.operator_pool.write()?;
        let mut record = self.staking_record.write()?;
        self.validate(&record)?;
        change(&mut record, pool.lock_terms())?;
        emit!(LockChanged {
            operator_pool: self.operator_pool.key(),
            staking_record: self.staking_record.key(),
            owner: record.owner,
            lock_state: record.lock_state,
            lock_duration: record.lock_duration,
            unlock_started_at: record.unlock_started_at,
            unlock_shares: record.unlock_shares,
            lock_reward_commission_bps: record.lock_reward_commission_bps,
            lock_usdc_commission_bps: record.lock_usdc_commission_bps,
            record_shares: record.shares,
            epoch: self.pool_overview.read()?.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
