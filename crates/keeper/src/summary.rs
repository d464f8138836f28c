//! What an accrual did, with the activations behind it, and what it left and why.

use std::collections::BTreeMap;
use std::fmt;

use anchor_lang::prelude::Pubkey;

use crate::schedule::{Left, NotActivated, Reason};

/// What an accrual did. An accrual is one epoch passed by one pool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Accruals that this keeper's transactions made.
    pub accrued: u64,
    /// Stake tokens that their leaves pay, base units.
    pub rewards: u128,
    /// USDC that their leaves pay, base units.
    pub usdc: u128,
    /// Epochs that pools passed without a proof, by this keeper's transactions.
    pub passed: u64,
    /// Accruals that were due when the keeper read the chain and done when it came to them: by another keeper, or by a
    /// transaction of its own whose answer was lost.
    pub meanwhile: u64,
    /// Pools that had nothing to do from the beginning.
    pub up_to_date: u64,
    /// Records whose ripe stake this keeper's transactions made shares.
    pub activated: u64,
    /// Transactions of them, as far as the chain shows what they did.
    pub transactions: u64,
    /// Times the chain was read and planned for.
    pub rounds: u32,
    /// Times the activating stake was read.
    pub stake_rounds: u32,
    /// Epochs that pools could not pass, and why.
    pub left: Vec<Left>,
    /// Ripe stake that could become shares and did not, and why. What the program's gate holds back is not in it.
    pub not_activated: Vec<NotActivated>,
    /// Why nobody could tell, at the end, what pools have open.
    pub unread_pools: Option<String>,
    /// Why nobody could tell what can be activated.
    pub unread_stake: Option<String>,
}

impl Summary {
    /// Whether every pool has passed all it can ever pass now, and all that can become shares now did.
    pub fn is_complete(&self) -> bool {
        let is_all_read = self.unread_pools.is_none() && self.unread_stake.is_none();
        is_all_read && self.left.is_empty() && self.not_activated.is_empty()
    }

    /// Adds what a later accrual did; what is left is what that one left.
    pub fn then(self, later: Self) -> Self {
        Self {
            accrued: self.accrued.saturating_add(later.accrued),
            rewards: self.rewards.saturating_add(later.rewards),
            usdc: self.usdc.saturating_add(later.usdc),
            passed: self.passed.saturating_add(later.passed),
            meanwhile: self.meanwhile.saturating_add(later.meanwhile),
            up_to_date: later.up_to_date,
            activated: self.activated.saturating_add(later.activated),
            transactions: self.transactions.saturating_add(later.transactions),
            rounds: self.rounds.saturating_add(later.rounds),
            stake_rounds: self.stake_rounds.saturating_add(later.stake_rounds),
            left: later.left,
            not_activated: later.not_activated,
            unread_pools: later.unread_pools,
            unread_stake: later.unread_stake,
        }
    }

    /// What is left, with the pools that share epoch and reason together.
    pub fn left_by_reason(&self) -> Vec<LeftTogether> {
        let mut groups: BTreeMap<(u64, &Reason), LeftTogether> = BTreeMap::new();
        for left in &self.left {
            let group = groups.entry((left.epoch, &left.reason)).or_insert_with(|| LeftTogether {
                epoch: left.epoch,
                reason: left.reason.clone(),
                later_epochs: 0,
                pools: Vec::new(),
            });
            group.later_epochs = group.later_epochs.max(left.later_epochs);
            group.pools.push(left.pool);
        }
        groups.into_values().collect()
    }
}

/// Pools that could not pass an epoch, for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftTogether {
    /// The epoch.
    pub epoch: u64,
    /// Why.
    pub reason: Reason,
    /// The most epochs after it that wait for it.
    pub later_epochs: u64,
    /// The pools.
    pub pools: Vec<Pubkey>,
}

impl fmt::Display for LeftTogether {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "epoch {}: ", self.epoch)?;
        match &self.pools[..] {
            [pool] => write!(f, "pool {pool}")?,
            [first, others @ ..] => write!(f, "pool {first} and {} more", others.len())?,
            [] => {}
        }
        write!(f, ": {}", self.reason)?;
        match self.later_epochs {
            0 => Ok(()),
            1 => f.write_str(" (1 epoch after it waits for it)"),
            epochs => write!(f, " ({epochs} epochs after it wait for it)"),
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} accruals", self.accrued)?;
        if self.activated > 0 {
            write!(f, " and {} activations", self.activated)?;
        }
        write!(f, " in {} transactions", self.transactions)?;
        for (count, what) in [
            (self.passed, "epochs passed without a proof"),
            (self.meanwhile, "done meanwhile"),
            (self.up_to_date, "pools already up to date"),
        ] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        for left in self.left_by_reason() {
            write!(f, "\nleft: {left}")?;
        }
        for NotActivated { pool, owner, reason } in &self.not_activated {
            write!(f, "\nnot activated: stake of {owner} in pool {pool}: {reason}")?;
        }
        if let Some(error) = &self.unread_pools {
            write!(f, "\nleft: what pools have open could not be read: {error}")?;
        }
        if let Some(error) = &self.unread_stake {
            write!(f, "\nnot activated: what can be activated could not be read: {error}")?;
        }
        Ok(())
    }
}
