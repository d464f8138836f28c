use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::ProgramAdminAccepted;
use crate::state::*;

/// Accounts of `accept_program_admin`.
#[derive(Accounts)]
pub struct AcceptProgramAdmin<'info> {
    /// The key that was proposed.
    pub pending_program_admin: Signer<'info>,
    /// The singleton.
    #[account(mut)]
    pub pool_overview: AccountLoader<'info, PoolOverview>,
}

impl AcceptProgramAdmin<'_> {
    fn validate(&self, overview: &PoolOverview) -> Checked<()> {
        // pool_overview: type. pending_program_admin: signer, the stored key, not zero.
        overview.require_pending_program_admin(self.pending_program_admin.key)
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let mut overview = self.pool_overview.write()?;
        self.validate(&overview)?;
        let previous_admin = overview.accept_program_admin();
        emit!(ProgramAdminAccepted {
            previous_admin,
            program_admin: overview.program_admin,
            epoch: overview.current_epoch()?,
        });
        Ok(())
    }
}
