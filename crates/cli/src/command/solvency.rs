//! Whether every vault holds what it owes (SPEC 4 and SPEC 15.1), recomputed from all accounts.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::rpc::Connection;
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord};

use crate::failure::{rule, Outcome};
use crate::view::{Value, View};

/// A vault, or all pool vaults together.
#[derive(PartialEq, Eq)]
struct Vault {
    name: &'static str,
    address: Option<Pubkey>,
    is_usdc: bool,
    holds: u128,
    owes: u128,
    /// The parts that the liability must be the sum of; for pool vaults the same as what they owe.
    parts: u128,
}

/// What a pool's own vault lacks.
#[derive(PartialEq, Eq)]
struct Short {
    pool: Pubkey,
    holds: u64,
    owes: u64,
}

/// All vaults.
#[derive(PartialEq, Eq)]
pub struct Solvency {
    vaults: [Vault; 3],
    short: Vec<Short>,
}

impl Solvency {
    /// Reads the balances of all vaults and sums what they owe.
    ///
    /// # Errors
    /// If the chain cannot be read.
    pub async fn read(
        chain: &Connection,
        overview: &PoolOverview,
        pools: &[(Pubkey, OperatorPool)],
        records: &[RewardRecord],
    ) -> Outcome<Self> {
        let mut addresses = vec![overview.reward_vault, overview.usdc_vault];
        addresses.extend(pools.iter().map(|(_, pool)| pool.vault));
        let accounts = chain.token_accounts(&addresses).await?;
        let mut balances = accounts.into_iter().map(|account| account.amount().unwrap_or(0));
        let (reward_holds, usdc_holds) = (balances.next().unwrap_or(0), balances.next().unwrap_or(0));
        let reward = Vault {
            name: "global reward vault",
            address: Some(overview.reward_vault),
            is_usdc: false,
            holds: reward_holds.into(),
            owes: overview.reward_liability.into(),
            parts: sum(records
                .iter()
                .map(|record| record.remaining_rewards)
                .chain(pools.iter().flat_map(|(_, pool)| [pool.uncollected_rewards, pool.reward_commission]))),
        };
        let usdc = Vault {
            name: "global USDC vault",
            address: Some(overview.usdc_vault),
            is_usdc: true,
            holds: usdc_holds.into(),
            owes: overview.usdc_liability.into(),
            parts: sum(records
                .iter()
                .map(|record| record.remaining_usdc)
                .chain(pools.iter().flat_map(|(_, pool)| [pool.usdc_commission, pool.delegator_usdc]))),
        };
        let mut own = Vault { name: "pool vaults", address: None, is_usdc: false, holds: 0, owes: 0, parts: 0 };
        let mut short = Vec::new();
        for ((address, pool), holds) in pools.iter().zip(balances) {
            let owes = pool.principal().map_err(|refusal| rule(refusal.0).at(format!("pool {address}")))?;
            own.holds = own.holds.saturating_add(u128::from(holds));
            own.owes = own.owes.saturating_add(u128::from(owes));
            short.extend((holds < owes).then_some(Short { pool: *address, holds, owes }));
        }
        own.parts = own.owes;
        Ok(Self { vaults: [reward, usdc, own], short })
    }

    /// Whether no vault is short and both liabilities are the sums of what is owed.
    pub fn holds(&self) -> bool {
        self.short.is_empty() && self.vaults.iter().all(|vault| vault.holds >= vault.owes && vault.owes == vault.parts)
    }

    /// The three kinds of vaults.
    pub fn rows(&self) -> Vec<View> {
        let rows = self.vaults.iter().map(|vault| {
            let unit = if vault.is_usdc { Value::Usdc } else { Value::Tokens };
            let amount = |amount: u128| Value::InWords(Box::new(unit(u64::try_from(amount).unwrap_or(u64::MAX))));
            View::new()
                .with("vault", vault.name)
                .with("address", vault.address)
                .with("holds", amount(vault.holds))
                .with("owes", amount(vault.owes))
                .with("sum_of_what_is_owed", amount(vault.parts))
                .with("surplus", amount(vault.holds.saturating_sub(vault.owes)))
                .with("covered", vault.holds >= vault.owes && vault.owes == vault.parts)
        });
        rows.collect()
    }

    /// The first pools whose own vault is short.
    pub fn short_rows(&self, listed: usize) -> Vec<View> {
        let rows = self.short.iter().take(listed).map(|short| {
            View::new()
                .with("pool", short.pool)
                .with("holds", Value::Tokens(short.holds))
                .with("owes", Value::Tokens(short.owes))
                .with("missing", Value::Tokens(short.owes.saturating_sub(short.holds)))
        });
        rows.collect()
    }
}

fn sum(amounts: impl Iterator<Item = u64>) -> u128 {
    amounts.map(u128::from).sum()
}
