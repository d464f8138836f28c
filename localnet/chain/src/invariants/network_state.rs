//! Everything that the invariants look at, read from a chain at once.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord};

use crate::chain::Chain;
use crate::network::Network;

/// More epochs than any network of a test or demo completes. One whose counter was overwritten with a larger number cannot
/// be read record by record.
const MOST_EPOCHS: u64 = 100_000;

/// Both sides of the three inequalities of SPEC section 4, in base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Solvency {
    /// Balance of the global reward vault.
    pub reward_vault: u64,
    /// What it owes.
    pub reward_liability: u64,
    /// Balance of the global USDC vault.
    pub usdc_vault: u64,
    /// What it owes.
    pub usdc_liability: u64,
    /// Balances of all pool vaults.
    pub pool_vaults: u128,
    /// What they have to hold.
    pub principal: u128,
}

/// One pool with the records in it.
pub struct PoolWithRecords {
    /// Address of the pool.
    pub address: Pubkey,
    /// The pool.
    pub pool: OperatorPool,
    /// What its vault holds, base units.
    pub vault_balance: u64,
    /// The records that exist, with their addresses.
    pub records: Vec<(Pubkey, StakingRecord)>,
}

/// The program's accounts and what its vaults hold.
pub struct NetworkState {
    /// The singleton.
    pub overview: PoolOverview,
    /// All pools.
    pub pools: Vec<PoolWithRecords>,
    /// The reward records that exist, by epoch.
    pub reward_records: Vec<RewardRecord>,
    /// What the global reward vault holds, base units.
    pub reward_vault: u64,
    /// What the global USDC vault holds, base units.
    pub usdc_vault: u64,
}

impl NetworkState {
    /// The balances and what they have to cover.
    pub fn solvency(&self) -> Solvency {
        Solvency {
            reward_vault: self.reward_vault,
            reward_liability: self.overview.reward_liability,
            usdc_vault: self.usdc_vault,
            usdc_liability: self.overview.usdc_liability,
            pool_vaults: self.pools.iter().map(|pool| u128::from(pool.vault_balance)).sum(),
            principal: self.pools.iter().map(|pool| principal(&pool.pool)).sum(),
        }
    }
}

impl<C: Chain> Network<C> {
    /// The network's state; none without a singleton.
    ///
    /// # Panics
    /// If the network says that it completed more than `MOST_EPOCHS`: looking for their records would not end.
    pub fn state(&mut self) -> Option<NetworkState> {
        let overview = self.overview().ok()?;
        let completed = overview.completed_reward_epoch;
        assert!(
            completed <= MOST_EPOCHS,
            "a network that says it completed {completed} epochs let a transaction through"
        );
        let epochs = 1..=completed;
        Some(NetworkState {
            overview,
            pools: self.pools_with_records(),
            reward_records: epochs.filter_map(|epoch| self.reward_record(epoch).ok()).collect(),
            reward_vault: self.balance(&address::reward_vault()),
            usdc_vault: self.balance(&address::usdc_vault()),
        })
    }

    /// The balances and what they have to cover; zeros without a singleton.
    pub fn solvency(&mut self) -> Solvency {
        self.state().map_or_else(Solvency::default, |state| state.solvency())
    }

    fn pools_with_records(&mut self) -> Vec<PoolWithRecords> {
        let addresses = self.records.clone();
        let records: Vec<(Pubkey, StakingRecord)> =
            addresses.into_iter().filter_map(|address| Some((address, self.record(&address).ok()?))).collect();
        let mut pools = Vec::new();
        for address in self.pools.clone() {
            let Ok(pool) = self.pool(&address) else { continue };
            let vault_balance = self.balance(&pool.vault);
            let records = records.iter().filter(|(_, record)| record.operator_pool == address).copied().collect();
            pools.push(PoolWithRecords { address, pool, vault_balance, records });
        }
        pools
    }
}

/// `T + U - uncollected_rewards`.
pub(super) fn principal(pool: &OperatorPool) -> u128 {
    sum(&[pool.total_staked_amount, pool.total_unstaking]) - u128::from(pool.uncollected_rewards)
}

pub(super) fn sum(amounts: &[u64]) -> u128 {
    amounts.iter().map(|amount| u128::from(*amount)).sum()
}
