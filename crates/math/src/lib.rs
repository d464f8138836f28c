//! Integer maths of the staking program (SPEC 5, 10 and 11), shared by the program, its clients and its tests.
//!
//! Pure functions over integers: `u128` intermediates, checked, rounded in the direction each name or doc says.
//! No framework, no floats, no panics. Amounts are base units, rates basis points, times Unix seconds.
#![no_std]

pub mod commission;
pub mod emission;
mod ratio;
pub mod shares;
pub mod time_lock;
pub mod usdc_index;

/// Why a calculation has no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MathError {
    /// A result does not fit its type, or a total would fall below zero.
    Overflow,
    /// The amount buys no share at the pool's price: deposit more.
    DepositBuysNoShare,
    /// The shares are worth no token: burn at least one share.
    SharesWorthNothing,
    /// A reward for a pool without shares would belong to nobody.
    PoolWithoutShares,
    /// More shares are burnt than there are.
    NotEnoughShares,
    /// A schedule's rate is above 100 % or its long-term rate above the initial one.
    EmissionRateOutOfRange,
    /// A schedule's period has no epochs.
    EmissionPeriodEmpty,
    /// A table's budgets sum to more than a `u64`.
    EmissionTotalTooLarge,
    /// The epoch is not in the period that the rolling state describes.
    EpochOutsidePeriod,
}

impl core::fmt::Display for MathError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Overflow => "a result does not fit its type",
            Self::DepositBuysNoShare => "the amount buys no share at the pool's price: deposit more",
            Self::SharesWorthNothing => "the shares are worth no token: burn at least one share",
            Self::PoolWithoutShares => "the pool has no shares to reward",
            Self::NotEnoughShares => "more shares are burnt than there are",
            Self::EmissionRateOutOfRange => {
                "initial rate and decay are at most 100 %, the long-term rate at most the initial one"
            }
            Self::EmissionPeriodEmpty => "a period has at least one epoch",
            Self::EmissionTotalTooLarge => "the table's budgets sum to more than a u64",
            Self::EpochOutsidePeriod => "the epoch is not in the current period",
        })
    }
}

impl core::error::Error for MathError {}
