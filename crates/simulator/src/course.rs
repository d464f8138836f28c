//! A schedule and what has passed of it.

use inference_staking_math::emission::{Period, Schedule};

use crate::error::SimulationError;

/// A schedule from its first epoch on: what has passed as it was, the rest as the program will issue it.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// The schedule in force.
    pub schedule: Schedule,
    /// What each epoch that has passed has issued, from the first on, base units.
    pub passed: Vec<u64>,
    /// The schedule's period of the newest epoch that has passed, or its first; or the next, if its first epoch was revoked.
    pub period: Period,
}

/// What an epoch's record on chain says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassedEpoch {
    /// The epoch.
    pub epoch: u64,
    /// The period under which it was issued.
    pub period: Period,
    /// Base units that it issued: 0 if it was published without rewards.
    pub issued: u64,
}

/// How the epochs are known that have passed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PastSources {
    /// Epochs known from their records.
    pub from_records: u64,
    /// Epochs without a record, taken from the schedule: it issued as much then, but for epochs that were published without
    /// rewards.
    pub from_schedule: u64,
    /// Epochs without a record, of several periods before the schedule was lowered: only what they issued together is known, and shown evenly.
    pub from_totals: u64,
}

impl Course {
    /// Of which nothing has passed.
    ///
    /// # Errors
    /// If the schedule is not valid.
    pub fn new(schedule: Schedule) -> Result<Self, SimulationError> {
        schedule.validate()?;
        Ok(Self { schedule, passed: Vec::new(), period: schedule.first_period()? })
    }

    /// Of which `completed` epochs have passed, at `period`, with the records that still exist, in order of their epochs.
    ///
    /// # Errors
    /// If schedule, period and records do not belong together.
    pub fn of_network(
        schedule: Schedule,
        period: Period,
        completed: u64,
        records: &[PassedEpoch],
    ) -> Result<(Self, PastSources), SimulationError> {
        schedule.validate()?;
        let mut sources = PastSources::default();
        let mut records = records.iter().copied().peekable();
        let mut passed = Vec::new();
        for epoch in 1..=completed {
            if let Some(record) = records.next_if(|record| record.epoch == epoch) {
                sources.from_records = sources.from_records.saturating_add(1);
                passed.push(record.issued);
                continue;
            }
            // What came before a period is the same for all records of it, and for the one that runs.
            let next_known = records.peek().map_or(period, |record| record.period);
            passed.push(without_record(&schedule, &next_known, epoch, &mut sources)?);
        }
        // Of an epoch that was revoked, and so has not passed, the period stays.
        let latest = schedule.period_of(completed.saturating_add(1))?;
        if records.next().is_some() || period.index > latest {
            return Err(SimulationError::PastAndPeriod);
        }
        Ok((Self { schedule, passed, period }, sources))
    }

    /// Epochs that have passed.
    pub fn passed_epochs(&self) -> u64 {
        u64::try_from(self.passed.len()).unwrap_or(u64::MAX)
    }
}

/// What an epoch has issued that has no record any more, worked out from the next period that is known.
fn without_record(
    schedule: &Schedule,
    known: &Period,
    epoch: u64,
    sources: &mut PastSources,
) -> Result<u64, SimulationError> {
    let index = schedule.period_of(epoch)?;
    if index == known.index {
        sources.from_schedule = sources.from_schedule.saturating_add(1);
        return Ok(schedule.emission(known, epoch)?);
    }
    if index > known.index {
        return Err(SimulationError::PastAndPeriod);
    }
    let mut period = schedule.first_period()?;
    let mut of_epoch = period;
    while period.index < known.index {
        period = schedule.next_period(&period)?;
        if period.index == index {
            of_epoch = period;
        }
    }
    if period == *known {
        sources.from_schedule = sources.from_schedule.saturating_add(1);
        return Ok(schedule.emission(&of_epoch, epoch)?);
    }
    // Of a single period the total is its budget, and says what each of its epochs issued.
    let counter = if known.index == 1 { &mut sources.from_schedule } else { &mut sources.from_totals };
    *counter = counter.saturating_add(1);
    // All epochs before the known period as one period that issued their total.
    let epochs = known.index.saturating_mul(schedule.epochs_per_period);
    let together = Schedule { epochs_per_period: epochs, ..*schedule };
    let total = Period { index: 0, rate: 0, issued_before: 0, budget: known.issued_before };
    Ok(together.emission(&total, epoch)?)
}
