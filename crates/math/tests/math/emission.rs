//! The emission schedule: the vectors of SPEC 16, the cap, tables, and which epoch is in which period.

use inference_staking_math::emission::{Period, Schedule, ScheduleKind, RATE_ONE, TABLE_PERIODS};
use inference_staking_math::MathError;

pub const NO_CAP: u64 = u64::MAX;

/// 8 % at first, 15 % less each period, never below 1.5 %.
pub fn eight_percent(base_supply: u64, compounding: bool, cap: u64, epochs_per_period: u64) -> Schedule {
    Schedule {
        kind: ScheduleKind::Disinflation {
            base_supply,
            initial_rate: 80_000_000_000_000,
            decay: 150_000_000_000_000,
            long_term_rate: 15_000_000_000_000,
            compounding,
            cap,
        },
        epochs_per_period,
    }
}

/// 5, 4, 3, 2 and 1 % of 10^10 tokens over five periods.
pub fn five_periods() -> Schedule {
    let budgets = [500_000_000, 400_000_000, 300_000_000, 200_000_000, 100_000_000, 0, 0, 0];
    Schedule { kind: ScheduleKind::Table(budgets), epochs_per_period: 300 }
}

fn periods(schedule: &Schedule, count: usize) -> Vec<Period> {
    let mut all = vec![schedule.first_period().unwrap()];
    while all.len() < count {
        all.push(schedule.next_period(all.last().unwrap()).unwrap());
    }
    all
}

fn budgets(schedule: &Schedule, count: usize) -> Vec<u64> {
    periods(schedule, count).iter().map(|period| period.budget).collect()
}

#[test]
fn rate_of_one_is_ten_to_the_fifteenth_and_a_table_has_eight_periods() {
    assert_eq!((RATE_ONE, TABLE_PERIODS), (1_000_000_000_000_000, 8));
}

#[test]
fn rate_decays_towards_the_long_term_rate() {
    let rates: Vec<u64> = periods(&eight_percent(1_000_000, false, NO_CAP, 10), 13).iter().map(|p| p.rate).collect();
    let tera = 1_000_000_000_000;
    assert_eq!(rates[..4], [80 * tera, 68 * tera, 57_800_000_000_000, 49_130_000_000_000]);
    assert_eq!(rates[4..6], [41_760_500_000_000, 35_496_425_000_000]);
    assert_eq!(rates[10..], [15_749_952_347_257, 15 * tera, 15 * tera]);
}

#[test]
fn budgets_of_a_fixed_supply() {
    let schedule = eight_percent(1_000_000, false, NO_CAP, 10);
    assert_eq!(
        budgets(&schedule, 13),
        [80_000, 68_000, 57_800, 49_130, 41_760, 35_496, 30_171, 25_646, 21_799, 18_529, 15_749, 15_000, 15_000]
    );
}

#[test]
fn budgets_of_a_compounding_supply() {
    let schedule = eight_percent(1_000_000, true, NO_CAP, 10);
    let all = periods(&schedule, 7);
    let supplies = all.iter().map(|period| schedule.supply(period.issued_before)).collect::<Vec<_>>();
    let expected = [1_000_000, 1_080_000, 1_153_440, 1_220_108, 1_280_051, 1_333_506, 1_380_840];
    assert_eq!(supplies, expected.map(Some));
    let budgets: Vec<u64> = all.iter().map(|period| period.budget).collect();
    assert_eq!(budgets, [80_000, 73_440, 66_668, 59_943, 53_455, 47_334, 41_662]);
}

#[test]
fn the_supply_grows_only_if_it_compounds_and_a_table_has_none() {
    assert_eq!(eight_percent(1_000_000, false, NO_CAP, 10).supply(5), Some(1_000_000));
    assert_eq!(eight_percent(u64::MAX, true, NO_CAP, 10).supply(u64::MAX), Some(2 * u128::from(u64::MAX)));
    let table = Schedule { kind: ScheduleKind::Table([1; TABLE_PERIODS]), epochs_per_period: 1 };
    assert_eq!(table.supply(1), None);
}

#[test]
fn period_that_does_not_divide_pays_the_extra_units_first() {
    let schedule = eight_percent(1_000_000, false, NO_CAP, 10);
    let fifth = periods(&schedule, 6)[5];
    let paid: Vec<u64> = (51..=60).map(|epoch| schedule.emission(&fifth, epoch).unwrap()).collect();
    assert_eq!(paid, [3_550, 3_550, 3_550, 3_550, 3_550, 3_550, 3_549, 3_549, 3_549, 3_549]);
}

#[test]
fn large_supply_over_a_year_of_epochs() {
    let schedule = eight_percent(10_000_000_000_000_000_000, false, NO_CAP, 365);
    let first = schedule.first_period().unwrap();
    assert_eq!(first, Period { index: 0, rate: 80_000_000_000_000, issued_before: 0, budget: 800_000_000_000_000_000 });
    for (epoch, paid) in [
        (1, 2_191_780_821_917_809),
        (80, 2_191_780_821_917_809),
        (81, 2_191_780_821_917_808),
        (365, 2_191_780_821_917_808),
    ] {
        assert_eq!(schedule.emission(&first, epoch), Ok(paid), "epoch {epoch}");
    }
}

#[test]
fn table_pays_its_budgets_and_nothing_afterwards() {
    let schedule = five_periods();
    assert_eq!(schedule.validate(), Ok(()));
    let all = periods(&schedule, 12);
    let budgets: Vec<u64> = all.iter().map(|period| period.budget).collect();
    assert_eq!(budgets[..5], [500_000_000, 400_000_000, 300_000_000, 200_000_000, 100_000_000]);
    assert_eq!(budgets[5..], [0; 7]);
    assert_eq!(all[11], Period { index: 11, rate: 0, issued_before: 1_500_000_000, budget: 0 });
    // 500,000,000 over 300 epochs: 1,666,666 and one more in the first 200.
    assert_eq!(schedule.emission(&all[0], 200), Ok(1_666_667));
    assert_eq!(schedule.emission(&all[0], 201), Ok(1_666_666));
    assert_eq!(schedule.emission(&all[4], 1_500), Ok(333_333));
    assert_eq!(schedule.emission(&all[5], 1_501), Ok(0));
}

#[test]
fn eighth_period_of_a_table_is_its_last() {
    let schedule = Schedule { kind: ScheduleKind::Table([1, 2, 3, 4, 5, 6, 7, 8]), epochs_per_period: 1 };
    assert_eq!(budgets(&schedule, 10), [1, 2, 3, 4, 5, 6, 7, 8, 0, 0]);
    assert_eq!(periods(&schedule, 10)[9].issued_before, 36);
}

#[test]
fn cap_cuts_the_period_that_reaches_it_and_ends_emission() {
    assert_eq!(budgets(&eight_percent(1_000_000, false, 200_000, 10), 6), [80_000, 68_000, 52_000, 0, 0, 0]);
    assert_eq!(budgets(&eight_percent(1_000_000, true, 200_000, 10), 6), [80_000, 73_440, 46_560, 0, 0, 0]);
    assert_eq!(budgets(&eight_percent(1_000_000, false, 205_800, 10), 5), [80_000, 68_000, 57_800, 0, 0]);
    assert_eq!(budgets(&eight_percent(1_000_000, false, 0, 10), 3), [0, 0, 0]);
    assert_eq!(budgets(&eight_percent(1_000_000, false, 1, 10), 3), [1, 0, 0]);
}

#[test]
fn budget_above_a_u64_is_what_the_cap_leaves() {
    // The supply doubles each period: 2^63, then 2^64 of which the cap leaves 2^63 - 1.
    let kind = ScheduleKind::Disinflation {
        base_supply: 1 << 63,
        initial_rate: RATE_ONE,
        decay: 0,
        long_term_rate: 0,
        compounding: true,
        cap: NO_CAP,
    };
    assert_eq!(budgets(&Schedule { kind, epochs_per_period: 1 }, 4), [1 << 63, (1 << 63) - 1, 0, 0]);
}

#[test]
fn epochs_count_from_one() {
    let schedule = five_periods();
    for (epoch, period) in [(1, 0), (300, 0), (301, 1), (600, 1), (601, 2), (u64::MAX, 61_489_146_912_365_172)] {
        assert_eq!(schedule.period_of(epoch), Ok(period), "epoch {epoch}");
    }
    assert_eq!(schedule.period_of(0), Err(MathError::EpochOutsidePeriod));
}

#[test]
fn epoch_of_another_period_is_refused() {
    let schedule = five_periods();
    let second = periods(&schedule, 2)[1];
    assert!(schedule.emission(&second, 301).is_ok() && schedule.emission(&second, 600).is_ok());
    for epoch in [0, 1, 300, 601, u64::MAX] {
        assert_eq!(schedule.emission(&second, epoch), Err(MathError::EpochOutsidePeriod), "epoch {epoch}");
    }
}

/// Whether nothing is issued from `epoch` on.
fn has_ended(schedule: &Schedule, epoch: u64) -> bool {
    let mut period = schedule.first_period().unwrap();
    for _ in period.index..schedule.period_of(epoch).unwrap() {
        period = schedule.next_period(&period).unwrap();
    }
    schedule.has_ended(&period, epoch).unwrap()
}

#[test]
fn a_table_has_ended_after_the_last_epoch_that_issues_something() {
    // Five periods of 300 epochs.
    assert!(!has_ended(&five_periods(), 1));
    assert!(!has_ended(&five_periods(), 1_500));
    assert!(has_ended(&five_periods(), 1_501));
    assert!(has_ended(&five_periods(), 1_000_000));
    // A budget of 2 in the fourth of periods of 10 epochs: in epochs 31 and 32, after periods of nothing.
    let late = Schedule { kind: ScheduleKind::Table([0, 0, 0, 2, 0, 0, 0, 0]), epochs_per_period: 10 };
    for (epoch, ended) in [(1, false), (30, false), (31, false), (32, false), (33, true), (40, true), (41, true)] {
        assert_eq!(has_ended(&late, epoch), ended, "epoch {epoch}");
    }
    // The last place of a table.
    let last = Schedule { kind: ScheduleKind::Table([0, 0, 0, 0, 0, 0, 0, 1]), epochs_per_period: 10 };
    assert!(!has_ended(&last, 71));
    assert!(has_ended(&last, 72));
}

#[test]
fn a_disinflation_with_a_long_term_rate_never_ends_before_its_cap() {
    assert!(!has_ended(&eight_percent(1_000_000, false, NO_CAP, 10), 10_000));
    // 80,000 and 68,000 are the first two budgets: the cap leaves 1 for the third, which its first epoch issues.
    let capped = eight_percent(1_000_000, false, 148_001, 10);
    assert!(!has_ended(&capped, 21));
    assert!(has_ended(&capped, 22));
    assert!(has_ended(&capped, 1_000));
    // Exactly at the cap after the second period.
    let capped = eight_percent(1_000_000, true, 154_400, 10);
    assert_eq!(budgets(&capped, 3), [80_000, 73_440, 960]);
    assert!(!has_ended(&capped, 20));
    assert!(!has_ended(&eight_percent(1_000_000, false, 148_000, 10), 20));
    assert!(has_ended(&eight_percent(1_000_000, false, 148_000, 10), 21));
}

#[test]
fn a_disinflation_without_a_long_term_rate_ends_when_its_rate_buys_nothing() {
    // 50 % of 8 and half as much each time: 4, 2, 1, 0.
    let halving = Schedule {
        kind: ScheduleKind::Disinflation {
            base_supply: 8,
            initial_rate: RATE_ONE / 2,
            decay: RATE_ONE / 2,
            long_term_rate: 0,
            compounding: false,
            cap: NO_CAP,
        },
        epochs_per_period: 4,
    };
    assert_eq!(budgets(&halving, 5), [4, 2, 1, 0, 0]);
    for (epoch, ended) in [(4, false), (5, false), (8, false), (9, false), (10, true), (13, true)] {
        assert_eq!(has_ended(&halving, epoch), ended, "epoch {epoch}");
    }
}

#[test]
fn what_has_ended_issues_nothing_ever_after() {
    let late = Schedule { kind: ScheduleKind::Table([3, 0, 2, 0, 7, 0, 0, 1]), epochs_per_period: 5 };
    for schedule in [late, eight_percent(50, true, 9, 3), eight_percent(1_000, false, 333, 7)] {
        let mut period = schedule.first_period().unwrap();
        let mut issues = Vec::new();
        for epoch in 1..200u64 {
            if period.index < schedule.period_of(epoch).unwrap() {
                period = schedule.next_period(&period).unwrap();
            }
            issues.push(schedule.emission(&period, epoch).unwrap());
        }
        for epoch in 1..150u64 {
            let rest = &issues[usize::try_from(epoch).unwrap() - 1..];
            assert_eq!(has_ended(&schedule, epoch), rest.iter().all(|issued| *issued == 0), "epoch {epoch}");
        }
    }
}

#[test]
fn only_an_epoch_of_the_period_is_asked_about() {
    let schedule = five_periods();
    let first = schedule.first_period().unwrap();
    assert_eq!(schedule.has_ended(&first, 301), Err(MathError::EpochOutsidePeriod));
}
