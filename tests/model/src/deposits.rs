//! Deposits of a record that are not shares yet (SPEC 2, 3 and 5).

use std::collections::BTreeMap;

/// What is left of the deposits of each epoch. The last epoch in which one came stays, even if nothing is left of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposits {
    by_epoch: BTreeMap<u64, u64>,
    /// SPEC 3: set by a deposit, cleared when what is left buys no share.
    pub flag: bool,
}

impl Deposits {
    /// Of a new record.
    pub const NONE: Self = Self { by_epoch: BTreeMap::new(), flag: false };

    /// Tokens of all of them.
    pub fn total(&self) -> u64 {
        self.by_epoch.values().sum()
    }

    /// The last epoch in which one came, and what is left of what came in it.
    pub fn latest(&self) -> Option<(u64, u64)> {
        self.by_epoch.last_key_value().map(|(epoch, amount)| (*epoch, *amount))
    }

    /// Tokens that came before the current epoch.
    pub fn ripe(&self, current_epoch: u64) -> u64 {
        self.by_epoch.range(..current_epoch).map(|(_, amount)| amount).sum()
    }

    pub(crate) fn add(&mut self, epoch: u64, amount: u64) {
        *self.by_epoch.entry(epoch).or_default() += amount;
        self.flag = true;
    }

    /// To the owner or to whoever slashes: the newest first.
    pub(crate) fn take_newest(&mut self, amount: u64) {
        take(self.by_epoch.values_mut().rev(), amount);
    }

    /// To become shares: the oldest first.
    pub(crate) fn take_oldest(&mut self, amount: u64) {
        take(self.by_epoch.values_mut(), amount);
    }

    /// What is left buys a share or not.
    pub(crate) fn note_left(&mut self, buys_a_share: bool) {
        self.flag &= buys_a_share;
    }
}

fn take<'a>(deposits: impl Iterator<Item = &'a mut u64>, mut amount: u64) {
    for deposit in deposits {
        let taken = amount.min(*deposit);
        *deposit -= taken;
        amount -= taken;
    }
}
