//! What the chain says at one moment: all that a schedule is made from, besides the trees.

use std::collections::{BTreeMap, BTreeSet};

use anchor_lang::prelude::Pubkey;
use inference_staking_client::rpc::{Connection, ReadError};
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord};

/// The pool overview, pools and reward records as they were read.
#[derive(Clone)]
pub struct Snapshot {
    /// Unix seconds of the chain's clock.
    pub now: i64,
    /// The singleton.
    pub overview: PoolOverview,
    /// Pools by their address.
    pub pools: BTreeMap<Pubkey, OperatorPool>,
    /// Reward records by their epoch; those that do not exist are not in it.
    pub records: BTreeMap<u64, RewardRecord>,
}

impl Snapshot {
    /// Reads the chain: all pools, or those at these addresses that exist.
    ///
    /// # Errors
    /// If the chain cannot be read.
    pub async fn read(connection: &Connection, pools: Option<&[Pubkey]>) -> Result<Self, ReadError> {
        let overview = connection.overview().await?;
        let pools = match pools {
            None => connection.pools().await?.into_iter().collect(),
            Some(addresses) => {
                let found = connection.pools_at(addresses).await?;
                addresses.iter().zip(found).filter_map(|(address, pool)| Some((*address, pool?))).collect()
            }
        };
        let mut snapshot = Self { now: connection.now().await?, overview, pools, records: BTreeMap::new() };
        let found = connection.reward_records(&snapshot.open_epochs()).await?;
        snapshot.records = found.into_iter().flatten().map(|record| (record.epoch, record)).collect();
        Ok(snapshot)
    }

    /// The epochs that a pool here has not passed or has skipped, without expired ones: whose records and trees a schedule needs.
    pub fn open_epochs(&self) -> Vec<u64> {
        let mut open = BTreeSet::new();
        for pool in self.pools.values() {
            open.extend(open_epochs(&self.overview, pool));
        }
        open.into_iter().collect()
    }
}

/// The epochs that a pool may still pass, oldest first: skipped ones and those after the last it has passed.
pub fn open_epochs(overview: &PoolOverview, pool: &OperatorPool) -> Vec<u64> {
    let current = after_expired(overview, pool);
    let mut epochs = skipped_epochs(overview, &current);
    let first = current.reward_last_claimed_epoch.saturating_add(1);
    let last = last_epoch(overview, &current);
    epochs.extend(first..=last);
    epochs
}

/// The pool as an accrual finds it: it jumps over expired epochs first (SPEC 6.7).
pub(crate) fn after_expired(overview: &PoolOverview, pool: &OperatorPool) -> OperatorPool {
    let mut pool = *pool;
    pool.pass_expired(overview.last_expired_epoch());
    pool
}

/// The last epoch that has a record and that the pool takes part in.
pub(crate) fn last_epoch(overview: &PoolOverview, pool: &OperatorPool) -> u64 {
    let completed = overview.completed_reward_epoch;
    if pool.is_closed() {
        completed.min(pool.closed_at_epoch)
    } else {
        completed
    }
}

/// Skipped epochs that can still be accrued, oldest first.
pub(crate) fn skipped_epochs(overview: &PoolOverview, pool: &OperatorPool) -> Vec<u64> {
    let skipped = pool.skipped_epochs.get();
    let ages = (0..u128::BITS).rev().filter(|age| skipped.checked_shr(*age).is_some_and(|bits| bits & 1 == 1));
    let epochs = ages.filter_map(|age| pool.reward_last_claimed_epoch.checked_sub(u64::from(age)));
    epochs.filter(|epoch| *epoch > 0 && !overview.is_expired(*epoch)).collect()
}
