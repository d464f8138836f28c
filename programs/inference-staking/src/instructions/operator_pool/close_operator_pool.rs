use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::OperatorPoolClosed;
use crate::state::*;

/// Accounts of `close_operator_pool`.
#[derive(Accounts)]
pub struct CloseOperatorPool<'info> {
    /// The pool's admin, or the owner of the operator's record.
    pub authority: Signer<'info>,
    /// Current epoch.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The operator's record, stored in the pool: the one whose stake backs it.
    pub operator_staking_record: AccountLoader<'info, StakingRecord>,
}

impl CloseOperatorPool<'_> {
    fn validate(&self, pool: &OperatorPool, operator_record: &StakingRecord) -> Checked<()> {
        // pool_overview: type. operator_pool: type, not halted. operator_staking_record: stored key.
        pool.require_operator_record(self.operator_staking_record.as_ref().key)?;
        // authority: signer, admin of the pool or owner of the record.
        pool.require_may_close(self.authority.key, operator_record)?;
        pool.require_not_halted()
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let mut pool = self.operator_pool.write()?;
        self.validate(&pool, &*self.operator_staking_record.read()?)?;
        pool.close(self.pool_overview.read()?.current_epoch()?)?;
        emit!(OperatorPoolClosed {
            operator_pool: self.operator_pool.key(),
            authority: self.authority.key(),
            epoch: pool.closed_at_epoch,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
