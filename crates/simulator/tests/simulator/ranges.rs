//! Ranges of schedules: envelope and mean.

use inference_staking_math::emission::ScheduleKind;
use inference_staking_simulator::{Envelope, Parameter, Ranges};
use proptest::prelude::*;

use crate::world::{eight_percent, five_periods, PERCENT};

fn rates(schedule: &inference_staking_math::emission::Schedule) -> (u64, u64, u64) {
    let ScheduleKind::Disinflation { initial_rate, decay, long_term_rate, .. } = schedule.kind else { panic!() };
    (initial_rate, decay, long_term_rate)
}

#[test]
fn the_usual_ranges_have_27_schedules_around_their_mean() {
    let like = eight_percent(1_000_000, true, 10);
    let ranges = Ranges::default();
    let members = ranges.members(&like);
    let mut all: Vec<_> = members.iter().map(rates).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 27);
    assert_eq!(all.first(), Some(&(7 * PERCENT, 14 * PERCENT, PERCENT)));
    assert_eq!(all.last(), Some(&(9 * PERCENT, 16 * PERCENT, 2 * PERCENT)));
    assert_eq!(ranges.mean(&like), Some(like));
    assert!(members.iter().all(|member| member.validate().is_ok()));
    assert_eq!((ranges.mean(&five_periods()), ranges.members(&five_periods())), (None, vec![]));
}

#[test]
fn a_parameter_that_varies_alone_leaves_the_others_at_their_means() {
    let varied = |parameter| {
        let all = Ranges::default().varied(&eight_percent(1_000_000, true, 10), parameter);
        all.iter().map(|(_, schedule)| rates(schedule)).collect::<Vec<_>>()
    };
    let (mean, last) = (15 * PERCENT, 15 * PERCENT / 10);
    assert_eq!(varied(Parameter::InitialRate), [7, 8, 9].map(|rate| (rate * PERCENT, mean, last)));
    assert_eq!(varied(Parameter::Decay), [14, 15, 16].map(|decay| (8 * PERCENT, decay * PERCENT, last)));
    assert_eq!(varied(Parameter::LongTermRate), [10, 15, 20].map(|rate| (8 * PERCENT, mean, rate * PERCENT / 10)));
}

proptest! {
    #[test]
    fn an_envelope_holds_all_of_its_members_and_touches_them(series in prop::collection::vec(prop::collection::vec(-1e6..1e6f64, 5), 1..8)) {
        let Envelope { low, mean, high } = Envelope::of(&series);
        for place in 0..5 {
            let values: Vec<f64> = series.iter().map(|values| values[place]).collect();
            prop_assert!(values.iter().all(|value| low[place] <= *value && *value <= high[place]));
            prop_assert!(values.contains(&low[place]) && values.contains(&high[place]));
            prop_assert!((mean[place] - values.iter().sum::<f64>() / values.len() as f64).abs() < 1e-6);
        }
    }
}
