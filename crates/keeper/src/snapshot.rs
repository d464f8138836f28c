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

/// All pools, or those at these addresses that exist.
///
/// # Errors
/// If the chain cannot be read.
pub async fn chosen_pools(
    connection: &Connection,
    chosen: Option<&[Pubkey]>,
) -> Result<BTreeMap<Pubkey, OperatorPool>, ReadError> {
    let Some(addresses) = chosen else {
        return Ok(connection.pools().await?.into_iter().collect());
    };
    let found = connection.pools_at(addresses).await?;
    Ok(addresses.iter().zip(found).filter_map(|(address, pool)| Some((*address, pool?))).collect())
}

impl Snapshot {
    /// Reads the chain: all pools, or those at these addresses that exist.
    ///
    /// # Errors
    /// If the chain cannot be read.
    pub async fn read(connection: &Connection, pools: Option<&[Pubkey]>) -> Result<Self, ReadError> {
        let overview = connection.overview().await?;
        let pools = chosen_pools(connection, pools).await?;
        let mut snapshot = Self { now: connection.now().await?, overview, pools, records: BTreeMap::new() };
        let found = connection.reward_records(&snapshot.open_epochs()).await?;
        snapshot.records = found.into_iter().flatten().map(|record| (record.epoch, record)).collect();
        Ok(snapshot)
    }

    /// Whether it is of an earlier time than this one was: no pool ever goes away, and a revocation takes an epoch back but not the time
    /// when one was finalized last.
    pub(crate) fn is_behind(&self, before: &Self) -> bool {
        let has_all_pools = before.pools.keys().all(|pool| self.pools.contains_key(pool));
        self.overview.last_finalized_at < before.overview.last_finalized_at || !has_all_pools
    }

    /// The epochs that a pool here has not passed or has skipped, without expired ones: whose records and trees a schedule needs.
    pub fn open_epochs(&self) -> Vec<u64> {
        let mut open = BTreeSet::new();
        for pool in self.pools.values() {
            open.extend(pool.open_epochs(&self.overview, self.now));
        }
        open.into_iter().collect()
    }
}
