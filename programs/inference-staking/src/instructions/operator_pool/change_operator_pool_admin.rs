use anchor_lang::prelude::*;

use crate::events::OperatorPoolAdminProposed;
use crate::instructions::by_pool_admin::ByPoolAdmin;
use crate::state::*;

impl ByPoolAdmin<'_> {
    /// Handles `change_operator_pool_admin`. Accounts and checks: `ByPoolAdmin`.
    pub(crate) fn propose_admin(&mut self, new_admin: Pubkey) -> Result<()> {
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
