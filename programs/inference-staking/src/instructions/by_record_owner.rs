use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::state::*;

/// Accounts of what a record's owner does to its record alone: `unstake`, `cancel_unstake`, `lock_stake`, `extend_lock`,
/// `begin_unlock` and `cancel_unlock`.
#[derive(Accounts)]
pub struct ByRecordOwner<'info> {
    /// Owner of the record.
    pub owner: Signer<'info>,
    /// Parameters, halts and current epoch.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    #[account(mut)]
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The owner's record.
    #[account(mut)]
    pub staking_record: AccountLoader<'info, StakingRecord>,
}

impl ByRecordOwner<'_> {
    pub(crate) fn validate(&self, record: &StakingRecord) -> Checked<()> {
        // owner: signer. pool_overview, operator_pool: types. staking_record: of this owner and this pool.
        record.require_owner(self.owner.key)?;
        record.require_pool(self.operator_pool.as_ref().key)
    }
}
