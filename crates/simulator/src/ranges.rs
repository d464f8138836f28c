//! Ranges of schedules: what could have been chosen.

use inference_staking_math::emission::{Schedule, ScheduleKind, RATE_ONE};

use crate::error::SimulationError;

/// Lower and upper end of a rate, of 10^15.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateRange {
    /// Lower end.
    pub low: u64,
    /// Upper end.
    pub high: u64,
}

impl RateRange {
    const fn of_percent(low: u64, high: u64) -> Self {
        const PERCENT: u64 = RATE_ONE / 100;
        Self { low: low.saturating_mul(PERCENT), high: high.saturating_mul(PERCENT) }
    }

    /// The mean of both ends, rounded down.
    pub fn mean(&self) -> u64 {
        self.low.midpoint(self.high)
    }

    /// Lower end, mean, upper end.
    pub fn values(&self) -> [u64; 3] {
        [self.low, self.mean(), self.high]
    }
}

/// A parameter of a disinflation that has a range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// `r0`.
    InitialRate,
    /// `d`.
    Decay,
    /// `rL`.
    LongTermRate,
}

/// Ranges of the parameters of a disinflation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ranges {
    /// Of `r0`.
    pub initial_rate: RateRange,
    /// Of `d`.
    pub decay: RateRange,
    /// Of `rL`.
    pub long_term_rate: RateRange,
}

impl Default for Ranges {
    fn default() -> Self {
        Self {
            initial_rate: RateRange::of_percent(7, 9),
            decay: RateRange::of_percent(14, 16),
            long_term_rate: RateRange::of_percent(1, 2),
        }
    }
}

impl Ranges {
    /// Has schedules only that the program would take.
    ///
    /// # Errors
    /// `Range`, `RangesCross`.
    pub fn validate(&self) -> Result<(), SimulationError> {
        let named =
            [("initial rates", self.initial_rate), ("decays", self.decay), ("long-term rates", self.long_term_rate)];
        if let Some((name, _)) = named.iter().find(|(_, range)| range.low > range.high || range.high > RATE_ONE) {
            return Err(SimulationError::Range(name));
        }
        match self.long_term_rate.high > self.initial_rate.low {
            true => Err(SimulationError::RangesCross),
            false => Ok(()),
        }
    }

    /// The schedule with each parameter at its range's mean. `None` for a table, which has none of them.
    pub fn mean(&self, like: &Schedule) -> Option<Schedule> {
        with(like, self.initial_rate.mean(), self.decay.mean(), self.long_term_rate.mean())
    }

    /// Every schedule with each parameter at its range's lower end, mean or upper end: 27.
    pub fn members(&self, like: &Schedule) -> Vec<Schedule> {
        let initial_rates = self.initial_rate.values().into_iter();
        let rates = initial_rates.flat_map(|initial| self.decay.values().map(|decay| (initial, decay)));
        let all = rates.flat_map(|(initial, decay)| self.long_term_rate.values().map(|last| (initial, decay, last)));
        all.filter_map(|(initial, decay, last)| with(like, initial, decay, last)).collect()
    }

    /// One parameter at its range's lower end, mean and upper end, the others at their means.
    pub fn varied(&self, like: &Schedule, parameter: Parameter) -> Vec<(u64, Schedule)> {
        let [initial, decay, last] = [self.initial_rate.mean(), self.decay.mean(), self.long_term_rate.mean()];
        let schedule = |value| match parameter {
            Parameter::InitialRate => with(like, value, decay, last),
            Parameter::Decay => with(like, initial, value, last),
            Parameter::LongTermRate => with(like, initial, decay, value),
        };
        let values = self.range(parameter).values();
        values.into_iter().filter_map(|value| schedule(value).map(|schedule| (value, schedule))).collect()
    }

    /// The range of a parameter.
    pub fn range(&self, parameter: Parameter) -> RateRange {
        match parameter {
            Parameter::InitialRate => self.initial_rate,
            Parameter::Decay => self.decay,
            Parameter::LongTermRate => self.long_term_rate,
        }
    }
}

/// A disinflation like another one, but for its rates.
fn with(like: &Schedule, initial_rate: u64, decay: u64, long_term_rate: u64) -> Option<Schedule> {
    let ScheduleKind::Disinflation { base_supply, compounding, cap, .. } = like.kind else { return None };
    let kind = ScheduleKind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap };
    Some(Schedule { kind, ..*like })
}

/// Lowest, mean and highest of several series, place by place; as long as the shortest.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Envelope {
    /// The lowest of all.
    pub low: Vec<f64>,
    /// Their arithmetic mean.
    pub mean: Vec<f64>,
    /// The highest of all.
    pub high: Vec<f64>,
}

impl Envelope {
    /// Of these series.
    pub fn of(series: &[Vec<f64>]) -> Self {
        let length = series.iter().map(Vec::len).min().unwrap_or_default();
        let at = |place: usize| series.iter().filter_map(move |values| values.get(place).copied());
        let places = 0..length;
        Self {
            low: places.clone().map(|place| at(place).fold(f64::INFINITY, f64::min)).collect(),
            mean: places.clone().map(|place| at(place).sum::<f64>() / series.len() as f64).collect(),
            high: places.map(|place| at(place).fold(f64::NEG_INFINITY, f64::max)).collect(),
        }
    }
}
