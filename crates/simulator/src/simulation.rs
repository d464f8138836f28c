//! Epoch by epoch: what the program issues, in its own integers, and what becomes of supply and staked fraction.

use inference_staking_math::emission::{Period, Schedule};

use crate::assumptions::Assumptions;
use crate::course::Course;
use crate::economics::staked_after;
use crate::error::SimulationError;

/// One epoch. Amounts are base units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Epoch {
    /// From 1.
    pub number: u64,
    /// `y`: the schedule's period it belongs to, from 0.
    pub period: u64,
    /// Whether it is over on the network that the schedule is of.
    pub has_passed: bool,
    /// Supply at its start: what there was at first and everything issued since, less what was burnt.
    pub supply_before: u128,
    /// What it issues.
    pub emission: u64,
    /// What is burnt in it.
    pub burnt: u128,
    /// Supply at its end.
    pub supply_after: u128,
    /// Staked fraction at its start.
    pub staked_before: f64,
    /// Staked fraction at its end.
    pub staked_after: f64,
}

/// All epochs of a horizon.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulation {
    /// The schedule in force.
    pub schedule: Schedule,
    /// What was taken for granted.
    pub assumptions: Assumptions,
    /// Epochs that have passed on the network that the schedule is of, also those beyond the horizon.
    pub passed_epochs: u64,
    /// From the first on; never empty.
    pub epochs: Vec<Epoch>,
    /// The schedule's period from which the future was worked out.
    pub(crate) anchor: Period,
}

impl Simulation {
    /// Runs through the horizon.
    ///
    /// # Errors
    /// If schedule and assumptions have no such future.
    pub fn run(course: &Course, assumptions: Assumptions) -> Result<Self, SimulationError> {
        assumptions.validate()?;
        course.schedule.validate()?;
        let mut emissions = Emissions { course, period: course.period };
        let mut epochs = Vec::new();
        let mut supply = u128::from(assumptions.starting_supply);
        let mut staked = assumptions.staked;
        for number in 1..=assumptions.epochs {
            let (emission, has_passed) = emissions.of(number)?;
            let burnt =
                assumptions.burnt_until(number).saturating_sub(assumptions.burnt_until(number.saturating_sub(1)));
            let supply_after = supply
                .saturating_add(u128::from(emission))
                .checked_sub(burnt)
                .filter(|left| *left > 0)
                .ok_or(SimulationError::BurntBeyondSupply { epoch: number })?;
            let staked_after = match assumptions.is_restaking {
                true => staked_after(emission as f64 / supply as f64, staked, assumptions.to_stakers),
                false => staked,
            };
            epochs.push(Epoch {
                number,
                period: course.schedule.period_of(number)?,
                has_passed,
                supply_before: supply,
                emission,
                burnt,
                supply_after,
                staked_before: staked,
                staked_after,
            });
            (supply, staked) = (supply_after, staked_after);
        }
        let (schedule, passed_epochs) = (course.schedule, course.passed_epochs());
        Ok(Self { schedule, assumptions, passed_epochs, epochs, anchor: course.period })
    }

    /// Years, of 365 days, from the start until the end of the horizon.
    pub fn years(&self) -> f64 {
        self.assumptions.years_of(self.assumptions.epochs)
    }
}

/// What epochs issue, asked in their order.
struct Emissions<'c> {
    course: &'c Course,
    period: Period,
}

impl Emissions<'_> {
    fn of(&mut self, epoch: u64) -> Result<(u64, bool), SimulationError> {
        let place = usize::try_from(epoch.saturating_sub(1)).ok();
        if let Some(issued) = place.and_then(|place| self.course.passed.get(place)) {
            return Ok((*issued, true));
        }
        let schedule = &self.course.schedule;
        while self.period.index < schedule.period_of(epoch)? {
            self.period = schedule.next_period(&self.period)?;
        }
        Ok((schedule.emission(&self.period, epoch)?, false))
    }
}
