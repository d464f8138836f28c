//! What stands on a network's chain.

use std::cell::RefCell;
use std::collections::HashMap;

use anchor_lang::prelude::Pubkey;
use anchor_spl::associated_token::get_associated_token_address;
use anyhow::{anyhow, Context, Result};
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord, StakingRecord};
use inference_staking_client::{account, address};

use super::running::Network;
use crate::chain::Chain;
use crate::invariants::{NetworkState, PoolWithRecords, Solvency};

/// More epochs than any network of a test or demo completes. One whose counter was overwritten with a larger number cannot
/// be read record by record.
const MOST_EPOCHS: u64 = 100_000;

impl<C: Chain> Network<C> {
    /// Base units in a token account; 0 if it does not exist.
    pub fn balance(&mut self, token_account: &Pubkey) -> u64 {
        let account = self.chain.account(token_account);
        account.and_then(|account| account::decode_token_account(&account.data).ok()).map_or(0, |token| token.amount)
    }

    /// Base units of `mint` that an owner's associated token account holds.
    pub fn balance_of(&mut self, owner: &Pubkey, mint: &Pubkey) -> u64 {
        self.balance(&get_associated_token_address(owner, mint))
    }

    /// The singleton.
    ///
    /// # Errors
    /// If it does not exist.
    pub fn overview(&mut self) -> Result<PoolOverview> {
        self.decoded(&address::pool_overview())
    }

    /// A pool.
    ///
    /// # Errors
    /// If it does not exist.
    pub fn pool(&mut self, address: &Pubkey) -> Result<OperatorPool> {
        self.decoded(address)
    }

    /// A staking record.
    ///
    /// # Errors
    /// If it does not exist.
    pub fn record(&mut self, address: &Pubkey) -> Result<StakingRecord> {
        self.decoded(address)
    }

    /// The reward record of an epoch.
    ///
    /// # Errors
    /// If it does not exist.
    pub fn reward_record(&mut self, epoch: u64) -> Result<RewardRecord> {
        self.decoded(&reward_record(epoch))
    }

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
            now: self.chain.now(),
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

    fn decoded<T: bytemuck::Pod + anchor_lang::Discriminator + anchor_lang::Owner>(
        &mut self,
        address: &Pubkey,
    ) -> Result<T> {
        let account = self.chain.account(address).ok_or_else(|| anyhow!("there is no account at {address}"))?;
        account::decode(&account.data).with_context(|| format!("account {address}"))
    }
}

/// Address of the record of an epoch. After each transaction those of all epochs are looked at, and a derivation takes as long as
/// a signature.
fn reward_record(epoch: u64) -> Pubkey {
    thread_local! {
        static DERIVED: RefCell<HashMap<u64, Pubkey>> = RefCell::default();
    }
    DERIVED.with_borrow_mut(|derived| *derived.entry(epoch).or_insert_with(|| address::reward_record(epoch)))
}
