use anchor_lang::prelude::*;

use crate::error::{require, Checked, StakingError};
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
    fn validate(&self, overview: &PoolOverview, pool: &OperatorPool) -> Checked<()> {
        // pool_overview: type. operator_pool: type, with this key proposed, which signs (zero, if none is, cannot).
        require!(*self.pending_admin.key == pool.pending_admin, StakingError::NotPendingPoolAdmin);
        require!(!overview.is_finalizing(), StakingError::EpochFinalizing);
        pool.require_not_halted()
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let mut pool = self.operator_pool.write()?;
        self.validate(&*self.pool_overview.read()?, &pool)?;
        let previous_admin = pool.admin;
        pool.admin = pool.pending_admin;
        pool.pending_admin = Pubkey::default();
        emit!(OperatorPoolAdminAccepted {
            operator_pool: self.operator_pool.key(),
            previous_admin,
            admin: pool.admin,
            pool: pool.next_event()?,
        });
        Ok(())
    }
}
