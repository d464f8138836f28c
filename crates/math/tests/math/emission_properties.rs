//! Random schedules at the extremes, against the recurrence of SPEC 11 in big integers.

use inference_staking_math::emission::{Period, Schedule, ScheduleKind};
use num_bigint::BigUint;
use proptest::prelude::*;

use crate::extremes::{amount, cases};
use crate::oracle::{big, fit, floor};

const R: u64 = 1_000_000_000_000_000;

/// A part of one: anything from 0 to `R`, the ends and usual rates often.
fn rate() -> impl Strategy<Value = u64> {
    prop_oneof![0..=R, 0..=R / 10, 0..=3u64, (0..=3u64).prop_map(|below| R - below)]
}

fn disinflation() -> impl Strategy<Value = ScheduleKind> {
    (amount(), rate(), rate(), rate(), any::<bool>(), amount()).prop_map(
        |(base_supply, a, decay, b, compounding, cap)| {
            let (initial_rate, long_term_rate) = (a.max(b), a.min(b));
            ScheduleKind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap }
        },
    )
}

fn table() -> impl Strategy<Value = ScheduleKind> {
    prop::array::uniform8(amount().prop_map(|n| n / 8)).prop_map(ScheduleKind::Table)
}

fn schedule(epochs: impl Strategy<Value = u64>) -> impl Strategy<Value = Schedule> {
    (prop_oneof![3 => disinflation(), 1 => table()], epochs)
        .prop_map(|(kind, epochs_per_period)| Schedule { kind, epochs_per_period })
}

/// SPEC 11, period by period, with supply, rate and issued total of any size.
fn expected_periods(schedule: &Schedule, count: u64) -> Vec<Period> {
    let mut issued = big(0u8);
    let mut rate = match schedule.kind {
        ScheduleKind::Disinflation { initial_rate, .. } => big(initial_rate),
        ScheduleKind::Table(_) => big(0u8),
    };
    let mut all = Vec::new();
    for index in 0..count {
        let budget = match schedule.kind {
            ScheduleKind::Disinflation { base_supply, compounding, cap, .. } => {
                let supply = if compounding { big(base_supply) + &issued } else { big(base_supply) };
                floor(supply, rate.clone(), R).min(big(cap) - &issued)
            }
            ScheduleKind::Table(budgets) => budgets
                .iter()
                .zip(0u64..)
                .find(|(_, period)| *period == index)
                .map_or(big(0u8), |(budget, _)| big(*budget)),
        };
        all.push(Period {
            index,
            rate: fit(rate.clone()).unwrap(),
            issued_before: fit(issued.clone()).unwrap(),
            budget: fit(budget.clone()).unwrap(),
        });
        issued += budget;
        if let ScheduleKind::Disinflation { decay, long_term_rate, .. } = schedule.kind {
            rate = floor(rate, R - decay, R).max(big(long_term_rate));
        }
    }
    all
}

fn actual_periods(schedule: &Schedule, count: u64) -> Vec<Period> {
    let mut period = schedule.first_period().unwrap();
    let mut all = vec![period];
    for _ in 1..count {
        period = schedule.next_period(&period).unwrap();
        all.push(period);
    }
    all
}

proptest! {
    #![proptest_config(cases(500))]

    #[test]
    fn periods_follow_the_specification(schedule in schedule(Just(1))) {
        prop_assert_eq!(schedule.validate(), Ok(()));
        prop_assert_eq!(actual_periods(&schedule, 20), expected_periods(&schedule, 20));
    }

    #[test]
    fn epochs_of_a_period_sum_to_its_budget(schedule in schedule(1..=40u64)) {
        let n = schedule.epochs_per_period;
        for period in actual_periods(&schedule, 10) {
            let epochs = period.index * n + 1..=(period.index + 1) * n;
            let paid: Vec<u64> = epochs.map(|epoch| schedule.emission(&period, epoch).unwrap()).collect();
            prop_assert_eq!(paid.iter().map(|paid| big(*paid)).sum::<BigUint>(), big(period.budget));
            // As even as it can be, the larger ones first.
            prop_assert!(paid.windows(2).all(|pair| pair[0] >= pair[1]));
            prop_assert!(paid.first().unwrap() - paid.last().unwrap() <= 1);
        }
    }

    #[test]
    fn everything_issued_stays_within_the_cap(kind in disinflation()) {
        let ScheduleKind::Disinflation { cap, .. } = kind else { unreachable!() };
        let all = actual_periods(&Schedule { kind, epochs_per_period: 1 }, 40);
        prop_assert!(all.iter().map(|period| big(period.budget)).sum::<BigUint>() <= big(cap));
    }

    #[test]
    fn any_epoch_of_any_period_length_pays_its_part(
        budget in amount(), epochs_per_period in amount().prop_map(|n| n.max(1)), epoch in amount().prop_map(|n| n.max(1)),
    ) {
        let schedule = Schedule { kind: ScheduleKind::Table([0; 8]), epochs_per_period };
        let (index, place) = ((epoch - 1) / epochs_per_period, (epoch - 1) % epochs_per_period);
        prop_assert_eq!(schedule.period_of(epoch), Ok(index));
        let period = Period { index, rate: 0, issued_before: 0, budget };
        // Units dealt out one by one: this epoch gets those numbered place, place + N, place + 2 N, ...
        let dealt = if budget > place { (budget - place - 1) / epochs_per_period + 1 } else { 0 };
        prop_assert_eq!(schedule.emission(&period, epoch), Ok(dealt));
    }

    #[test]
    fn nothing_panics_for_any_schedule(
        numbers in prop::array::uniform8(amount()), table in any::<bool>(), compounding in any::<bool>(), n in amount(), epoch in amount(),
    ) {
        let [base_supply, initial_rate, decay, long_term_rate, cap, index, issued_before, budget] = numbers;
        let kind = match table {
            true => ScheduleKind::Table(numbers),
            false => ScheduleKind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap },
        };
        let schedule = Schedule { kind, epochs_per_period: n };
        let period = Period { index, rate: initial_rate, issued_before, budget };
        let _ = (schedule.validate(), schedule.first_period(), schedule.next_period(&period));
        let _ = (schedule.period_of(epoch), schedule.emission(&period, epoch));
    }
}
