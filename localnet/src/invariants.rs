//! What must hold on a network after every transaction (SPEC sections 4, 5 and 15).

use inference_staking_client::address;
use inference_staking_client::state::{OperatorPool, RewardRecord, StakingRecord};

use crate::chain::Chain;
use crate::network::Network;

/// USDC precision, SPEC section 2; written out here, because the check must not share the program's constants.
const K: u128 = 1_000_000_000_000_000_000;

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
struct PoolWithRecords {
    pool: OperatorPool,
    vault_balance: u64,
    records: Vec<StakingRecord>,
}

impl<C: Chain> Network<C> {
    /// Checks every invariant of the network, if its singleton exists.
    ///
    /// # Panics
    /// If one is broken.
    pub fn assert_invariants(&mut self) {
        let Ok(overview) = self.overview() else { return };
        let pools = self.pools_with_records();
        for pool in &pools {
            assert_shares_and_tickets_sum(pool);
            assert_usdc_settled_and_owed(pool);
            assert_pool_vault_covers_principal(pool);
            assert_price_at_least_one(&pool.pool);
        }
        let open: Vec<RewardRecord> =
            (1..=overview.completed_reward_epoch).filter_map(|epoch| self.reward_record(epoch).ok()).collect();
        let solvency = self.solvency();
        assert!(solvency.reward_vault >= solvency.reward_liability, "the reward vault owes more than it holds");
        assert!(solvency.usdc_vault >= solvency.usdc_liability, "the USDC vault owes more than it holds");
        let in_records: u128 = open.iter().map(|record| u128::from(record.remaining_rewards)).sum();
        let in_pools: u128 = pools.iter().map(|p| sum(&[p.pool.uncollected_rewards, p.pool.reward_commission])).sum();
        assert_eq!(
            u128::from(overview.reward_liability),
            in_records + in_pools,
            "reward liability is the sum of its parts"
        );
        let in_records: u128 = open.iter().map(|record| u128::from(record.remaining_usdc)).sum();
        let in_pools: u128 = pools.iter().map(|p| sum(&[p.pool.usdc_commission, p.pool.delegator_usdc])).sum();
        assert_eq!(
            u128::from(overview.usdc_liability),
            in_records + in_pools,
            "USDC liability is the sum of its parts"
        );
    }

    /// The balances and what they have to cover; zeros without a singleton.
    pub fn solvency(&mut self) -> Solvency {
        let Ok(overview) = self.overview() else { return Solvency::default() };
        let pools = self.pools_with_records();
        Solvency {
            reward_vault: self.balance(&address::reward_vault()),
            reward_liability: overview.reward_liability,
            usdc_vault: self.balance(&address::usdc_vault()),
            usdc_liability: overview.usdc_liability,
            pool_vaults: pools.iter().map(|pool| u128::from(pool.vault_balance)).sum(),
            principal: pools.iter().map(|pool| principal(&pool.pool)).sum(),
        }
    }

    fn pools_with_records(&mut self) -> Vec<PoolWithRecords> {
        let records: Vec<StakingRecord> =
            self.records.clone().iter().filter_map(|address| self.record(address).ok()).collect();
        let mut pools = Vec::new();
        for address in self.pools.clone() {
            let Ok(pool) = self.pool(&address) else { continue };
            let vault_balance = self.balance(&pool.vault);
            let records = records.iter().filter(|record| record.operator_pool == address).copied().collect();
            pools.push(PoolWithRecords { pool, vault_balance, records });
        }
        pools
    }
}

/// 15.9.
fn assert_shares_and_tickets_sum(pool: &PoolWithRecords) {
    let shares: u128 = pool.records.iter().map(|record| u128::from(record.shares)).sum();
    assert_eq!(shares, u128::from(pool.pool.total_shares), "the records' shares sum to the pool's");
    let tickets = pool.records.iter().flat_map(|record| record.tickets);
    let unstaking: u128 = tickets.map(|ticket| u128::from(ticket.amount)).sum();
    assert_eq!(unstaking, u128::from(pool.pool.total_unstaking), "the tickets sum to the pool's total");
}

/// 15.5.
fn assert_usdc_settled_and_owed(pool: &PoolWithRecords) {
    let settled: u128 = pool.records.iter().map(|record| u128::from(record.settled_usdc)).sum();
    assert_eq!(settled, u128::from(pool.pool.settled_usdc), "the records' settled USDC sums to the pool's");
    let index = pool.pool.cumulative_usdc_per_share.get();
    let claimable: u128 = pool
        .records
        .iter()
        .map(|record| {
            let growth = index.checked_sub(record.usdc_checkpoint.get());
            let growth = growth.filter(|_| record.shares > 0).unwrap_or(0);
            u128::from(record.settled_usdc) + u128::from(record.shares) * growth / K
        })
        .sum();
    assert!(claimable <= u128::from(pool.pool.delegator_usdc), "records may claim more USDC than the pool owes");
}

/// Section 4.
fn assert_pool_vault_covers_principal(pool: &PoolWithRecords) {
    assert!(u128::from(pool.vault_balance) >= principal(&pool.pool), "a pool vault holds less than its principal");
}

/// Section 5: `T >= S`, and no tokens without shares.
fn assert_price_at_least_one(pool: &OperatorPool) {
    assert!(pool.total_staked_amount >= pool.total_shares, "the share price is below one");
    assert!(pool.total_shares > 0 || pool.total_staked_amount == 0, "tokens are staked without shares");
}

fn principal(pool: &OperatorPool) -> u128 {
    sum(&[pool.total_staked_amount, pool.total_unstaking]) - u128::from(pool.uncollected_rewards)
}

fn sum(amounts: &[u64]) -> u128 {
    amounts.iter().map(|amount| u128::from(*amount)).sum()
}
