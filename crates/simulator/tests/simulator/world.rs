//! Schedules and assumptions to start from.

use inference_staking_math::emission::{Schedule, ScheduleKind, RATE_ONE};
use inference_staking_simulator::economics::YEAR;
use inference_staking_simulator::{Assumptions, Course, Simulation};

pub const PERCENT: u64 = RATE_ONE / 100;
pub const DAY: u64 = 86_400;

/// 8 % at first, 15 % less each period, never below 1.5 %.
pub fn eight_percent(base_supply: u64, compounding: bool, epochs_per_period: u64) -> Schedule {
    let kind = ScheduleKind::Disinflation {
        base_supply,
        initial_rate: 8 * PERCENT,
        decay: 15 * PERCENT,
        long_term_rate: 15 * PERCENT / 10,
        compounding,
        cap: u64::MAX,
    };
    Schedule { kind, epochs_per_period }
}

/// 5, 4, 3, 2 and 1 % of 10^10 tokens over five periods of 300 epochs.
pub fn five_periods() -> Schedule {
    let budgets = [500_000_000, 400_000_000, 300_000_000, 200_000_000, 100_000_000, 0, 0, 0];
    Schedule { kind: ScheduleKind::Table(budgets), epochs_per_period: 300 }
}

/// So many tokens, of which 60 % stay staked; epochs of a day; everything goes to stakers and nothing is burnt.
pub fn usual(starting_supply: u64, epochs: u64) -> Assumptions {
    Assumptions {
        starting_supply,
        epoch_seconds: DAY,
        staked: 0.6,
        is_restaking: false,
        to_stakers: 1.0,
        burnt_per_year: 0,
        commission: 0.0,
        epochs,
    }
}

/// Ten epochs a year.
pub fn tenths(starting_supply: u64, epochs: u64) -> Assumptions {
    Assumptions { epoch_seconds: YEAR / 10, ..usual(starting_supply, epochs) }
}

pub fn run(schedule: Schedule, assumptions: Assumptions) -> Simulation {
    Simulation::run(&Course::new(schedule).unwrap(), assumptions).unwrap()
}

/// The same but for the last digits of a float.
#[track_caller]
pub fn assert_near(actual: f64, expected: f64) {
    let apart = (actual - expected).abs();
    assert!(apart <= 1e-12 * expected.abs().max(1e-3), "{actual} is not {expected}");
}
