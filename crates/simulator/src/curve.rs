//! The schedule in real numbers, beside the program's integers.
//!
//! Two curves: the *unrounded* one, which is the same schedule with nothing rounded, so that its supply grows evenly through every
//! period; and the *smooth* one of the rate, `max(rL, r0 (1 - d)^t)`, which falls all the time and not only where a period begins.
//! Both start where the program's integers do: at the schedule's first period, or at the one that runs on a network.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "big integers grow instead of overflowing, and nothing is taken from less than itself"
)]

use inference_staking_math::emission::{Period, Schedule, ScheduleKind, RATE_ONE};
use num_bigint::BigUint;

use crate::error::SimulationError;
use crate::simulation::Simulation;

/// Bits behind the point: finer than anything that is shown, by far.
const FRACTION_BITS: u32 = 128;

/// The unrounded schedule in an epoch, base units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CurvePoint {
    /// What the epoch would issue.
    pub emission: f64,
    /// Supply at its end.
    pub supply_after: f64,
}

/// A difference between integers and a curve, and where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Difference {
    /// How much.
    pub size: f64,
    /// The first epoch, or period, in which it is as large.
    pub place: u64,
}

/// The largest differences within the horizon, of what has not passed yet.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Differences {
    /// Between the emission of an epoch and the unrounded one, base units.
    pub emission: Option<Difference>,
    /// Between the supply at the end of an epoch and the unrounded one, base units.
    pub supply: Option<Difference>,
    /// Between the rate of a period and the unrounded one, as a fraction; none in a table.
    pub rate: Option<Difference>,
    /// Between the rate in an epoch, which stays as it is through a period, and the smooth one at the epoch's start; none in a table.
    pub rate_to_smooth: Option<Difference>,
}

/// The unrounded schedule beside a simulation.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// One for each epoch of the simulation; none for those that have passed.
    pub points: Vec<Option<CurvePoint>>,
    /// Where it is farthest from the integers.
    pub differences: Differences,
}

impl Curve {
    /// Beside this simulation.
    ///
    /// # Errors
    /// If the schedule is not valid.
    pub fn beside(simulation: &Simulation) -> Result<Self, SimulationError> {
        let schedule = &simulation.schedule;
        let mut unrounded = Unrounded::at(schedule, &simulation.anchor);
        let mut integers = simulation.anchor;
        let mut differences = Differences::default();
        let (mut issued, mut issued_unrounded) = (BigUint::ZERO, BigUint::ZERO);
        let mut points = Vec::new();
        for epoch in &simulation.epochs {
            if epoch.has_passed {
                points.push(None);
                continue;
            }
            while integers.index < epoch.period {
                integers = schedule.next_period(&integers)?;
                unrounded.advance();
            }
            let emission = &unrounded.budget / BigUint::from(schedule.epochs_per_period);
            issued += epoch.emission;
            issued_unrounded += &emission;
            let of_supply = apart(&whole(issued.clone()), &issued_unrounded);
            keep_larger(&mut differences.emission, apart(&whole(epoch.emission), &emission), epoch.number);
            keep_larger(&mut differences.supply, of_supply, epoch.number);
            if matches!(schedule.kind, ScheduleKind::Disinflation { .. }) {
                let of_rate = apart(&whole(integers.rate), &unrounded.rate) / RATE_ONE as f64;
                keep_larger(&mut differences.rate, of_rate, epoch.period);
                let periods = epoch.number.saturating_sub(1) as f64 / schedule.epochs_per_period as f64;
                let smooth = simulation.smooth_rate(periods).unwrap_or_default();
                let of_smooth = (integers.rate as f64 / RATE_ONE as f64 - smooth).abs();
                keep_larger(&mut differences.rate_to_smooth, of_smooth, epoch.number);
            }
            // The supply that the integers have, and by how much the curve has issued more or less.
            let more = real(&issued_unrounded) - real(&whole(issued.clone()));
            points.push(Some(CurvePoint { emission: real(&emission), supply_after: epoch.supply_after as f64 + more }));
        }
        Ok(Self { points, differences })
    }
}

impl Simulation {
    /// The smooth rate of a period, as a fraction, so many periods after the schedule's start: `max(rL, r0 (1 - d)^t)`, or, on a
    /// network, from the rate of the period that runs. `None` before that, and in a table.
    pub fn smooth_rate(&self, periods: f64) -> Option<f64> {
        let ScheduleKind::Disinflation { decay, long_term_rate, .. } = self.schedule.kind else { return None };
        let fraction = |rate: u64| rate as f64 / RATE_ONE as f64;
        let since = periods - self.anchor.index as f64;
        let rate = fraction(self.anchor.rate) * (1.0 - fraction(decay)).powf(since);
        (since >= 0.0).then(|| rate.max(fraction(long_term_rate)))
    }
}

/// A period in real numbers, all with `FRACTION_BITS` behind the point.
struct Unrounded<'s> {
    schedule: &'s Schedule,
    index: u64,
    /// Of `RATE_ONE`.
    rate: BigUint,
    issued_before: BigUint,
    budget: BigUint,
}

impl<'s> Unrounded<'s> {
    fn at(schedule: &'s Schedule, period: &Period) -> Self {
        let (rate, issued_before) = (whole(period.rate), whole(period.issued_before));
        let mut unrounded = Self { schedule, index: period.index, rate, issued_before, budget: BigUint::ZERO };
        unrounded.budget = match period.index {
            0 => unrounded.budget_of_period(),
            // The budget of a period that runs may be one of the schedule before it was lowered.
            _ => whole(period.budget),
        };
        unrounded
    }

    fn advance(&mut self) {
        self.index = self.index.saturating_add(1);
        self.issued_before += &self.budget;
        if let ScheduleKind::Disinflation { decay, long_term_rate, .. } = self.schedule.kind {
            let decayed = &self.rate * RATE_ONE.saturating_sub(decay) / RATE_ONE;
            self.rate = decayed.max(whole(long_term_rate));
        }
        self.budget = self.budget_of_period();
    }

    fn budget_of_period(&self) -> BigUint {
        match self.schedule.kind {
            ScheduleKind::Table(budgets) => {
                let budget = usize::try_from(self.index).ok().and_then(|index| budgets.get(index).copied());
                whole(budget.unwrap_or_default())
            }
            ScheduleKind::Disinflation { base_supply, compounding, cap, .. } => {
                let mut supply = whole(base_supply);
                if compounding {
                    supply += &self.issued_before;
                }
                let wanted = ((supply * &self.rate) >> FRACTION_BITS) / RATE_ONE;
                let cap = whole(cap);
                let left = if cap > self.issued_before { cap - &self.issued_before } else { BigUint::ZERO };
                wanted.min(left)
            }
        }
    }
}

fn whole(number: impl Into<BigUint>) -> BigUint {
    number.into() << FRACTION_BITS
}

fn real(number: &BigUint) -> f64 {
    const DIGIT: f64 = 18_446_744_073_709_551_616.0;
    let digits: Vec<u64> = number.iter_u64_digits().collect();
    digits.iter().rev().fold(0.0, |value, digit| value * DIGIT + *digit as f64) / (DIGIT * DIGIT)
}

fn apart(one: &BigUint, other: &BigUint) -> f64 {
    real(&(one.max(other) - one.min(other)))
}

fn keep_larger(largest: &mut Option<Difference>, size: f64, place: u64) {
    if largest.is_none_or(|largest| size > largest.size) {
        *largest = Some(Difference { size, place });
    }
}
