//! What a lowered schedule issues, by hand, for both kinds.

use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::TestNetwork;

/// One percent of 10^15.
const PERCENT: u64 = 10_000_000_000_000;

/// A disinflation over periods of 2 epochs whose long-term rate is 1.5 % of 1,000,000.
fn disinflation(base_supply: u64, decay_percent: u64, compounding: bool, cap: u64) -> NewEmissionSchedule {
    NewEmissionSchedule::Disinflation {
        base_supply,
        initial_rate: 8 * PERCENT,
        decay: decay_percent * PERCENT,
        long_term_rate: PERCENT + PERCENT / 2,
        epochs_per_period: 2,
        compounding,
        cap,
    }
}

/// The same with 4 % in period 0.
fn half_as_much_at_first(long_term_rate: u64) -> NewEmissionSchedule {
    NewEmissionSchedule::Disinflation {
        base_supply: 1_000_000,
        initial_rate: 4 * PERCENT,
        decay: 15 * PERCENT,
        long_term_rate,
        epochs_per_period: 2,
        compounding: false,
        cap: u64::MAX,
    }
}

/// The network after period 0, which issued 8 % of 1,000,000; 15 % less every period.
fn after_a_period(compounding: bool) -> TestNetwork {
    let mut network = network_issuing(disinflation(1_000_000, 15, compounding, u64::MAX), 10_000_000);
    publish_each(&mut network, 1, &[40_000, 40_000]);
    network
}

#[test]
fn a_table_issues_what_was_lowered_from_the_coming_period_on() {
    let table = |budgets: &[u64]| NewEmissionSchedule::Table { epochs_per_period: 2, budgets: budgets.to_vec() };
    let mut network = network_issuing(table(&[100, 81, 60]), 1_000);
    // 61 are 31 and 30.
    lower(&mut network, table(&[61, 81, 60])).unwrap();
    publish_each(&mut network, 1, &[31, 30]);
    // 51 are 26 and 25, 7 are 4 and 3, then nothing.
    lower(&mut network, table(&[61, 51, 7])).unwrap();
    publish_each(&mut network, 3, &[26, 25, 4, 3, 0, 0]);
    assert_eq!(overview(&mut network).reward_liability, 61 + 51 + 7);
}

#[test]
fn a_lower_initial_rate_counts_from_the_first_period_if_that_is_ahead() {
    let halved = half_as_much_at_first(PERCENT);
    let mut network = network_issuing(disinflation(1_000_000, 15, false, u64::MAX), 10_000_000);
    lower(&mut network, halved).unwrap();
    // 4 %, then 3.4 %.
    publish_each(&mut network, 1, &[20_000, 20_000, 17_000, 17_000]);
}

#[test]
fn a_lower_initial_rate_counts_no_more_once_the_first_period_is_over() {
    let mut network = after_a_period(false);
    let halved = half_as_much_at_first(PERCENT + PERCENT / 2);
    lower(&mut network, halved).unwrap();
    // The rate of a period follows from that of the period before: 85 % of 8 % are 6.8 %, and 85 % of that 5.78 %.
    publish_each(&mut network, 3, &[34_000, 34_000, 28_900, 28_900]);
}

#[test]
fn a_higher_decay_counts_from_the_rate_of_the_period_before() {
    let mut network = after_a_period(false);
    lower(&mut network, disinflation(1_000_000, 50, false, u64::MAX)).unwrap();
    // Half of 8 % is 4 %, then 2 %, then not 1 % but 1.5 %.
    publish_each(&mut network, 3, &[20_000, 20_000, 10_000, 10_000, 7_500, 7_500, 7_500]);
}

#[test]
fn a_decay_that_rises_twice_counts_each_time_from_the_rate_reached() {
    let mut network = after_a_period(false);
    // 85 % of 8 % is 6.8 %.
    publish_each(&mut network, 3, &[34_000, 34_000]);
    lower(&mut network, disinflation(1_000_000, 50, false, u64::MAX)).unwrap();
    // Half of 6.8 % is 3.4 %.
    publish_each(&mut network, 5, &[17_000, 17_000]);
    lower(&mut network, disinflation(1_000_000, 100, false, u64::MAX)).unwrap();
    // Nothing of it is left but the long-term rate.
    publish_each(&mut network, 7, &[7_500, 7_500]);
}

#[test]
fn a_lower_long_term_rate_is_where_the_decay_ends() {
    let mut network = after_a_period(false);
    let lower_end = NewEmissionSchedule::Disinflation {
        base_supply: 1_000_000,
        initial_rate: 8 * PERCENT,
        decay: 50 * PERCENT,
        long_term_rate: PERCENT / 2,
        epochs_per_period: 2,
        compounding: false,
        cap: u64::MAX,
    };
    lower(&mut network, lower_end).unwrap();
    // 4, 2, 1, 0.5 and 0.5 %.
    publish_each(&mut network, 3, &[20_000, 20_000, 10_000, 10_000, 5_000, 5_000, 2_500, 2_500, 2_500, 2_500]);
}

#[test]
fn a_lower_base_supply_counts_from_the_coming_period() {
    let mut network = after_a_period(false);
    lower(&mut network, disinflation(500_000, 15, false, u64::MAX)).unwrap();
    // 6.8 % of 500,000 are 34,000.
    publish_each(&mut network, 3, &[17_000, 17_000]);
}

#[test]
fn a_lower_base_supply_that_compounds_still_grows_by_what_was_issued() {
    let mut network = after_a_period(true);
    lower(&mut network, disinflation(500_000, 15, true, u64::MAX)).unwrap();
    // 6.8 % of 580,000 are 39,440; 5.78 % of 619,440 are 35,803.632.
    publish_each(&mut network, 3, &[19_720, 19_720, 17_902, 17_901]);
}

#[test]
fn without_compounding_the_supply_is_the_base_again() {
    let mut network = after_a_period(true);
    lower(&mut network, disinflation(1_000_000, 15, false, u64::MAX)).unwrap();
    // 6.8 % of 1,000,000 and not of 1,080,000; then 5.78 %.
    publish_each(&mut network, 3, &[34_000, 34_000, 28_900, 28_900]);
}

#[test]
fn a_lower_cap_counts_what_was_issued_before() {
    let mut network = after_a_period(false);
    lower(&mut network, disinflation(1_000_000, 15, false, 100_001)).unwrap();
    // 100,001 - 80,000 = 20,001, then nothing.
    publish_each(&mut network, 3, &[10_001, 10_000, 0, 0, 0]);
    assert_eq!(overview(&mut network).reward_liability, 100_001);
}

#[test]
fn a_cap_below_what_was_issued_leaves_nothing_and_is_no_error() {
    for cap in [0, 50_000, 79_999, 80_000] {
        let mut network = after_a_period(false);
        lower(&mut network, disinflation(1_000_000, 15, false, cap)).unwrap();
        publish_each(&mut network, 3, &[0, 0, 0]);
        // And it can be lowered once more.
        publish_each(&mut network, 6, &[0]);
        lower(&mut network, disinflation(1, 100, false, 0)).unwrap();
        publish_each(&mut network, 7, &[0]);
        assert_eq!(overview(&mut network).reward_liability, 80_000);
    }
}

#[test]
fn after_a_lowering_nothing_can_be_raised_again() {
    let mut network = after_a_period(false);
    lower(&mut network, disinflation(900_000, 50, false, 200_000)).unwrap();
    for higher in [
        disinflation(1_000_000, 50, false, 200_000),
        disinflation(900_000, 15, false, 200_000),
        disinflation(900_000, 50, false, u64::MAX),
    ] {
        let error = inference_staking_client::StakingError::EmissionChangeNotDownwards;
        refuses(&mut network, error, |network| lower(network, higher));
    }
    // 4 % of 900,000.
    publish_each(&mut network, 3, &[18_000, 18_000]);
}
