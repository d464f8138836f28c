//! What is assumed, as flags and as tables of a file.

use clap::{ArgAction, Args};
use inference_staking_math::emission::{Schedule, ScheduleKind};
use inference_staking_simulator::{Assumptions, Ranges, RateRange, USUAL_EPOCH_SECONDS};
use serde::de::IgnoredAny;
use serde::Deserialize;

use super::super::emission_settings::EmissionSettings;
use crate::failure::{Failure, Outcome};
use crate::input::{Bps, Decimal, Rate, Span};

/// Decimals of the stake token if nobody says: those that most mints have.
const USUAL_DECIMALS: u8 = 9;
/// Years that are looked ahead.
const USUAL_YEARS: u64 = 15;
/// Part of the supply that is staked.
const USUAL_STAKED: Rate = Rate(600_000_000_000_000);
const ALL: Rate = Rate(inference_staking_math::emission::RATE_ONE);

/// The file: what it says of `init` besides is passed over, so that the file of a network serves both.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SimulationFile {
    pub emission: EmissionSettings,
    pub assumptions: AssumptionSettings,
    pub ranges: RangeSettings,
    is_test_network: IgnoredAny,
    addresses: IgnoredAny,
    parameters: IgnoredAny,
}

/// What was given of the assumptions.
#[derive(Args, Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AssumptionSettings {
    /// Tokens before the first epoch; a table needs it [default: the base supply of a disinflation]
    #[arg(long, value_name = "TOKENS")]
    pub starting_supply: Option<Decimal>,
    /// Decimals of the stake token [default: the network's, or 9]
    #[arg(long, value_name = "NUMBER")]
    pub decimals: Option<u8>,
    /// Length of an epoch, such as 48h [default: 24h]
    #[arg(long, value_name = "SPAN")]
    pub epoch_length: Option<Span>,
    /// Fraction of the supply that is staked before the first epoch [default: 60%]
    #[arg(long, value_name = "RATE")]
    pub staked: Option<Rate>,
    /// Whether all rewards are staked, so that the staked fraction grows [default: false, it stays what it is]
    #[arg(long, action = ArgAction::Set, value_name = "BOOL")]
    pub restaking: Option<bool>,
    /// Fraction of the issuance that goes to stakers [default: 100%]
    #[arg(long, value_name = "RATE")]
    pub to_stakers: Option<Rate>,
    /// Tokens burnt in a year of 365 days [default: 0]
    #[arg(long, value_name = "TOKENS")]
    pub burnt_per_year: Option<Decimal>,
    /// Commission of a delegator's operator on rewards, such as 5% [default: 0]
    #[arg(long, value_name = "RATE")]
    pub commission: Option<Bps>,
    /// Years of 365 days to look ahead from the first epoch [default: 15]
    #[arg(long, value_name = "YEARS")]
    pub years: Option<u64>,
    /// The same in epochs
    #[arg(long, value_name = "EPOCHS", conflicts_with = "years")]
    pub epochs: Option<u64>,
}

impl AssumptionSettings {
    /// These, and what they leave out from `other`.
    pub fn or(self, other: Self) -> Self {
        let has_horizon = self.years.or(self.epochs).is_some();
        let horizon = if has_horizon { (self.years, self.epochs) } else { (other.years, other.epochs) };
        Self {
            starting_supply: self.starting_supply.or(other.starting_supply),
            decimals: self.decimals.or(other.decimals),
            epoch_length: self.epoch_length.or(other.epoch_length),
            staked: self.staked.or(other.staked),
            restaking: self.restaking.or(other.restaking),
            to_stakers: self.to_stakers.or(other.to_stakers),
            burnt_per_year: self.burnt_per_year.or(other.burnt_per_year),
            commission: self.commission.or(other.commission),
            years: horizon.0,
            epochs: horizon.1,
        }
    }

    /// Decimals of the stake token, away from a network.
    pub fn decimals(&self) -> u8 {
        self.decimals.unwrap_or(USUAL_DECIMALS)
    }

    /// All that the simulation of a schedule needs.
    ///
    /// # Errors
    /// Bad input if a table is to begin with nobody knows what, or an amount is too fine or too large.
    pub fn settle(&self, schedule: &Schedule, decimals: u8) -> Outcome<Settled> {
        let base = |amount: &Decimal| amount.to_base(decimals).map_err(Failure::bad_input);
        let starting_supply = match (&self.starting_supply, schedule.kind) {
            (Some(given), _) => base(given)?,
            (None, ScheduleKind::Disinflation { base_supply, .. }) => base_supply,
            (None, ScheduleKind::Table(_)) => return Err(Failure::bad_input(TABLE_WITHOUT_SUPPLY)),
        };
        let epoch_seconds = self.epoch_length.map_or(USUAL_EPOCH_SECONDS, |span| span.0);
        let epochs = match (self.years, self.epochs) {
            (Some(_), Some(_)) => {
                return Err(Failure::bad_input("give the horizon in `years` or in `epochs`, not in both"))
            }
            (_, Some(epochs)) => epochs,
            (years, None) => Assumptions::epochs_of_years(years.unwrap_or(USUAL_YEARS), epoch_seconds),
        };
        Ok(Settled {
            decimals,
            starting_supply,
            epoch_length: Span(epoch_seconds),
            staked: self.staked.unwrap_or(USUAL_STAKED),
            restaking: self.restaking.unwrap_or(false),
            to_stakers: self.to_stakers.unwrap_or(ALL),
            burnt_per_year: self.burnt_per_year.as_ref().map_or(Ok(0), base)?,
            commission: self.commission.unwrap_or(Bps(0)),
            epochs,
        })
    }
}

const TABLE_WITHOUT_SUPPLY: &str =
    "a table does not say how many tokens there are before the first epoch: give --starting-supply \
                                    or, in the file, `starting_supply` in [assumptions]";

/// The assumptions, all of them, as people wrote them.
#[derive(Clone, Debug)]
pub struct Settled {
    pub decimals: u8,
    pub starting_supply: u64,
    pub epoch_length: Span,
    pub staked: Rate,
    pub restaking: bool,
    pub to_stakers: Rate,
    pub burnt_per_year: u64,
    pub commission: Bps,
    pub epochs: u64,
}

impl Settled {
    /// As the simulator takes them.
    pub fn assumptions(&self) -> Assumptions {
        let fraction = |rate: Rate| rate.0 as f64 / ALL.0 as f64;
        Assumptions {
            starting_supply: self.starting_supply,
            epoch_seconds: self.epoch_length.0,
            staked: fraction(self.staked),
            is_restaking: self.restaking,
            to_stakers: fraction(self.to_stakers),
            burnt_per_year: self.burnt_per_year,
            commission: f64::from(self.commission.0) / 10_000.0,
            epochs: self.epochs,
        }
    }
}

/// A range of rates as it is written: `7%..9%`, or one rate.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(try_from = "String")]
pub struct WrittenRange(pub RateRange);

impl std::str::FromStr for WrittenRange {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (low, high) = text.split_once("..").unwrap_or((text, text));
        let fault = |why: String| format!("`{text}` is no range of rates: write it like 7%..9% ({why})");
        let (low, high) = (low.parse::<Rate>().map_err(fault)?, high.parse::<Rate>().map_err(fault)?);
        Ok(Self(RateRange { low: low.0, high: high.0 }))
    }
}

impl TryFrom<String> for WrittenRange {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// What was given of the ranges.
#[derive(Args, Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct RangeSettings {
    /// Range of the initial rate in the plots of a disinflation [default: 7%..9%]
    #[arg(long, value_name = "LOW..HIGH")]
    pub initial_rates: Option<WrittenRange>,
    /// Range of the decay [default: 14%..16%]
    #[arg(long, value_name = "LOW..HIGH")]
    pub decays: Option<WrittenRange>,
    /// Range of the long-term rate [default: 1%..2%]
    #[arg(long, value_name = "LOW..HIGH")]
    pub long_term_rates: Option<WrittenRange>,
}

impl RangeSettings {
    /// These, and what they leave out from `other`.
    pub fn or(self, other: Self) -> Self {
        Self {
            initial_rates: self.initial_rates.or(other.initial_rates),
            decays: self.decays.or(other.decays),
            long_term_rates: self.long_term_rates.or(other.long_term_rates),
        }
    }

    /// The ranges.
    ///
    /// # Errors
    /// Bad input if no schedule has them, or a table is to.
    pub fn ranges(self, schedule: &Schedule) -> Outcome<Ranges> {
        if self != Self::default() && matches!(schedule.kind, ScheduleKind::Table(_)) {
            return Err(Failure::bad_input("a table has no rates that could have ranges: leave the ranges out"));
        }
        let usual = Ranges::default();
        let or = |given: Option<WrittenRange>, usual| given.map_or(usual, |given| given.0);
        let ranges = Ranges {
            initial_rate: or(self.initial_rates, usual.initial_rate),
            decay: or(self.decays, usual.decay),
            long_term_rate: or(self.long_term_rates, usual.long_term_rate),
        };
        ranges.validate().map_err(Failure::bad_input)?;
        Ok(ranges)
    }
}
