use anchor_lang::prelude::*;

use crate::error::Checked;
use crate::state::*;

/// Accounts of `query_staking_record`. Anyone may send or simulate it; it writes nothing.
#[derive(Accounts)]
pub struct QueryStakingRecord<'info> {
    /// The pool.
    pub operator_pool: AccountLoader<'info, OperatorPool>,
    /// The record.
    pub staking_record: AccountLoader<'info, StakingRecord>,
}

impl QueryStakingRecord<'_> {
    fn validate(&self, record: &StakingRecord) -> Checked<()> {
        // operator_pool: type. staking_record: of this pool.
        record.require_pool(self.operator_pool.as_ref().key)
    }

    pub(crate) fn handle(&self) -> Result<StakingRecordView> {
        let pool = self.operator_pool.read()?;
        let record = self.staking_record.read()?;
        self.validate(&record)?;
        Ok(pool.view(&record, Clock::get()?.unix_timestamp)?)
    }
}
