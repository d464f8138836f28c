//! What one pool earned in the epoch, and the sums over all pools.

use std::fmt;

use solana_pubkey::Pubkey;
use thiserror::Error;

/// What one operator pool earned in the epoch: a row of the CSV, a leaf of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RewardRow {
    /// Address of the operator pool.
    pub pool: Pubkey,
    /// Reward, in base units of the staked token.
    pub reward: u64,
    /// USDC revenue, in base units of USDC.
    pub usdc: u64,
}

impl RewardRow {
    /// Whether the pool gets anything.
    pub fn pays(&self) -> bool {
        (self.reward, self.usdc) != (0, 0)
    }
}

/// Which of the two amounts of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// [`RewardRow::reward`].
    Reward,
    /// [`RewardRow::usdc`].
    Usdc,
}

impl Amount {
    /// The name of its column in the rewards CSV and of its field in the tree file.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reward => "reward",
            Self::Usdc => "usdc",
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Sums over rows: what the reward record stores as `total_rewards` and `total_usdc`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Sum of the rewards, in base units of the staked token.
    pub rewards: u64,
    /// Sum of the USDC revenue, in base units of USDC.
    pub usdc: u64,
}

/// A sum over the rows does not fit the 64 bits that the reward record has for it.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
#[error("the sum of `{amount}` is above {max}: amounts are base units, and their sum must fit 64 bits", max = u64::MAX)]
pub struct TotalsOverflow {
    /// The amount whose sum is too large. If both are, the reward.
    pub amount: Amount,
}

impl Totals {
    /// The totals with one more row.
    ///
    /// # Errors
    ///
    /// See [`TotalsOverflow`].
    pub fn with(self, row: &RewardRow) -> Result<Self, TotalsOverflow> {
        let sum = |amount, total: u64, part| total.checked_add(part).ok_or(TotalsOverflow { amount });
        Ok(Self {
            rewards: sum(Amount::Reward, self.rewards, row.reward)?,
            usdc: sum(Amount::Usdc, self.usdc, row.usdc)?,
        })
    }
}
