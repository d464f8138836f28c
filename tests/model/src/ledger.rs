//! Who holds how many tokens.

use std::collections::BTreeMap;

use crate::broken::Broken;
use crate::names::Actor;
use crate::rule::Rule;

/// One of the two mints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mint {
    /// The stake token.
    Stake,
    /// USDC.
    Usdc,
}

/// A token account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A wallet's associated token account.
    Wallet(Actor),
    /// The vault of the pool that this wallet created.
    PoolVault(Actor),
    /// The global vault of the mint.
    GlobalVault,
}

/// Balances of one mint, base units. Zeros are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger(BTreeMap<Holder, u64>);

impl Ledger {
    /// What the account holds.
    pub fn balance(&self, holder: Holder) -> u64 {
        self.0.get(&holder).copied().unwrap_or(0)
    }

    /// Everything there is.
    pub fn supply(&self) -> u128 {
        self.0.values().map(|balance| u128::from(*balance)).sum()
    }

    /// Sets a balance.
    pub fn set(&mut self, holder: Holder, balance: u64) {
        if balance == 0 {
            self.0.remove(&holder);
        } else {
            self.0.insert(holder, balance);
        }
    }

    /// New tokens.
    ///
    /// # Errors
    /// `FitsInteger` if the supply would not.
    pub fn mint(&mut self, holder: Holder, amount: u64) -> Result<(), Broken> {
        if self.supply() + u128::from(amount) > u128::from(u64::MAX) {
            return Err(Rule::FitsInteger.into());
        }
        self.set(holder, self.balance(holder) + amount);
        Ok(())
    }

    /// A transfer.
    ///
    /// # Errors
    /// `EnoughFunds`.
    pub fn pay(&mut self, from: Holder, to: Holder, amount: u64) -> Result<(), Broken> {
        let left = self.balance(from).checked_sub(amount).ok_or(Broken::only(Rule::EnoughFunds))?;
        self.set(from, left);
        self.set(to, self.balance(to) + amount);
        Ok(())
    }
}
