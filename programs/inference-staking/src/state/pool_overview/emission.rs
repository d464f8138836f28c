//! What each epoch issues (SPEC 11).

use anchor_lang::prelude::*;
use inference_staking_math::emission::{Period, Schedule, ScheduleKind, TABLE_PERIODS};

use super::emission_args::schedule_of;
use super::emission_args::NewEmissionSchedule;
use crate::error::{require, Checked, StakingError};

const DISINFLATION: u8 = 0;
const TABLE: u8 = 1;

/// A period of the schedule, as stored.
#[zero_copy]
pub struct EmissionPeriod {
    /// `y`.
    pub index: u64,
    /// `rate_y`, of 10^15; 0 in a table.
    pub rate: u64,
    /// Base units that all periods before `y` issue.
    pub issued_before: u64,
    /// `budget_y`, base units.
    pub budget: u64,
}

impl From<Period> for EmissionPeriod {
    fn from(Period { index, rate, issued_before, budget }: Period) -> Self {
        Self { index, rate, issued_before, budget }
    }
}

impl From<EmissionPeriod> for Period {
    fn from(EmissionPeriod { index, rate, issued_before, budget }: EmissionPeriod) -> Self {
        Self { index, rate, issued_before, budget }
    }
}

/// The schedule as stored, with the rolling state of its current period.
#[zero_copy]
pub struct EmissionSchedule {
    /// `B`, base units; 0 in a table.
    pub base_supply: u64,
    /// `r0`, of 10^15; 0 in a table.
    pub initial_rate: u64,
    /// `d`, of 10^15; 0 in a table.
    pub decay: u64,
    /// `rL`, of 10^15; 0 in a table.
    pub long_term_rate: u64,
    /// Most that all periods together may issue, base units; 0 in a table.
    pub cap: u64,
    /// `N`: epochs of a period.
    pub epochs_per_period: u64,
    /// Budgets of a table, base units; zeros otherwise.
    pub budgets: [u64; TABLE_PERIODS],
    /// `y`: the period of the newest epoch with a record, or 0.
    pub period_index: u64,
    /// `rate_y`, of 10^15; 0 in a table.
    pub period_rate: u64,
    /// Base units that all periods before `y` issue.
    pub period_issued_before: u64,
    /// `budget_y`, base units.
    pub period_budget: u64,
    /// 0 disinflation, 1 table.
    pub kind: u8,
    /// 1 if what was issued counts into the supply.
    pub compounding: u8,
    /// Zero.
    pub padding: [u8; 6],
}

impl EmissionSchedule {
    /// The schedule of `args`, at its first period.
    ///
    /// # Errors
    /// `EmissionTableTooLong`, `EmissionPeriodEmpty`, `EmissionRateOutOfRange`, `EmissionTotalTooLarge`.
    pub fn new(args: &NewEmissionSchedule) -> Checked<Self> {
        let schedule = schedule_of(args)?;
        schedule.validate()?;
        let mut stored = Self::stored(&schedule);
        stored.set_period(&schedule.first_period()?);
        Ok(stored)
    }

    /// What `epoch` issues, in base units. Moves the rolling state on to the epoch's period. A revoked record takes it back.
    ///
    /// # Errors
    /// `MathOverflow` if the epoch is before the current period.
    pub fn advance_to(&mut self, epoch: u64) -> Checked<u64> {
        let period = self.period_at(epoch)?;
        self.set_period(&period);
        Ok(self.schedule().emission(&period, epoch)?)
    }

    /// Whether `epoch` and all epochs after it issue nothing.
    ///
    /// # Errors
    /// `MathOverflow` if the epoch is before the current period.
    pub fn has_ended(&self, epoch: u64) -> Checked<bool> {
        Ok(self.schedule().has_ended(&self.period_at(epoch)?, epoch)?)
    }

    fn period_at(&self, epoch: u64) -> Checked<Period> {
        let schedule = self.schedule();
        let mut period = self.period();
        // Epochs come one by one, so this goes round at most once.
        while period.index < schedule.period_of(epoch)? {
            period = schedule.next_period(&period)?;
        }
        Ok(period)
    }

    /// Whether a new period begins with `epoch`.
    ///
    /// # Errors
    /// `MathOverflow` for epoch 0; `EmissionPeriodEmpty`.
    pub fn is_period_start(&self, epoch: u64) -> Checked<bool> {
        let before = epoch.checked_sub(1).ok_or(StakingError::MathOverflow)?;
        Ok(before.checked_rem(self.epochs_per_period).ok_or(StakingError::EmissionPeriodEmpty)? == 0)
    }

    /// Replaces the schedule by a lower one from the period of `next_epoch` on, with which that period begins. The period
    /// that has ended keeps what it issued, so that its last epoch can still be revoked and committed again.
    ///
    /// # Errors
    /// `EmissionChangeNotDownwards`, and those of a new schedule.
    pub fn lower(&mut self, args: &NewEmissionSchedule, next_epoch: u64) -> Checked<()> {
        let mut lowered = Self::new(args)?;
        let from = self.schedule().period_of(next_epoch)?;
        require!(lowered.schedule().lowers(&self.schedule(), from), StakingError::EmissionChangeNotDownwards);
        if from > 0 {
            lowered.set_period(&self.period());
        }
        *self = lowered;
        Ok(())
    }

    /// The schedule for calculations.
    pub fn schedule(&self) -> Schedule {
        let kind = if self.kind == TABLE {
            ScheduleKind::Table(self.budgets)
        } else {
            ScheduleKind::Disinflation {
                base_supply: self.base_supply,
                initial_rate: self.initial_rate,
                decay: self.decay,
                long_term_rate: self.long_term_rate,
                compounding: self.compounding != 0,
                cap: self.cap,
            }
        };
        Schedule { kind, epochs_per_period: self.epochs_per_period }
    }

    /// The period of the rolling state.
    pub fn period(&self) -> Period {
        Period {
            index: self.period_index,
            rate: self.period_rate,
            issued_before: self.period_issued_before,
            budget: self.period_budget,
        }
    }

    /// Writes the rolling state.
    pub fn set_period(&mut self, period: &Period) {
        self.period_index = period.index;
        self.period_rate = period.rate;
        self.period_issued_before = period.issued_before;
        self.period_budget = period.budget;
    }

    fn stored(schedule: &Schedule) -> Self {
        let mut stored: Self = bytemuck::Zeroable::zeroed();
        stored.epochs_per_period = schedule.epochs_per_period;
        match schedule.kind {
            ScheduleKind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap } => {
                stored.kind = DISINFLATION;
                stored.base_supply = base_supply;
                stored.initial_rate = initial_rate;
                stored.decay = decay;
                stored.long_term_rate = long_term_rate;
                stored.compounding = u8::from(compounding);
                stored.cap = cap;
            }
            ScheduleKind::Table(budgets) => {
                stored.kind = TABLE;
                stored.budgets = budgets;
            }
        }
        stored
    }
}
