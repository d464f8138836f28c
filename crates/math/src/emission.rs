//! Emission schedule: what each epoch issues (SPEC 11).
//!
//! A pure function of the schedule: "issued so far" is the sum of the budgets of the periods before, whether or not every
//! epoch of them had a record with roots. As long as the schedule was never lowered, anybody can compute any epoch's emission
//! without reading the chain's history; after that, from the period that was in force then, which the chain keeps, or from the
//! events of the lowerings.

use crate::MathError;

/// `R`: a rate of one, 100 % a period.
pub const RATE_ONE: u64 = 1_000_000_000_000_000;
/// Budgets that a table can hold; periods after them issue nothing.
pub const TABLE_PERIODS: usize = 8;

/// How the budget of a period follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScheduleKind {
    /// A rate of the supply that decays every period towards a long-term rate.
    Disinflation {
        /// `B`: supply before the first period, base units.
        base_supply: u64,
        /// `r0`: rate of period 0, of `RATE_ONE`.
        initial_rate: u64,
        /// `d`: part by which the rate falls each period, of `RATE_ONE`.
        decay: u64,
        /// `rL`: the rate never falls below this, of `RATE_ONE`.
        long_term_rate: u64,
        /// Whether what was issued counts into the supply of the next period.
        compounding: bool,
        /// Most that all periods together may issue, base units.
        cap: u64,
    },
    /// A budget for each period, base units.
    Table([u64; TABLE_PERIODS]),
}

/// A whole schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// How budgets follow.
    pub kind: ScheduleKind,
    /// `N`: epochs of a period.
    pub epochs_per_period: u64,
}

/// Rolling state: one period of the schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// `y`, from 0.
    pub index: u64,
    /// `rate_y`, of `RATE_ONE`; 0 in a table.
    pub rate: u64,
    /// Base units that all earlier periods issue.
    pub issued_before: u64,
    /// `budget_y`, base units.
    pub budget: u64,
}

impl Schedule {
    /// Checks the schedule's own bounds, so that no later product can overflow.
    ///
    /// # Errors
    /// `EmissionPeriodEmpty`, `EmissionRateOutOfRange` or `EmissionTotalTooLarge`.
    pub fn validate(&self) -> Result<(), MathError> {
        if self.epochs_per_period == 0 {
            return Err(MathError::EmissionPeriodEmpty);
        }
        match self.kind {
            ScheduleKind::Disinflation { initial_rate, decay, long_term_rate, .. } => {
                if initial_rate > RATE_ONE || decay > RATE_ONE || long_term_rate > initial_rate {
                    return Err(MathError::EmissionRateOutOfRange);
                }
            }
            ScheduleKind::Table(budgets) => {
                budgets
                    .iter()
                    .try_fold(0u64, |sum, budget| sum.checked_add(*budget))
                    .ok_or(MathError::EmissionTotalTooLarge)?;
            }
        }
        Ok(())
    }

    /// Whether this schedule, put in the place of `old` from period `from` on, can only issue less: the same kind and
    /// period length, and every ingredient of a budget at most what it was. Periods before `from` must be the same.
    pub fn lowers(&self, old: &Self, from: u64) -> bool {
        if self.epochs_per_period != old.epochs_per_period {
            return false;
        }
        match (self.kind, old.kind) {
            (
                ScheduleKind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap },
                ScheduleKind::Disinflation {
                    base_supply: old_supply,
                    initial_rate: old_initial_rate,
                    decay: old_decay,
                    long_term_rate: old_long_term_rate,
                    compounding: old_compounding,
                    cap: old_cap,
                },
            ) => {
                base_supply <= old_supply
                    && initial_rate <= old_initial_rate
                    && decay >= old_decay
                    && long_term_rate <= old_long_term_rate
                    && compounding <= old_compounding
                    && cap <= old_cap
            }
            (ScheduleKind::Table(new), ScheduleKind::Table(old)) => {
                (0u64..).zip(new.iter().zip(&old)).all(|(y, (new, old))| new == old || (y >= from && new <= old))
            }
            _ => false,
        }
    }

    /// Period 0.
    ///
    /// # Errors
    /// `Overflow` if the schedule is not valid.
    pub fn first_period(&self) -> Result<Period, MathError> {
        let rate = match self.kind {
            ScheduleKind::Disinflation { initial_rate, .. } => initial_rate,
            ScheduleKind::Table(_) => 0,
        };
        self.period(0, rate, 0)
    }

    /// The period after `period`.
    ///
    /// # Errors
    /// `Overflow` if the schedule is not valid or the index is exhausted.
    pub fn next_period(&self, period: &Period) -> Result<Period, MathError> {
        let rate = match self.kind {
            ScheduleKind::Disinflation { decay, long_term_rate, .. } => {
                decayed(period.rate, decay).ok_or(MathError::Overflow)?.max(long_term_rate)
            }
            ScheduleKind::Table(_) => 0,
        };
        let index = period.index.checked_add(1).ok_or(MathError::Overflow)?;
        let issued = period.issued_before.checked_add(period.budget).ok_or(MathError::Overflow)?;
        self.period(index, rate, issued)
    }

    /// The period that `epoch` (from 1) belongs to: `floor((e - 1) / N)`.
    ///
    /// # Errors
    /// `EpochOutsidePeriod` for epoch 0, `EmissionPeriodEmpty` for a schedule without epochs.
    pub fn period_of(&self, epoch: u64) -> Result<u64, MathError> {
        let before = epoch.checked_sub(1).ok_or(MathError::EpochOutsidePeriod)?;
        before.checked_div(self.epochs_per_period).ok_or(MathError::EmissionPeriodEmpty)
    }

    /// What `epoch`, which must be in `period`, issues in base units:
    /// `floor(budget / N)`, and one more in the first `budget mod N` epochs of the period.
    ///
    /// # Errors
    /// `EpochOutsidePeriod` if the epoch belongs to another period.
    pub fn emission(&self, period: &Period, epoch: u64) -> Result<u64, MathError> {
        if self.period_of(epoch)? != period.index {
            return Err(MathError::EpochOutsidePeriod);
        }
        let n = self.epochs_per_period;
        let place = epoch.checked_sub(1).and_then(|before| before.checked_rem(n)).ok_or(MathError::Overflow)?;
        let even = period.budget.checked_div(n).ok_or(MathError::EmissionPeriodEmpty)?;
        let left_over = period.budget.checked_rem(n).ok_or(MathError::EmissionPeriodEmpty)?;
        even.checked_add(u64::from(place < left_over)).ok_or(MathError::Overflow)
    }

    /// Whether `epoch`, which must be in `period`, and all epochs after it issue nothing.
    ///
    /// # Errors
    /// `EpochOutsidePeriod` if the epoch belongs to another period; `Overflow` if the schedule is not valid.
    pub fn has_ended(&self, period: &Period, epoch: u64) -> Result<bool, MathError> {
        // Within a period no epoch issues more than one before it.
        if self.emission(period, epoch)? > 0 {
            return Ok(false);
        }
        match self.kind {
            // A period without a budget is followed by such ones only: the rate never rises, and supply and what the cap
            // leaves stay as they are.
            ScheduleKind::Disinflation { .. } => Ok(self.next_period(period)?.budget == 0),
            ScheduleKind::Table(budgets) => {
                let next = period.index.checked_add(1).and_then(|next| usize::try_from(next).ok());
                let later = next.and_then(|next| budgets.get(next..)).unwrap_or_default();
                Ok(later.iter().all(|budget| *budget == 0))
            }
        }
    }

    /// `supply_y`, base units: what the rate of a period applies to if all periods before it issue `issued_before`. `None` in a
    /// table, which has no supply.
    pub fn supply(&self, issued_before: u64) -> Option<u128> {
        let ScheduleKind::Disinflation { base_supply, compounding, .. } = self.kind else { return None };
        let grown = if compounding { issued_before } else { 0 };
        u128::from(base_supply).checked_add(u128::from(grown))
    }

    fn period(&self, index: u64, rate: u64, issued_before: u64) -> Result<Period, MathError> {
        let budget = match self.kind {
            ScheduleKind::Disinflation { cap, .. } => {
                // Below 2^65; times a rate below 2^50 it fits a u128.
                let supply = self.supply(issued_before).ok_or(MathError::Overflow)?;
                let wanted = supply
                    .checked_mul(u128::from(rate))
                    .and_then(|scaled| scaled.checked_div(u128::from(RATE_ONE)))
                    .ok_or(MathError::Overflow)?;
                // A cap that was lowered below what is issued leaves nothing.
                let left = cap.saturating_sub(issued_before);
                u64::try_from(wanted).unwrap_or(u64::MAX).min(left)
            }
            ScheduleKind::Table(budgets) => {
                usize::try_from(index).ok().and_then(|i| budgets.get(i).copied()).unwrap_or(0)
            }
        };
        Ok(Period { index, rate, issued_before, budget })
    }
}

/// `floor(rate (R - d) / R)`.
fn decayed(rate: u64, decay: u64) -> Option<u64> {
    crate::ratio::mul_div_floor(rate, RATE_ONE.checked_sub(decay)?, RATE_ONE)
}
