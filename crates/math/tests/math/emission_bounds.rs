//! What a schedule may hold, just in and just out, and rolling states that cannot be.

use inference_staking_math::emission::{Period, Schedule, ScheduleKind, RATE_ONE};
use inference_staking_math::MathError;

use crate::emission::{eight_percent, five_periods, NO_CAP};

#[test]
fn period_needs_an_epoch() {
    let none = Schedule { epochs_per_period: 0, ..five_periods() };
    assert_eq!(none.validate(), Err(MathError::EmissionPeriodEmpty));
    assert_eq!(none.period_of(1), Err(MathError::EmissionPeriodEmpty));
    assert_eq!(none.emission(&five_periods().first_period().unwrap(), 1), Err(MathError::EmissionPeriodEmpty));
    for epochs_per_period in [1, u64::MAX] {
        assert_eq!(Schedule { epochs_per_period, ..none }.validate(), Ok(()));
    }
}

#[test]
fn rates_are_bounded_just_in_and_just_out() {
    let valid = |initial_rate, decay, long_term_rate| {
        let kind = ScheduleKind::Disinflation {
            base_supply: u64::MAX,
            initial_rate,
            decay,
            long_term_rate,
            compounding: true,
            cap: NO_CAP,
        };
        Schedule { kind, epochs_per_period: 1 }.validate()
    };
    for (initial_rate, decay, long_term_rate) in
        [(0, 0, 0), (RATE_ONE, RATE_ONE, RATE_ONE), (RATE_ONE, 0, 0), (0, RATE_ONE, 0), (7, 7, 7)]
    {
        assert_eq!(valid(initial_rate, decay, long_term_rate), Ok(()));
    }
    for (initial_rate, decay, long_term_rate) in
        [(RATE_ONE + 1, 0, 0), (0, RATE_ONE + 1, 0), (7, 0, 8), (0, 0, 1), (u64::MAX, u64::MAX, u64::MAX)]
    {
        assert_eq!(valid(initial_rate, decay, long_term_rate), Err(MathError::EmissionRateOutOfRange));
    }
}

#[test]
fn table_sums_to_a_u64_at_most() {
    let valid = |budgets| Schedule { kind: ScheduleKind::Table(budgets), epochs_per_period: 1 }.validate();
    assert_eq!(valid([0; 8]), Ok(()));
    assert_eq!(valid([u64::MAX - 7, 1, 1, 1, 1, 1, 1, 1]), Ok(()));
    assert_eq!(valid([u64::MAX - 6, 1, 1, 1, 1, 1, 1, 1]), Err(MathError::EmissionTotalTooLarge));
    assert_eq!(valid([0, 0, 0, 0, 0, 0, 1, u64::MAX]), Err(MathError::EmissionTotalTooLarge));
}

#[test]
fn impossible_rolling_state_is_refused() {
    let schedule = eight_percent(1_000_000, false, NO_CAP, 10);
    let period = Period { index: u64::MAX, rate: 0, issued_before: 0, budget: 0 };
    assert_eq!(schedule.next_period(&period), Err(MathError::Overflow));
    let issued = Period { index: 0, rate: 0, issued_before: u64::MAX, budget: 1 };
    assert_eq!(schedule.next_period(&issued), Err(MathError::Overflow));
    // A decay above one, which validate() refuses, is not taken for one.
    let kind = ScheduleKind::Disinflation {
        base_supply: 1,
        initial_rate: 1,
        decay: RATE_ONE + 1,
        long_term_rate: 0,
        compounding: false,
        cap: 1,
    };
    let too_steep = Schedule { kind, epochs_per_period: 1 };
    assert_eq!(too_steep.next_period(&too_steep.first_period().unwrap()), Err(MathError::Overflow));
}

#[test]
fn a_cap_lowered_below_what_was_issued_leaves_nothing_and_refuses_nothing() {
    let above_the_cap = Period { index: 0, rate: 0, issued_before: 80_001, budget: 0 };
    // The rate is the long-term one, 1.5 %, of 1,000,000: 15,000 are wanted, but the cap of 80,000 is used up.
    let nothing = Period { index: 1, rate: 15_000_000_000_000, issued_before: 80_001, budget: 0 };
    assert_eq!(eight_percent(1_000_000, false, 80_000, 10).next_period(&above_the_cap), Ok(nothing));
    assert_eq!(eight_percent(1_000_000, false, 80_001, 10).next_period(&above_the_cap), Ok(nothing));
    let one = Period { budget: 1, ..nothing };
    assert_eq!(eight_percent(1_000_000, false, 80_002, 10).next_period(&above_the_cap), Ok(one));
}
