//! Why there is nothing to simulate.

use inference_staking_math::MathError;
use thiserror::Error;

/// Assumptions, ranges or a schedule of which no future follows.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum SimulationError {
    /// Not above 0, or above 1.
    #[error("the staked fraction is {0} of the supply: it is more than 0 and at most 1 (100%)")]
    StakedFraction(f64),
    /// Not a part of something.
    #[error("{what} is {value}: it is at least 0 and at most 1 (100%)")]
    NoPart {
        /// What it is a part of.
        what: &'static str,
        /// What was given.
        value: f64,
    },
    /// Nothing that could be inflated.
    #[error("the supply before the first epoch is 0: give the tokens that there are")]
    NoSupply,
    /// An epoch of no time, or one that no year holds.
    #[error("an epoch of {0} s: it takes at least a second and at most a year of 365 days")]
    EpochLength(u64),
    /// No time at all.
    #[error("the horizon has no epoch: give at least one")]
    NoHorizon,
    /// More than can be worked out in a moment.
    #[error("the horizon has {epochs} epochs, and at most {most} are simulated: take a shorter one, or longer epochs")]
    HorizonTooLong {
        /// Epochs of the horizon.
        epochs: u64,
        /// The most there can be.
        most: u64,
    },
    /// Nothing would be left.
    #[error("by the end of epoch {epoch} as many tokens are burnt as there are, or more: burn fewer a year, or look less far ahead")]
    BurntBeyondSupply {
        /// The first such epoch.
        epoch: u64,
    },
    /// The ends of a range are the wrong way round, or no schedule has them.
    #[error("the range of {0} goes from its lower end to its upper one, and both are at most 100%")]
    Range(&'static str),
    /// Some schedules of the ranges would begin below their long-term rate.
    #[error(
        "the long-term rates of the range go beyond its initial rates: a rate never falls below the long-term one"
    )]
    RangesCross,
    /// More epochs have passed, or another period runs, than the schedule and its records say.
    #[error("epochs that have passed do not fit the schedule's period: read the network again")]
    PastAndPeriod,
    /// The schedule itself.
    #[error("the schedule has no future: {0}")]
    Schedule(#[from] MathError),
}
