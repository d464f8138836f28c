use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::instructions::operator_record::operator_record_beside;
use crate::state::*;

/// Accounts of `query_staking_record`. Anyone may send or simulate it; it writes nothing.
#[derive(Accounts)]
pub struct QueryStakingRecord<'info> {
    /// Parameters, halts and current epoch.
    pub pool_overview: AccountLoader<'info, PoolOverview>,
    /// The pool.
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The record.
    pub staking_record: AccountLoader<'info, StakingRecord>,
    /// The operator's record, stored in the pool; the same account if it is the operator's.
    /// CHECK: stored key in the pool; while the pool is open the record exists.
    pub operator_staking_record: UncheckedAccount<'info>,
}

impl QueryStakingRecord<'_> {
    fn validate(&self, pool: &OperatorPool, record: &StakingRecord) -> Checked<()> {
        // pool_overview, operator_pool: types. staking_record: of this pool. operator_staking_record: stored key.
        record.require_pool(self.operator_pool.as_ref().key)?;
        pool.require_operator_record(self.operator_staking_record.key)
    }

    pub(crate) fn handle(&self) -> Result<StakingRecordView> {
        let overview = self.pool_overview.read()?;
        let pool = self.operator_pool.read()?;
        let record = self.staking_record.read()?;
        self.validate(&pool, &record)?;
        let operators = operator_record_beside(&pool, &self.staking_record, &self.operator_staking_record)?;
        Ok(pool.view(&overview, &record, operators.as_deref(), Clock::get()?.unix_timestamp)?)
    }
}
