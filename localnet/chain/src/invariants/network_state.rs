//! Everything that the invariants look at.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord};

/// Both sides of the three inequalities of SPEC 4, in base units.
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
    /// Unix seconds of the chain's clock.
    pub now: i64,
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

/// `T + U + A - uncollected_rewards`.
pub fn principal(pool: &OperatorPool) -> u128 {
    sum(&[pool.total_staked_amount, pool.total_unstaking, pool.total_activating]) - u128::from(pool.uncollected_rewards)
}

pub fn sum(amounts: &[u64]) -> u128 {
    amounts.iter().map(|amount| u128::from(*amount)).sum()
}
