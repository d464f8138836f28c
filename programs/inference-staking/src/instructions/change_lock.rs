use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::LockChanged;
use crate::instructions::by_record_owner::ByRecordOwner;
use crate::state::*;

impl ByRecordOwner<'_> {
    /// Validates, changes the lock under the pool's terms of today and emits what it is then.
    pub(crate) fn change_lock(&mut self, change: &dyn Fn(&mut StakingRecord, LockTerms) -> Checked<()>) -> Result<()> {
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
