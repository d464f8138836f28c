use anchor_lang::prelude::*;

use crate::events::UnstakeCancelled;
use crate::instructions::by_record_owner::ByRecordOwner;
use crate::state::*;

impl ByRecordOwner<'_> {
    /// Handles `cancel_unstake`. Accounts and checks: `ByRecordOwner`; deposits are open.
    pub(crate) fn cancel_unstake(&mut self, ticket: u8) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        let mut record = self.staking_record.write()?;
        self.validate(&record)?;
        pool.require_deposits_open(&overview)?;

        let amount = pool.cancel_unstake(&overview, &mut record, ticket)?;
        emit!(UnstakeCancelled {
            operator_pool: self.operator_pool.key(),
            staking_record: self.staking_record.key(),
            owner: record.owner,
            ticket,
            amount,
            record_activating: record.activating,
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
