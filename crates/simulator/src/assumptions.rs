//! What a schedule does not say, and its meaning depends on.

use crate::economics::YEAR;
use crate::error::SimulationError;

/// The most epochs that are simulated.
pub const MOST_EPOCHS: u64 = 200_000;
/// An epoch, unless something else is said: 24 hours.
pub const USUAL_EPOCH_SECONDS: u64 = 86_400;

/// What is taken for granted.
#[derive(Clone, Debug, PartialEq)]
pub struct Assumptions {
    /// Tokens before the first epoch, base units.
    pub starting_supply: u64,
    /// Length of an epoch.
    pub epoch_seconds: u64,
    /// `P`: fraction of the supply that is staked before the first epoch.
    pub staked: f64,
    /// Whether all rewards are staked, so that the staked fraction grows; otherwise it stays what it is.
    pub is_restaking: bool,
    /// `f`: fraction of the issuance that goes to stakers.
    pub to_stakers: f64,
    /// Tokens burnt in a year of 365 days, base units: evenly, and of all tokens alike.
    pub burnt_per_year: u64,
    /// Fraction of every reward that a delegator's operator keeps.
    pub commission: f64,
    /// Epochs to simulate, from the first on.
    pub epochs: u64,
}

impl Assumptions {
    /// Stays within what can be meant.
    ///
    /// # Errors
    /// An error of its own for each assumption.
    pub fn validate(&self) -> Result<(), SimulationError> {
        if !(self.staked > 0.0 && self.staked <= 1.0) {
            return Err(SimulationError::StakedFraction(self.staked));
        }
        part("the fraction of the issuance that goes to stakers", self.to_stakers)?;
        part("the commission", self.commission)?;
        if self.starting_supply == 0 {
            return Err(SimulationError::NoSupply);
        }
        if !(1..=YEAR).contains(&self.epoch_seconds) {
            return Err(SimulationError::EpochLength(self.epoch_seconds));
        }
        match self.epochs {
            0 => Err(SimulationError::NoHorizon),
            1..=MOST_EPOCHS => Ok(()),
            epochs => Err(SimulationError::HorizonTooLong { epochs, most: MOST_EPOCHS }),
        }
    }

    /// Epochs that begin within so many years; `u64::MAX` if they cannot be counted.
    pub fn epochs_of_years(years: u64, epoch_seconds: u64) -> u64 {
        let seconds = u128::from(years).saturating_mul(u128::from(YEAR));
        u64::try_from(seconds.div_ceil(u128::from(epoch_seconds.max(1)))).unwrap_or(u64::MAX)
    }

    /// Tokens that are burnt until so many epochs are over, base units, rounded down.
    pub(crate) fn burnt_until(&self, epochs: u64) -> u128 {
        let seconds = u128::from(epochs).saturating_mul(u128::from(self.epoch_seconds));
        // At most 200,000 epochs of a year, times 64 bits: far below 128 bits.
        seconds.saturating_mul(u128::from(self.burnt_per_year)).checked_div(u128::from(YEAR)).unwrap_or_default()
    }

    /// Years, of 365 days, that so many epochs take.
    pub fn years_of(&self, epochs: u64) -> f64 {
        epochs as f64 * self.epoch_seconds as f64 / YEAR as f64
    }
}

fn part(what: &'static str, value: f64) -> Result<(), SimulationError> {
    match (0.0..=1.0).contains(&value) {
        true => Ok(()),
        false => Err(SimulationError::NoPart { what, value }),
    }
}
