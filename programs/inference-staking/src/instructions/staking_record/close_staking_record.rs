use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::StakingRecordClosed;
use crate::state::*;

/// Accounts of `close_staking_record`.
#[derive(Accounts)]
pub struct CloseStakingRecord<'info> {
    /// Owner of the record, who gets its rent.
    #[account(mut)]
    pub owner: Signer<'info>,
    /// Current epoch.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The owner's empty record; closed.
    #[account(mut, close = owner)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
}

impl CloseStakingRecord<'_> {
    fn validate(&self, record: &StakingRecord) -> Checked<()> {
        // owner: signer. pool_overview, operator_pool: types.
        // staking_record: of this owner and this pool, empty; the operator's only once the pool releases it.
        record.require_owner(self.owner.key)?;
        record.require_pool(self.operator_pool.as_ref().key)?;
        record.require_empty()
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        // To close is to write: not what a later version wrote.
        self.validate(&*self.staking_record.write()?)?;
        pool.release_record(self.staking_record.as_ref().key, &overview, Clock::get()?.unix_timestamp)?;
        emit!(StakingRecordClosed {
            operator_pool: self.operator_pool.key(),
            staking_record: self.staking_record.key(),
            owner: self.owner.key(),
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
