use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::OperatorPoolAdminAccepted;
use crate::state::*;

/// Accounts of `accept_operator_pool_admin`.
#[derive(Accounts)]
pub struct AcceptOperatorPoolAdmin<'info> {
    /// The key that was proposed.
    pub pending_admin: Signer<'info>,
    /// Epoch state.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
}

impl AcceptOperatorPoolAdmin<'_> {
    fn validate(&self, pool: &OperatorPool) -> Checked<()> {
        // pool_overview: type. operator_pool: type, with this key proposed, which signs and is not zero.
        pool.require_pending_admin(self.pending_admin.key)?;
        pool.require_not_halted()
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        self.validate(&pool)?;
        let previous_admin = pool.accept_admin();
        emit!(OperatorPoolAdminAccepted {
            operator_pool: self.operator_pool.key(),
            previous_admin,
            admin: pool.admin,
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
