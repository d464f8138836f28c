//! What has no future, and why.

use inference_staking_math::emission::{Schedule, ScheduleKind};
use inference_staking_math::MathError;
use inference_staking_simulator::{Assumptions, Course, Ranges, RateRange, Simulation, SimulationError, MOST_EPOCHS};

use crate::world::{eight_percent, five_periods, usual, PERCENT};

fn refused(change: impl FnOnce(&mut Assumptions)) -> Option<SimulationError> {
    let mut assumptions = usual(1_000_000, 10);
    change(&mut assumptions);
    Simulation::run(&Course::new(five_periods()).unwrap(), assumptions).err()
}

#[test]
fn each_assumption_has_its_bounds() {
    assert_eq!(refused(|_| ()), None);
    for staked in [0.0, -0.1, 1.000_001, f64::NAN, f64::INFINITY] {
        assert!(matches!(refused(|a| a.staked = staked), Some(SimulationError::StakedFraction(_))), "{staked}");
    }
    assert_eq!(refused(|a| a.staked = 1.0), None);
    for value in [-0.1, 1.1, f64::NAN] {
        assert!(matches!(refused(|a| a.to_stakers = value), Some(SimulationError::NoPart { .. })));
        assert!(matches!(refused(|a| a.commission = value), Some(SimulationError::NoPart { .. })));
    }
    assert_eq!(refused(|a| (a.to_stakers, a.commission) = (0.0, 1.0)), None);
    assert_eq!(refused(|a| a.starting_supply = 0), Some(SimulationError::NoSupply));
    assert_eq!(refused(|a| a.epoch_seconds = 0), Some(SimulationError::EpochLength(0)));
    assert_eq!(refused(|a| a.epoch_seconds = 31_536_001), Some(SimulationError::EpochLength(31_536_001)));
    assert_eq!(refused(|a| a.epoch_seconds = 31_536_000), None);
    assert_eq!(refused(|a| a.epochs = 0), Some(SimulationError::NoHorizon));
    let epochs = MOST_EPOCHS + 1;
    assert_eq!(refused(|a| a.epochs = epochs), Some(SimulationError::HorizonTooLong { epochs, most: MOST_EPOCHS }));
}

#[test]
fn no_more_is_burnt_than_there_is() {
    let schedule = Schedule { kind: ScheduleKind::Table([0; 8]), epochs_per_period: 1 };
    let run = |epochs| {
        let assumptions = Assumptions { burnt_per_year: 400, ..usual(100, epochs) };
        Simulation::run(&Course::new(schedule).unwrap(), assumptions)
    };
    // floor(400 * 91 / 365) = 99, and 100 a day later.
    assert_eq!(run(91).unwrap().epochs[90].supply_after, 1);
    assert_eq!(run(92), Err(SimulationError::BurntBeyondSupply { epoch: 92 }));
}

#[test]
fn schedules_that_the_program_refuses_are_refused() {
    let mut schedule = eight_percent(1_000_000, true, 10);
    schedule.epochs_per_period = 0;
    assert_eq!(Course::new(schedule), Err(SimulationError::Schedule(MathError::EmissionPeriodEmpty)));
}

#[test]
fn ranges_go_upwards_and_begin_above_where_they_end() {
    let range = |low, high| RateRange { low: low * PERCENT, high: high * PERCENT };
    let usual = Ranges::default();
    assert_eq!(usual.validate(), Ok(()));
    let turned = Ranges { decay: range(16, 14), ..usual };
    assert_eq!(turned.validate(), Err(SimulationError::Range("decays")));
    let above_one = Ranges { initial_rate: range(7, 101), ..usual };
    assert_eq!(above_one.validate(), Err(SimulationError::Range("initial rates")));
    assert_eq!(Ranges { long_term_rate: range(1, 8), ..usual }.validate(), Err(SimulationError::RangesCross));
}
