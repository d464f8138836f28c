//! Which schedules are lower ones (SPEC 11): every ingredient at most what it was, periods that are over as they were.

use inference_staking_client::state::{EmissionSchedule, NewEmissionSchedule, PoolOverview};
use inference_staking_client::StakingError::*;
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::states::assert_state;
use inference_staking_test_kit::TestNetwork;

/// Ingredients of a disinflation that tests change one by one. Rates of 10^15.
#[derive(Clone, Copy)]
struct Ingredients {
    base_supply: u64,
    initial_rate: u64,
    decay: u64,
    long_term_rate: u64,
    epochs_per_period: u64,
    compounding: bool,
    cap: u64,
}

/// 8 % of 1,000,000, 15 % less every period of 2 epochs, never below 1.5 %, at most 500,000.
const OLD: Ingredients = Ingredients {
    base_supply: 1_000_000,
    initial_rate: 80_000_000_000_000,
    decay: 150_000_000_000_000,
    long_term_rate: 15_000_000_000_000,
    epochs_per_period: 2,
    compounding: true,
    cap: 500_000,
};

/// A lower schedule, and what it changes in the stored one.
type Lowering = (Ingredients, fn(&mut EmissionSchedule));

impl Ingredients {
    fn args(self) -> NewEmissionSchedule {
        let Self { base_supply, initial_rate, decay, long_term_rate, epochs_per_period, compounding, cap } = self;
        NewEmissionSchedule::Disinflation {
            base_supply,
            initial_rate,
            decay,
            long_term_rate,
            epochs_per_period,
            compounding,
            cap,
        }
    }
}

fn table(budgets: &[u64]) -> NewEmissionSchedule {
    NewEmissionSchedule::Table { epochs_per_period: 2, budgets: budgets.to_vec() }
}

/// After the first period: 8 % of 1,000,000 in two epochs.
fn disinflation_after_a_period() -> TestNetwork {
    let mut network = network_issuing(OLD.args(), 100_000);
    publish_each(&mut network, 1, &[40_000, 40_000]);
    network
}

/// Every ingredient but compounding, one step on the side that issues more.
fn higher_ingredients() -> [Ingredients; 7] {
    [
        Ingredients { base_supply: 1_000_001, ..OLD },
        Ingredients { initial_rate: 80_000_000_000_001, ..OLD },
        Ingredients { decay: 149_999_999_999_999, ..OLD },
        Ingredients { long_term_rate: 15_000_000_000_001, ..OLD },
        Ingredients { cap: 500_001, ..OLD },
        // Neither longer nor shorter periods: both could bring something forward.
        Ingredients { epochs_per_period: 1, ..OLD },
        Ingredients { epochs_per_period: 3, ..OLD },
    ]
}

#[test]
fn no_ingredient_of_a_disinflation_can_be_raised() {
    for mut network in [network_issuing(OLD.args(), 0), disinflation_after_a_period()] {
        for higher in higher_ingredients() {
            refuses(&mut network, EmissionChangeNotDownwards, |network| lower(network, higher.args()));
        }
        // One that is higher is not made good by all others that are lower.
        let mixed = Ingredients { base_supply: 1, initial_rate: 0, long_term_rate: 0, cap: 500_001, ..OLD };
        refuses(&mut network, EmissionChangeNotDownwards, |network| lower(network, mixed.args()));
    }
}

#[test]
fn compounding_cannot_be_switched_on() {
    let fixed = Ingredients { compounding: false, ..OLD };
    let mut network = network_issuing(fixed.args(), 0);
    refuses(&mut network, EmissionChangeNotDownwards, |network| lower(network, OLD.args()));
}

#[test]
fn each_ingredient_alone_can_be_lowered_before_the_first_epoch() {
    // The new first period follows from the new schedule. 8 % of 999,999 are 79,999.92; 80,000 - 10^-15 x 10^6 below is
    // 79,999.999...; a cap of 79,999 is below 80,000.
    let steps: [Lowering; 6] = [
        (Ingredients { base_supply: 999_999, ..OLD }, |emission| {
            emission.base_supply = 999_999;
            emission.period_budget = 79_999;
        }),
        (Ingredients { initial_rate: 79_999_999_999_999, ..OLD }, |emission| {
            emission.initial_rate = 79_999_999_999_999;
            emission.period_rate = 79_999_999_999_999;
            emission.period_budget = 79_999;
        }),
        (Ingredients { decay: 150_000_000_000_001, ..OLD }, |emission| emission.decay = 150_000_000_000_001),
        (Ingredients { long_term_rate: 14_999_999_999_999, ..OLD }, |emission| {
            emission.long_term_rate = 14_999_999_999_999;
        }),
        (Ingredients { compounding: false, ..OLD }, |emission| emission.compounding = 0),
        (Ingredients { cap: 79_999, ..OLD }, |emission| {
            emission.cap = 79_999;
            emission.period_budget = 79_999;
        }),
    ];
    for (lowered, effect) in steps {
        let mut network = network_issuing(OLD.args(), 0);
        let mut expected = overview(&mut network);
        effect(&mut expected.emission);
        lower(&mut network, lowered.args()).unwrap();
        assert_state(&overview(&mut network), &expected);
    }
}

#[test]
fn each_ingredient_alone_can_be_lowered_later_and_the_period_that_ended_stays() {
    let steps: [Lowering; 6] = [
        (Ingredients { base_supply: 1, ..OLD }, |emission| emission.base_supply = 1),
        (Ingredients { initial_rate: 20_000_000_000_000, ..OLD }, |emission| {
            emission.initial_rate = 20_000_000_000_000;
        }),
        (Ingredients { decay: 1_000_000_000_000_000, ..OLD }, |emission| emission.decay = 1_000_000_000_000_000),
        (Ingredients { long_term_rate: 0, ..OLD }, |emission| emission.long_term_rate = 0),
        (Ingredients { compounding: false, ..OLD }, |emission| emission.compounding = 0),
        (Ingredients { cap: 0, ..OLD }, |emission| emission.cap = 0),
    ];
    for (lowered, effect) in steps {
        let mut network = disinflation_after_a_period();
        let before = overview(&mut network);
        let rolling = (before.emission.period_index, before.emission.period_rate, before.emission.period_budget);
        assert_eq!(rolling, (0, 80_000_000_000_000, 80_000));
        let mut expected = before;
        effect(&mut expected.emission);
        lower(&mut network, lowered.args()).unwrap();
        assert_state(&overview(&mut network), &expected);
    }
}

#[test]
fn the_same_schedule_is_taken_and_changes_nothing() {
    for mut network in [network_issuing(OLD.args(), 0), disinflation_after_a_period()] {
        let before = overview(&mut network);
        lower(&mut network, OLD.args()).unwrap();
        assert_state(&overview(&mut network), &before);
    }
}

#[test]
fn a_schedule_stays_of_its_kind() {
    let mut network = network_issuing(OLD.args(), 0);
    refuses(&mut network, EmissionChangeNotDownwards, |network| lower(network, table(&[])));
    let mut network = network_issuing(table(&[100, 80, 60]), 0);
    let nothing = Ingredients { base_supply: 0, cap: 0, ..OLD };
    refuses(&mut network, EmissionChangeNotDownwards, |network| lower(network, nothing.args()));
}

/// Stored budgets of a table: zeros after those given.
fn budgets(given: &[u64]) -> [u64; 8] {
    let mut budgets = [0; 8];
    budgets[..given.len()].copy_from_slice(given);
    budgets
}

#[test]
fn before_the_first_epoch_every_budget_of_a_table_can_be_lowered() {
    for lowered in [&[99, 80, 60][..], &[100, 79, 60], &[100, 80, 59], &[0, 0, 0], &[100, 80], &[50], &[]] {
        let mut network = network_issuing(table(&[100, 80, 60]), 0);
        let before = overview(&mut network);
        lower(&mut network, table(lowered)).unwrap();
        let period_budget = lowered.first().copied().unwrap_or(0);
        let emission = EmissionSchedule { budgets: budgets(lowered), period_budget, ..before.emission };
        assert_state(&overview(&mut network), &PoolOverview { emission, ..before });
    }
}

#[test]
fn no_budget_of_a_table_can_be_raised() {
    let mut network = network_issuing(table(&[100, 80, 60]), 0);
    for higher in [
        &[101, 80, 60][..],
        &[100, 81, 60],
        &[100, 80, 61],
        &[100, 80, 60, 1],
        &[100, 80, 60, 0, 0, 0, 0, 1],
        // The sum is lower, but a later period's budget comes earlier.
        &[0, 100, 60],
        &[101, 0, 0],
    ] {
        refuses(&mut network, EmissionChangeNotDownwards, |network| lower(network, table(higher)));
    }
}

#[test]
fn budgets_of_periods_that_are_over_stay_as_they_were() {
    let mut network = network_issuing(table(&[100, 80, 60]), 1_000);
    publish_each(&mut network, 1, &[50, 50]);
    for changed in [&[99, 80, 60][..], &[101, 80, 60], &[0, 80, 60], &[], &[99, 70, 50], &[100, 81, 60], &[100, 80, 61]]
    {
        refuses(&mut network, EmissionChangeNotDownwards, |network| lower(network, table(changed)));
    }
    let before = overview(&mut network);
    lower(&mut network, table(&[100, 79, 59])).unwrap();
    let emission = EmissionSchedule { budgets: budgets(&[100, 79, 59]), ..before.emission };
    assert_state(&overview(&mut network), &PoolOverview { emission, ..before });

    publish_each(&mut network, 3, &[40, 39]);
    for changed in [&[100, 78, 59][..], &[100, 80, 59], &[99, 79, 59], &[100, 79, 60]] {
        refuses(&mut network, EmissionChangeNotDownwards, |network| lower(network, table(changed)));
    }
    lower(&mut network, table(&[100, 79])).unwrap();
}

#[test]
fn a_table_keeps_its_period_length() {
    let mut network = network_issuing(table(&[100, 80, 60]), 0);
    for epochs_per_period in [1, 3, u64::MAX] {
        let other = NewEmissionSchedule::Table { epochs_per_period, budgets: vec![1] };
        refuses(&mut network, EmissionChangeNotDownwards, |network| lower(network, other));
    }
}

#[test]
fn a_lower_schedule_keeps_the_bounds_of_every_schedule() {
    let mut network = network_issuing(OLD.args(), 0);
    for (wrong, error) in [
        (Ingredients { epochs_per_period: 0, ..OLD }.args(), EmissionPeriodEmpty),
        // The long-term rate would be above the initial one.
        (Ingredients { initial_rate: 14_999_999_999_999, ..OLD }.args(), EmissionRateOutOfRange),
        (Ingredients { decay: 1_000_000_000_000_001, ..OLD }.args(), EmissionRateOutOfRange),
        (table(&[0; 9]), EmissionTableTooLong),
        (table(&[u64::MAX, 1]), EmissionTotalTooLarge),
    ] {
        refuses(&mut network, error, |network| lower(network, wrong));
    }
}
