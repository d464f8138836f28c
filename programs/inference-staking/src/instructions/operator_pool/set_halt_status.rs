use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::events::HaltStatusSet;
use crate::state::*;

/// Accounts of `set_halt_status`.
#[derive(Accounts)]
pub struct SetHaltStatus<'info> {
    /// A halt authority.
    pub authority: Signer<'info>,
    /// Lists the authorities; current epoch.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
}

impl SetHaltStatus<'_> {
    fn validate(&self, overview: &PoolOverview) -> Checked<()> {
        // pool_overview, operator_pool: types. authority: signer, in the list.
        overview.require_halt_authority(self.authority.key)
    }

    pub(crate) fn handle(&mut self, halted: bool) -> Result<()> {
        let overview = self.pool_overview.read()?;
        self.validate(&overview)?;
        let mut pool = self.operator_pool.write()?;
        pool.set_halted(halted, Clock::get()?.unix_timestamp, overview.slashing_delay);
        emit!(HaltStatusSet {
            operator_pool: self.operator_pool.key(),
            authority: self.authority.key(),
            is_halted: pool.is_halted != 0,
            halted_since: pool.halted_since,
            epoch: overview.current_epoch()?,
            pool: pool.assert_and_number_event()?,
        });
        Ok(())
    }
}
