use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::state::*;

/// Accounts of `update_operator_pool` and `change_operator_pool_admin`.
#[derive(Accounts)]
pub struct ByPoolAdmin<'info> {
    /// The pool's admin.
    pub admin: Signer<'info>,
    /// Current epoch and bounds.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
}

impl ByPoolAdmin<'_> {
    pub(crate) fn validate(&self, pool: &OperatorPool) -> Checked<()> {
        // pool_overview: type. operator_pool: type, of this admin, who signs.
        pool.require_admin(self.admin.key)
    }
}
