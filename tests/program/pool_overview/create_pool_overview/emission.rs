//! The emission schedule as stored, with its rolling state at period 0 (SPEC 11).

use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_client::StakingError::*;

use super::creation::OverviewCreation;

/// 100 %.
const ONE_RATE: u64 = 1_000_000_000_000_000;
const DISINFLATION: u8 = 0;
const TABLE: u8 = 1;

/// The schedule as it must be stored: numbers in the order of the account, offsets 896 to 1,048.
struct Stored {
    base_supply: u64,
    initial_rate: u64,
    decay: u64,
    long_term_rate: u64,
    cap: u64,
    epochs_per_period: u64,
    budgets: [u64; 8],
    period_rate: u64,
    period_budget: u64,
    kind: u8,
    compounding: u8,
}

impl Stored {
    fn bytes(&self) -> Vec<u8> {
        let mut numbers = vec![
            self.base_supply,
            self.initial_rate,
            self.decay,
            self.long_term_rate,
            self.cap,
            self.epochs_per_period,
        ];
        numbers.extend(self.budgets);
        // Period 0, before which nothing was issued.
        numbers.extend([0, self.period_rate, 0, self.period_budget]);
        let mut bytes: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        bytes.extend([self.kind, self.compounding, 0, 0, 0, 0, 0, 0]);
        bytes
    }
}

#[track_caller]
fn assert_stored(emission: NewEmissionSchedule, expected: Stored) {
    let mut creation = OverviewCreation::prepare();
    creation.args.emission = emission;
    creation.send().unwrap();
    assert_eq!(creation.overview_bytes(920, 1_072), expected.bytes());
}

#[derive(Clone, Copy)]
struct Disinflation {
    base_supply: u64,
    initial_rate: u64,
    decay: u64,
    long_term_rate: u64,
    epochs_per_period: u64,
    compounding: bool,
    cap: u64,
}

/// 8 %, falling by 15 % a period to 1.5 %, of 1,000,000.
const EIGHT_PERCENT: Disinflation = Disinflation {
    base_supply: 1_000_000,
    initial_rate: 80_000_000_000_000,
    decay: 150_000_000_000_000,
    long_term_rate: 15_000_000_000_000,
    epochs_per_period: 10,
    compounding: false,
    cap: 500_000,
};

impl Disinflation {
    fn args(self) -> NewEmissionSchedule {
        NewEmissionSchedule::Disinflation {
            base_supply: self.base_supply,
            initial_rate: self.initial_rate,
            decay: self.decay,
            long_term_rate: self.long_term_rate,
            epochs_per_period: self.epochs_per_period,
            compounding: self.compounding,
            cap: self.cap,
        }
    }

    fn stored(self, period_budget: u64) -> Stored {
        Stored {
            base_supply: self.base_supply,
            initial_rate: self.initial_rate,
            decay: self.decay,
            long_term_rate: self.long_term_rate,
            cap: self.cap,
            epochs_per_period: self.epochs_per_period,
            budgets: [0; 8],
            period_rate: self.initial_rate,
            period_budget,
            kind: DISINFLATION,
            compounding: u8::from(self.compounding),
        }
    }
}

fn table(epochs_per_period: u64, budgets: Vec<u64>) -> NewEmissionSchedule {
    NewEmissionSchedule::Table { epochs_per_period, budgets }
}

fn stored_table(epochs_per_period: u64, budgets: [u64; 8]) -> Stored {
    Stored {
        base_supply: 0,
        initial_rate: 0,
        decay: 0,
        long_term_rate: 0,
        cap: 0,
        epochs_per_period,
        budgets,
        period_rate: 0,
        period_budget: budgets[0],
        kind: TABLE,
        compounding: 0,
    }
}

#[test]
fn a_disinflation_starts_with_the_initial_rate_of_the_base_supply() {
    // 1,000,000 x 8 %.
    assert_stored(EIGHT_PERCENT.args(), EIGHT_PERCENT.stored(80_000));
}

#[test]
fn a_compounding_disinflation_is_stored_as_such() {
    let compounding = Disinflation { compounding: true, ..EIGHT_PERCENT };
    assert_stored(compounding.args(), compounding.stored(80_000));
}

#[test]
fn the_first_budget_is_rounded_down() {
    // 1,000,012 x 8 % = 80,000.96.
    let uneven = Disinflation { base_supply: 1_000_012, ..EIGHT_PERCENT };
    assert_stored(uneven.args(), uneven.stored(80_000));
}

#[test]
fn the_first_budget_is_at_most_the_cap() {
    let capped = Disinflation { cap: 79_999, ..EIGHT_PERCENT };
    assert_stored(capped.args(), capped.stored(79_999));
    let exactly = Disinflation { cap: 80_000, ..EIGHT_PERCENT };
    assert_stored(exactly.args(), exactly.stored(80_000));
}

#[test]
fn the_largest_disinflation_is_accepted() {
    // 100 % of u64::MAX, in periods of one epoch; decay and long-term rate at their bounds.
    let largest = Disinflation {
        base_supply: u64::MAX,
        initial_rate: ONE_RATE,
        decay: ONE_RATE,
        long_term_rate: ONE_RATE,
        epochs_per_period: 1,
        compounding: true,
        cap: u64::MAX,
    };
    assert_stored(largest.args(), largest.stored(u64::MAX));
}

#[test]
fn a_large_supply_needs_more_than_64_bits_on_the_way() {
    // 10^19 x 8 % (SPEC 16).
    let large = Disinflation {
        base_supply: 10_000_000_000_000_000_000,
        epochs_per_period: 365,
        cap: u64::MAX,
        ..EIGHT_PERCENT
    };
    assert_stored(large.args(), large.stored(800_000_000_000_000_000));
}

#[test]
fn disinflation_rates_beyond_their_bounds_are_refused() {
    let mut creation = OverviewCreation::prepare();
    let beyond = [
        Disinflation { initial_rate: ONE_RATE + 1, ..EIGHT_PERCENT },
        Disinflation { initial_rate: u64::MAX, ..EIGHT_PERCENT },
        Disinflation { decay: ONE_RATE + 1, ..EIGHT_PERCENT },
        Disinflation { decay: u64::MAX, ..EIGHT_PERCENT },
        Disinflation { long_term_rate: EIGHT_PERCENT.initial_rate + 1, ..EIGHT_PERCENT },
        Disinflation { initial_rate: 0, long_term_rate: 1, ..EIGHT_PERCENT },
    ];
    for schedule in beyond {
        creation.assert_refuses(EmissionRateOutOfRange, |args| args.emission = schedule.args());
    }
}

#[test]
fn a_table_of_8_budgets_is_stored_in_order() {
    let budgets = [8, 7, 6, 5, 4, 3, 2, 1];
    assert_stored(table(300, budgets.to_vec()), stored_table(300, budgets));
}

#[test]
fn a_shorter_table_pays_nothing_afterwards() {
    assert_stored(table(1, vec![50]), stored_table(1, [50, 0, 0, 0, 0, 0, 0, 0]));
    assert_stored(table(1, vec![]), stored_table(1, [0; 8]));
}

#[test]
fn a_table_of_9_budgets_is_refused() {
    OverviewCreation::prepare().assert_refuses(EmissionTableTooLong, |args| args.emission = table(300, vec![1; 9]));
}

#[test]
fn the_budgets_of_a_table_sum_to_at_most_a_u64() {
    let mut creation = OverviewCreation::prepare();
    creation.assert_refuses(EmissionTotalTooLarge, |args| args.emission = table(300, vec![u64::MAX, 1]));
    let halves = [1 << 63, (1 << 63) - 1, 0, 0, 0, 0, 0, 0];
    creation.assert_refuses(EmissionTotalTooLarge, |args| {
        args.emission = table(300, vec![halves[0], halves[1], 0, 0, 0, 0, 0, 1]);
    });
    assert_stored(table(300, halves.to_vec()), stored_table(300, halves));
}

#[test]
fn a_period_has_at_least_one_epoch() {
    let mut creation = OverviewCreation::prepare();
    creation.assert_refuses(EmissionPeriodEmpty, |args| args.emission = table(0, vec![1]));
    let empty = Disinflation { epochs_per_period: 0, ..EIGHT_PERCENT };
    creation.assert_refuses(EmissionPeriodEmpty, |args| args.emission = empty.args());
}
