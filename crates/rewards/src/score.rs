//! How the epoch's rewards are weighed.

/// The weight of a pool in the split of the epoch's rewards: a decimal number below 2^64 with at most 9 decimals,
/// kept exactly. Only ratios of scores matter; 0 earns no reward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Score(u128);

impl Score {
    /// Digits behind the decimal point that a score can have.
    pub const DECIMALS: u32 = 9;

    /// The score that is so many times 10^-9, below 2^94.
    pub(crate) fn of_billionths(billionths: u128) -> Self {
        Self(billionths)
    }

    /// The score times 10^9, below 2^94.
    pub fn billionths(self) -> u128 {
        self.0
    }
}
