//! The schedule in real numbers beside the integers.

use inference_staking_math::emission::{Schedule, ScheduleKind};
use inference_staking_simulator::{Curve, Difference, Simulation};

use crate::world::{assert_near, eight_percent, run, tenths, usual};

fn largest(found: Option<Difference>) -> (f64, u64) {
    found.map(|found| (found.size, found.place)).unwrap()
}

fn curve(simulation: &Simulation) -> Curve {
    Curve::beside(simulation).unwrap()
}

#[test]
fn a_budget_that_does_not_divide_is_ahead_of_the_curve() {
    let kind = ScheduleKind::Table([10, 0, 0, 0, 0, 0, 0, 0]);
    let curve = curve(&run(Schedule { kind, epochs_per_period: 4 }, usual(100, 4)));
    // 3, 3, 2, 2 beside 2.5 each: half a unit apart, and a whole one after two.
    assert_eq!(largest(curve.differences.emission), (0.5, 1));
    assert_eq!(largest(curve.differences.supply), (1.0, 2));
    assert_eq!((curve.differences.rate, curve.differences.rate_to_smooth), (None, None));
    let supplies: Vec<f64> = curve.points.iter().map(|point| point.unwrap().supply_after).collect();
    assert_eq!(supplies, [102.5, 105.0, 107.5, 110.0]);
}

#[test]
fn the_largest_differences_are_those_of_exact_fractions() {
    let supply = 1_000_000_000_000_000_000;
    let differences = curve(&run(eight_percent(supply, true, 365), usual(supply, 5_475))).differences;
    // In Python's fractions, over all epochs: |emission - budget / 365| and |sum of emissions - sum of budget / 365|, the budgets by
    // rate' = max(3/200, 17/20 rate) and supply' = supply + supply rate, nothing rounded.
    let (emission, epoch) = largest(differences.emission);
    assert_near(emission, 3.491_191_110_692_955);
    assert_eq!(epoch, 3_685);
    let (of_supply, epoch) = largest(differences.supply);
    assert_near(of_supply, 1_716.827_452_537_163);
    assert_eq!(epoch, 5_475);
    // 0.8125 of 10^15, in period 10.
    let (rate, period) = largest(differences.rate);
    assert_near(rate, 0.8125e-15);
    assert_eq!(period, 10);
    // In the last epoch of the first period: 0.08 - 0.08 0.85^(364/365).
    let (smooth, epoch) = largest(differences.rate_to_smooth);
    assert_near(smooth, 0.011_969_715_759_165_95);
    assert_eq!(epoch, 365);
}

#[test]
fn the_curve_stops_at_the_cap_and_does_not_compound_unless_asked() {
    let capped = |cap| {
        let mut schedule = eight_percent(1_000_000, false, 10);
        if let ScheduleKind::Disinflation { cap: place, .. } = &mut schedule.kind {
            *place = cap;
        }
        let curve = curve(&run(schedule, tenths(1_000_000, 60)));
        curve.points.last().unwrap().unwrap().supply_after
    };
    // 10^6 (0.08 + 0.068 + 0.0578 + 0.04913 + 0.0417605 + 0.035496425)
    assert_near(capped(u64::MAX), 1_332_186.925);
    assert_near(capped(100_000), 1_100_000.0);
}

#[test]
fn the_smooth_rate_goes_through_the_start_of_every_period() {
    let simulation = run(eight_percent(1_000_000, true, 10), tenths(1_000_000, 10));
    let rates = [0.0, 1.0, 2.0, 0.5, 30.0].map(|periods| simulation.smooth_rate(periods).unwrap());
    // 0.08 sqrt(0.85) half a period later.
    for (rate, expected) in rates.into_iter().zip([0.08, 0.068, 0.0578, 0.073_756_355_658_343_1, 0.015]) {
        assert_near(rate, expected);
    }
}
