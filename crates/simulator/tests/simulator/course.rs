//! Schedules of networks: what has passed is taken as it was.

use inference_staking_math::emission::{Period, Schedule, ScheduleKind};
use inference_staking_simulator::{By, Course, Curve, PassedEpoch, PastSources, Simulation, SimulationError};

use crate::world::{eight_percent, run, tenths, PERCENT};

const FIRST: Period = Period { index: 0, rate: 80_000_000_000_000, issued_before: 0, budget: 80_000 };
const SECOND: Period = Period { index: 1, rate: 68_000_000_000_000, issued_before: 80_000, budget: 68_000 };

fn record(epoch: u64, period: Period, issued: u64) -> PassedEpoch {
    PassedEpoch { epoch, period, issued }
}

fn schedule() -> Schedule {
    eight_percent(1_000_000, false, 10)
}

#[test]
fn an_epoch_that_was_published_without_rewards_issued_nothing() {
    let records = [record(1, FIRST, 8_000), record(2, FIRST, 0), record(3, FIRST, 8_000)];
    let (course, sources) = Course::of_network(schedule(), FIRST, 3, &records).unwrap();
    assert_eq!(sources, PastSources { from_records: 3, ..PastSources::default() });
    let simulation = Simulation::run(&course, tenths(1_000_000, 20)).unwrap();
    let issued: Vec<_> = simulation.epochs[..5].iter().map(|epoch| (epoch.emission, epoch.has_passed)).collect();
    assert_eq!(issued, [(8_000, true), (0, true), (8_000, true), (8_000, false), (8_000, false)]);
    // The schedule goes on as if it had been issued: 6.8 % of 1,000,000 in period 1.
    assert_eq!(simulation.intervals(By::Year)[1].emission, 68_000);
    assert_eq!(simulation.intervals(By::Year)[0].passed_epochs, 3);
    assert_eq!(simulation.passed_epochs, 3);
    // The curve begins where the past ends: an epoch without rewards is no difference.
    let curve = Curve::beside(&simulation).unwrap();
    assert_eq!(curve.points.iter().take_while(|point| point.is_none()).count(), 3);
    assert_eq!(curve.differences.supply.unwrap().size, 0.0);
}

#[test]
fn epochs_whose_records_are_gone_are_those_of_the_schedule_if_it_was_never_lowered() {
    let records = [record(12, SECOND, 6_800)];
    let (course, sources) = Course::of_network(schedule(), SECOND, 12, &records).unwrap();
    assert_eq!(sources, PastSources { from_records: 1, from_schedule: 11, from_totals: 0 });
    assert_eq!(course.passed, [[8_000; 10].as_slice(), &[6_800; 2]].concat());
    // The same future as if nothing had passed.
    let network = Simulation::run(&course, tenths(1_000_000, 60)).unwrap();
    let fresh = run(schedule(), tenths(1_000_000, 60));
    let emissions = |simulation: &Simulation| simulation.epochs.iter().map(|epoch| epoch.emission).collect::<Vec<_>>();
    assert_eq!(emissions(&network), emissions(&fresh));
}

#[test]
fn after_a_lowering_the_past_is_what_the_records_say_and_else_its_total() {
    // Lowered to a decay of 50 % from period 2 on: 3.4 %, then 1.7 %.
    let mut lowered = schedule();
    if let ScheduleKind::Disinflation { decay, .. } = &mut lowered.kind {
        *decay = 50 * PERCENT;
    }
    let third = Period { index: 2, rate: 34_000_000_000_000, issued_before: 148_000, budget: 34_000 };
    let records = [record(20, SECOND, 6_800), record(21, third, 3_400)];
    let (course, sources) = Course::of_network(lowered, third, 21, &records).unwrap();
    // Epochs 11 to 19 are of the period that the record of epoch 20 was issued under; before that 80,000 were issued.
    assert_eq!(sources, PastSources { from_records: 2, from_schedule: 19, from_totals: 0 });
    assert_eq!(course.passed, [[8_000; 10].as_slice(), &[6_800; 10], &[3_400]].concat());

    // Without the record of epoch 20 only the sum of both periods is known.
    let (course, sources) = Course::of_network(lowered, third, 21, &records[1..]).unwrap();
    assert_eq!(sources, PastSources { from_records: 1, from_schedule: 0, from_totals: 20 });
    assert_eq!(course.passed, [[7_400; 20].as_slice(), &[3_400]].concat());
    let years = Simulation::run(&course, tenths(1_000_000, 40)).unwrap().intervals(By::Year);
    assert_eq!((years[2].emission, years[3].emission, years[1].supply_after), (34_000, 17_000, 1_148_000));
}

#[test]
fn the_first_epoch_of_a_period_leaves_the_period_behind_if_it_is_revoked() {
    let (course, sources) = Course::of_network(schedule(), SECOND, 10, &[]).unwrap();
    assert_eq!(sources, PastSources { from_schedule: 10, ..PastSources::default() });
    let network = Simulation::run(&course, tenths(1_000_000, 60)).unwrap();
    let fresh = run(schedule(), tenths(1_000_000, 60));
    let emissions = |simulation: &Simulation| simulation.epochs.iter().map(|epoch| epoch.emission).collect::<Vec<_>>();
    assert_eq!(emissions(&network), emissions(&fresh));
    // The curve begins where the past ends.
    let curve = Curve::beside(&network).unwrap();
    assert_eq!(curve.points.iter().take_while(|point| point.is_none()).count(), 10);
}

#[test]
fn records_and_periods_of_another_schedule_are_refused() {
    let twice = [record(1, FIRST, 8_000), record(1, FIRST, 8_000)];
    assert_eq!(Course::of_network(schedule(), FIRST, 3, &twice), Err(SimulationError::PastAndPeriod));
    // Epoch 5 is of period 0.
    assert_eq!(Course::of_network(schedule(), SECOND, 5, &[]), Err(SimulationError::PastAndPeriod));
    assert_eq!(Course::of_network(schedule(), FIRST, 15, &[]), Err(SimulationError::PastAndPeriod));
}

#[test]
fn a_network_without_epochs_has_its_whole_schedule_ahead() {
    let (course, sources) = Course::of_network(schedule(), FIRST, 0, &[]).unwrap();
    assert_eq!((course, sources), (Course::new(schedule()).unwrap(), PastSources::default()));
}
