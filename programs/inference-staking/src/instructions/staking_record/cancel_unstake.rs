use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::UnstakeCancelled;
use crate::state::*;

/// Accounts of `cancel_unstake`.
#[derive(Accounts)]
pub struct CancelUnstake<'info> {
    /// Owner of the record.
    pub owner: Signer<'info>,
    /// Halts and current epoch.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The owner's record.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
}

impl CancelUnstake<'_> {
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool, record: &StakingRecord) -> Checked<()> {
        // owner: signer. pool_overview, operator_pool: types.
        // staking_record: of this owner and this pool.
        record.require_owner(self.owner.key)?;
        record.require_pool(self.operator_pool.as_ref().key)?;
        pool.require_deposits_open(overview)
    }

    pub(crate) fn handle(&mut self, ticket: u8) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        let mut record = self.staking_record.write()?;
        self.validate(&overview, &pool, &record)?;

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
