use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::OperatorPoolClosed;
use crate::state::*;

/// Accounts of `close_operator_pool`.
#[derive(Accounts)]
pub struct CloseOperatorPool<'info> {
    /// The pool's admin.
    pub admin: Signer<'info>,
    /// Current epoch.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
}

impl CloseOperatorPool<'_> {
    fn validate(&self, pool: &OperatorPool) -> Checked<()> {
        // pool_overview: type. operator_pool: type, not halted, of this admin, who signs.
        pool.require_admin(self.admin.key)?;
        pool.require_not_halted()
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let mut pool = self.operator_pool.write()?;
        self.validate(&pool)?;
        pool.close(self.pool_overview.read()?.current_epoch()?)?;
        emit!(OperatorPoolClosed {
            operator_pool: self.operator_pool.key(),
            admin: self.admin.key(),
            epoch: pool.closed_at_epoch,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
