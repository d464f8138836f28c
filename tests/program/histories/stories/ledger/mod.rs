//! What everybody of a story should have, by the formulas of SPEC section 5 written out once more in u128.

mod accrual;
mod exits;
mod holders;

use std::collections::{BTreeMap, BTreeSet};

pub use exits::Slash;

/// USDC precision, SPEC section 2.
pub const K: u128 = 1_000_000_000_000_000_000;
/// Epochs after which a record can be accrued no more, SPEC section 6.7.
const LIFETIME: u64 = 128;

/// A pool's totals, in base units; `uncollected` to `settled_usdc` are in the global vaults.
#[derive(Default)]
pub struct PoolBook {
    pub staked: u128,
    pub shares: u128,
    pub unstaking: u128,
    pub uncollected: u128,
    pub reward_commission: u128,
    pub usdc_commission: u128,
    pub delegator_usdc: u128,
    pub settled_usdc: u128,
    pub index: u128,
    pub remainder: u128,
    pub vault: u128,
    pub reward_rate: Rate,
    pub usdc_rate: Rate,
    pub auto_stake: bool,
    /// The operator, as a holder.
    pub operator: usize,
    /// `L`.
    pub last: u64,
    pub skipped: BTreeSet<u64>,
    pub closed_at: Option<u64>,
}

/// A commission in basis points, and the one that is announced.
#[derive(Default)]
pub struct Rate {
    pub active: u128,
    /// From which epoch, and how much.
    pub announced: Option<(u64, u128)>,
}

/// What a holder has in one pool and in its wallet.
#[derive(Default)]
pub struct HolderBook {
    pub pool: usize,
    pub shares: u128,
    pub checkpoint: u128,
    pub settled: u128,
    /// Amount and time of maturity, by place; amount 0 is a free place.
    pub tickets: [(u128, i64); 4],
    pub tokens: u128,
    pub usdc: u128,
}

/// What a reward record still holds: tokens and USDC.
pub struct RecordBook {
    pub remaining: [u128; 2],
    pub has_roots: bool,
}

/// The whole network. Pools and holders are known by their place.
#[derive(Default)]
pub struct Ledger {
    pub pools: Vec<PoolBook>,
    pub holders: Vec<HolderBook>,
    pub records: BTreeMap<u64, RecordBook>,
    /// `E`.
    pub completed: u64,
    /// `F`.
    pub finalizing: bool,
    /// The global vaults: tokens and USDC.
    pub vaults: [u128; 2],
    /// Slashed tokens and USDC.
    pub treasury: [u128; 2],
    /// Tokens and USDC that expired records gave back to the pot.
    pub reclaimed: [u128; 2],
}

impl Rate {
    pub fn of(bps: u16) -> Self {
        Self { active: u128::from(bps), announced: None }
    }

    /// SPEC section 6.8, with a notice of two epochs.
    fn announce(&mut self, bps: u128, current_epoch: u64) {
        let from = current_epoch + 1 + if bps > self.active { 2 } else { 0 };
        self.announced = (bps != self.active).then_some((from, bps));
    }

    fn reach(&mut self, epoch: u64) {
        if let Some((_, bps)) = self.announced.filter(|(from, _)| epoch >= *from) {
            *self = Self { active: bps, announced: None };
        }
    }
}

impl Ledger {
    /// SPEC section 2.
    pub fn current_epoch(&self) -> u64 {
        self.completed + 1 + u64::from(self.finalizing)
    }

    /// The newest epoch whose record has expired.
    fn last_expired(&self) -> u64 {
        self.completed.saturating_sub(LIFETIME)
    }

    pub fn announce_reward_rate(&mut self, pool: usize, bps: u16) {
        let current = self.current_epoch();
        self.pools[pool].reward_rate.announce(u128::from(bps), current);
    }

    pub fn announce_usdc_rate(&mut self, pool: usize, bps: u16) {
        let current = self.current_epoch();
        self.pools[pool].usdc_rate.announce(u128::from(bps), current);
    }

    /// SPEC section 4: what the global vaults owe, as the sum of its parts.
    pub fn liabilities(&self) -> [u128; 2] {
        let in_records = [0, 1].map(|of| self.records.values().map(|record| record.remaining[of]).sum::<u128>());
        let tokens: u128 = self.pools.iter().map(|pool| pool.uncollected + pool.reward_commission).sum();
        let usdc: u128 = self.pools.iter().map(|pool| pool.delegator_usdc + pool.usdc_commission).sum();
        [in_records[0] + tokens, in_records[1] + usdc]
    }

    /// All tokens and all USDC, wherever they are.
    pub fn supplies(&self) -> [u128; 2] {
        let tokens: u128 = self.holders.iter().map(|holder| holder.tokens).sum();
        let usdc: u128 = self.holders.iter().map(|holder| holder.usdc).sum();
        let principal: u128 = self.pools.iter().map(|pool| pool.vault).sum();
        [tokens + principal + self.vaults[0] + self.treasury[0], usdc + self.vaults[1] + self.treasury[1]]
    }
}
