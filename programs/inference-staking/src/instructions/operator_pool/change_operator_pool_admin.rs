use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::OperatorPoolAdminProposed;
use crate::state::*;

/// Accounts of `change_operator_pool_admin`.
#[derive(Accounts)]
pub struct ChangeOperatorPoolAdmin<'info> {
    /// The pool's admin.
    pub admin: Signer<'info>,
    /// Epoch state.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
}

impl ChangeOperatorPoolAdmin<'_> {
    fn validate(&self, pool: &OperatorPool) -> Checked<()> {
        // pool_overview: type. operator_pool: type, of this admin, who signs.
        pool.require_admin(self.admin.key)
    }

    pub(crate) fn handle(&mut self, new_admin: Pubkey) -> Result<()> {
        let overview = self.pool_overview.read()?;
        let mut pool = self.operator_pool.write()?;
        self.validate(&pool)?;
        pool.propose_admin(new_admin);
        emit!(OperatorPoolAdminProposed {
            operator_pool: self.operator_pool.key(),
            admin: pool.admin,
            pending_admin: new_admin,
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
