//! What a record is worth and what can be done with it now.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::intent::activations;
use inference_staking_client::rpc::Connection;
use inference_staking_client::state::{OperatorPool, PoolOverview, StakingRecord, StakingRecordView};
use inference_staking_client::StakingError;

use crate::failure::{rule, Outcome};

/// What is asked of a pool's records.
pub struct Appraisal<'a> {
    pub overview: &'a PoolOverview,
    pub address: Pubkey,
    pub pool: &'a OperatorPool,
    /// The operator's record; only a closed pool may lack it.
    pub operator: Option<StakingRecord>,
    /// Unix seconds.
    pub now: i64,
}

impl<'a> Appraisal<'a> {
    /// Reads the operator's record.
    ///
    /// # Errors
    /// If it cannot be read.
    pub async fn read(
        chain: &Connection,
        overview: &'a PoolOverview,
        address: Pubkey,
        pool: &'a OperatorPool,
        now: i64,
    ) -> Outcome<Self> {
        let operator = chain.staking_record_if_any(&pool.operator_staking_record).await?;
        Ok(Self { overview, address, pool, operator, now })
    }

    /// What a record of the pool is worth.
    ///
    /// # Errors
    /// Never, for a record of the pool.
    pub fn view(&self, address: &Pubkey, record: &StakingRecord) -> Outcome<StakingRecordView> {
        let operator = self.operator.as_ref().filter(|_| !self.pool.is_operators(address));
        self.pool.view(self.overview, record, operator, self.now).map_err(|refusal| rule(refusal.0))
    }

    /// What a record's activating stake waits for, if there is some that cannot become shares now.
    pub fn waits_for(&self, address: Pubkey, record: &StakingRecord) -> Option<StakingError> {
        let records = (record.activating > 0).then_some((address, *record));
        let all = activations(self.overview, self.address, self.pool, self.operator.as_ref(), records);
        all.waiting.first().map(|waiting| waiting.error)
    }
}
