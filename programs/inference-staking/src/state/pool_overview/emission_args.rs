//! An emission schedule as it comes in (SPEC 11).

use anchor_lang::prelude::*;
use inference_staking_math::emission::{Schedule, ScheduleKind, TABLE_PERIODS};

use crate::error::{Checked, StakingError};

/// A schedule as an instruction gives it (SPEC 11). Rates are of 10^15.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug, PartialEq, Eq)]
pub enum NewEmissionSchedule {
    /// A rate of the supply that decays every period towards a long-term rate.
    Disinflation {
        /// `B`: supply before the first period, base units.
        base_supply: u64,
        /// `r0`: rate of period 0, of 10^15.
        initial_rate: u64,
        /// `d`: part by which the rate falls each period, of 10^15.
        decay: u64,
        /// `rL`: the rate never falls below this, of 10^15.
        long_term_rate: u64,
        /// `N`: epochs of a period.
        epochs_per_period: u64,
        /// Whether what was issued counts into the supply of the next period.
        compounding: bool,
        /// Most that all periods together may issue, base units.
        cap: u64,
    },
    /// A budget for each of up to 8 periods, nothing afterwards.
    Table {
        /// `N`: epochs of a period.
        epochs_per_period: u64,
        /// Base units that each period issues.
        budgets: Vec<u64>,
    },
}

/// The schedule that the arguments mean.
///
/// # Errors
/// `EmissionTableTooLong`.
pub(super) fn schedule_of(args: &NewEmissionSchedule) -> Checked<Schedule> {
    Ok(match args {
        NewEmissionSchedule::Disinflation {
            base_supply,
            initial_rate,
            decay,
            long_term_rate,
            epochs_per_period,
            compounding,
            cap,
        } => Schedule {
            kind: ScheduleKind::Disinflation {
                base_supply: *base_supply,
                initial_rate: *initial_rate,
                decay: *decay,
                long_term_rate: *long_term_rate,
                compounding: *compounding,
                cap: *cap,
            },
            epochs_per_period: *epochs_per_period,
        },
        NewEmissionSchedule::Table { epochs_per_period, budgets } => {
            let mut table = [0; TABLE_PERIODS];
            table.get_mut(..budgets.len()).ok_or(StakingError::EmissionTableTooLong)?.copy_from_slice(budgets);
            Schedule { kind: ScheduleKind::Table(table), epochs_per_period: *epochs_per_period }
        }
    })
}
