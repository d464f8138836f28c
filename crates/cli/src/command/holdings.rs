//! Records with the pools that they are of, read together.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use anchor_lang::prelude::Pubkey;
use bytemuck::Zeroable;
use inference_staking_client::rpc::Connection;
use inference_staking_client::state::{OperatorPool, PoolOverview, StakingRecord, StakingRecordView};

use super::worth::Appraisal;
use crate::failure::{Failure, Outcome};

/// Records in the order of their pools, the largest first, with these pools and their operators' records.
pub struct Holdings {
    records: Vec<(Pubkey, StakingRecord)>,
    pools: BTreeMap<Pubkey, (OperatorPool, Option<StakingRecord>)>,
    now: i64,
}

impl Holdings {
    /// Reads the pools of these records.
    ///
    /// # Errors
    /// If the chain cannot be read.
    pub async fn read(chain: &Connection, mut records: Vec<(Pubkey, StakingRecord)>) -> Outcome<Self> {
        records.sort_by_key(|(address, record)| (record.operator_pool, Reverse(record.shares), *address));
        let mut addresses: Vec<_> = records.iter().map(|(_, record)| record.operator_pool).collect();
        addresses.dedup();
        let pools = chain.pools_at(&addresses).await?;
        let operators = pools.iter().map(|pool| pool.map(|pool| pool.operator_staking_record).unwrap_or_default());
        let operators = chain.staking_records_at(&operators.collect::<Vec<_>>()).await?;
        let read = addresses.into_iter().zip(pools).zip(operators);
        let pools = read.filter_map(|((address, pool), operator)| Some((address, (pool?, operator))));
        Ok(Self { records, pools: pools.collect(), now: chain.now().await? })
    }

    /// The chain's time, Unix seconds.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// Each record with its address and pool.
    ///
    /// # Errors
    /// If a pool is not there.
    pub fn iter(&self) -> Outcome<Vec<(Pubkey, &StakingRecord, &OperatorPool)>> {
        let mut all = Vec::with_capacity(self.records.len());
        for (address, record) in &self.records {
            let (pool, _) = self.pool(&record.operator_pool)?;
            all.push((*address, record, pool));
        }
        Ok(all)
    }

    /// What a record is worth.
    ///
    /// # Errors
    /// If its pool is not there.
    pub fn appraise(
        &self,
        overview: &PoolOverview,
        address: &Pubkey,
        record: &StakingRecord,
    ) -> Outcome<StakingRecordView> {
        let (pool, operator) = self.pool(&record.operator_pool)?;
        let appraisal = Appraisal { overview, address: record.operator_pool, pool, operator: *operator, now: self.now };
        appraisal.view(address, record)
    }

    fn pool(&self, address: &Pubkey) -> Outcome<&(OperatorPool, Option<StakingRecord>)> {
        self.pools.get(address).ok_or_else(|| Failure::refused(format!("there is no pool at {address}")))
    }
}

/// A record of nothing, its pool and what it is worth: for the columns of a listing.
///
/// # Errors
/// Never.
pub fn none(overview: &PoolOverview) -> Outcome<(StakingRecord, OperatorPool, StakingRecordView)> {
    let (record, pool) = (StakingRecord::zeroed(), OperatorPool::zeroed());
    let appraisal = Appraisal { overview, address: Pubkey::default(), pool: &pool, operator: None, now: 0 };
    let worth = appraisal.view(&Pubkey::default(), &record)?;
    Ok((record, pool, worth))
}
