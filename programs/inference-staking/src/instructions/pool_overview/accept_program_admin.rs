use anchor_lang::prelude::*;

use crate::error::{require, Checked, StakingError};
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
        // pool_overview: type. pending_program_admin: signer, the stored key (zero, if none is stored, cannot sign).
        let is_proposed = *self.pending_program_admin.key == overview.pending_program_admin;
        require!(is_proposed, StakingError::NotPendingProgramAdmin);
        Ok(())
    }

    pub(crate) fn handle(&mut self) -> Result<()> {
        let mut overview = self.pool_overview.write()?;
        self.validate(&overview)?;
        let previous_admin = overview.program_admin;
        overview.program_admin = overview.pending_program_admin;
        overview.pending_program_admin = Pubkey::default();
        emit!(ProgramAdminAccepted { previous_admin, program_admin: overview.program_admin });
        Ok(())
    }
}
