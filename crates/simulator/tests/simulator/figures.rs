//! What the plots show.

use inference_staking_simulator::{figures, Assumptions, Course, Figure, Panel, Ranges, Simulation};

use crate::world::{assert_near, eight_percent, five_periods, run, tenths, usual};

const SUPPLY: u64 = 1_000_000_000_000_000_000;

fn ten_years() -> Vec<Figure> {
    figures(&run(eight_percent(SUPPLY, true, 365), usual(SUPPLY, 3_650)), &Ranges::default(), 9).unwrap()
}

fn points(panel: &Panel, name: &str) -> Vec<(f64, f64)> {
    let all = panel.series();
    let names: Vec<_> = all.iter().map(|(name, _)| name).collect();
    all.iter().find(|(other, _)| other == name).unwrap_or_else(|| panic!("{name} is none of {names:?}")).1.clone()
}

/// The value at a place; the later one where a step is.
fn at(panel: &Panel, name: &str, x: f64) -> f64 {
    let points = points(panel, name);
    points.iter().rev().find(|(place, _)| (place - x).abs() < 1e-9).unwrap_or_else(|| panic!("{name} has no {x}")).1
}

#[test]
fn inflation_falls_from_eight_percent_within_its_range() {
    let all = ten_years();
    let [range, initial, decay, last] = &all[0].panels[..] else { panic!() };
    for (year, rate) in [8.0, 6.8, 5.78, 4.913, 4.17605].into_iter().enumerate() {
        assert_near(at(range, "this schedule", year as f64), rate);
        assert!((at(range, "smooth curve", 0.0) - 8.0).abs() < 1e-9);
    }
    // Years 1 and 2 of the schedules that fall most slowly from 9 % and fastest from 7 %.
    assert_near(at(range, "range, highest", 0.0), 9.0);
    assert_near(at(range, "range, lowest", 0.0), 7.0);
    assert_near(at(range, "range, highest", 1.0), 9.0 * 0.86);
    assert_near(at(range, "range, lowest", 1.0), 7.0 * 0.84);
    // Mean of 7, 8 and 9 times mean of 0.84, 0.85 and 0.86.
    assert_near(at(range, "mean of the range", 1.0), 6.8);
    assert_near(at(initial, "9 %", 1.0), 9.0 * 0.85);
    assert_near(at(decay, "14 %", 1.0), 8.0 * 0.86);
    // After nine years 8 0.85^9 = 1.853, and 2 where it never falls below.
    assert_near(at(last, "2 %", 9.0), 2.0);
    assert_near(at(last, "1.5 %", 9.0), 1.852_935_570_265_6);
}

#[test]
fn every_schedule_of_the_ranges_is_within_the_envelopes() {
    let own = run(eight_percent(1_000_000_000, true, 10), tenths(1_000_000_000, 150));
    let all = figures(&own, &Ranges::default(), 0).unwrap();
    for schedule in Ranges::default().members(&own.schedule) {
        let member = figures(&run(schedule, tenths(1_000_000_000, 150)), &Ranges::default(), 0).unwrap();
        for figure in [0, 1, 4] {
            let inside = points(&member[figure].panels[0], "this schedule");
            let [low, high] = ["range, lowest", "range, highest"].map(|name| points(&all[figure].panels[0], name));
            assert!(!inside.is_empty() && inside.len() == low.len(), "{}", all[figure].name);
            for ((point, low), high) in inside.iter().zip(low).zip(high) {
                assert_eq!((point.0, point.0), (low.0, high.0));
                assert!(low.1 <= point.1 && point.1 <= high.1, "{} at {}", all[figure].name, point.0);
            }
        }
    }
}

#[test]
fn supply_is_in_tokens() {
    let supply = &ten_years()[1].panels[0];
    assert_eq!(supply.y.label, "total supply (billion tokens)");
    assert_near(at(supply, "this schedule", 0.0), 1.0);
    // 10^18 and the ten budgets of the table in `supply.rs`, over 10^18
    assert_near(at(supply, "this schedule", 10.0), 1.518_416_031_788_906_957);
}

#[test]
fn yields_and_dilution_are_those_of_the_vectors() {
    let all = ten_years();
    let yields = &all[2].panels[0];
    for (staked, value) in [("60", 40.0 / 3.0), ("70", 80.0 / 7.0), ("80", 10.0), ("90", 80.0 / 9.0)] {
        assert_near(at(yields, &format!("{staked} % staked"), 0.0), value);
    }
    assert_near(at(yields, "60 to 90 % staked, highest", 0.0), 40.0 / 3.0);
    let dilution = &all[4].panels[0];
    assert_near(at(dilution, "this schedule", 0.0), -200.0 / 27.0);
    assert_near(at(dilution, "range, lowest", 0.0), -900.0 / 109.0);
    let adjusted = &all[5].panels[0];
    assert_near(at(adjusted, "year 1: inflation 8.00 %", 60.0), 400.0 / 81.0);
    assert!(at(adjusted, "year 1: inflation 8.00 %", 100.0).abs() < 1e-9);
    assert_near(at(adjusted, "year 3: inflation 5.78 %", 50.0), 100.0 * 0.0578 / 1.0578);
}

#[test]
fn staked_fraction_and_ratio_grow_by_restaking() {
    let all = ten_years();
    let staked = &all[3].panels[0];
    assert_near(at(staked, "from 60 %", 0.0), 60.0);
    // Over everything that is issued: (0.6 + 0.518416031788906957) / 1.518416031788906957
    assert_near(at(staked, "from 60 %", 10.0), 73.656_758_646_789_06);
    let ratio = &all[6].panels[0];
    for (staked, value) in [(50.0, 1.0), (60.0, 1.5), (80.0, 4.0), (90.0, 9.0)] {
        assert_near(at(ratio, "P / (f - P)", staked), value);
    }
    let over_time = &all[7].panels[0];
    assert_near(at(over_time, "from 80 % staked", 0.0), 4.0);
    // P / (1 - P) of 1.118416.. / 1.518416.. is 1.118416.. / 0.4
    assert_near(at(over_time, "from 60 % staked", 10.0), 1.118_416_031_788_906_957 / 0.4);
}

#[test]
fn the_ratio_ends_where_it_is_undefined() {
    let assumptions = Assumptions { to_stakers: 0.8, staked: 0.65, ..usual(10_000_000_000, 100) };
    let all = figures(&run(five_periods(), assumptions), &Ranges::default(), 0).unwrap();
    let by_staked = points(&all[6].panels[0], "P / (f - P)");
    assert!(by_staked.iter().all(|(staked, _)| *staked < 80.0));
    assert_eq!(all[6].panels[0].marks[0].x, 80.0);
    assert_eq!(points(&all[7].panels[0], "from 90 % staked: undefined"), []);
    assert_near(at(&all[7].panels[0], "from 65 % staked", 0.0), 0.65 / 0.15);
}

#[test]
fn a_table_has_no_ranges_and_a_network_shows_what_has_passed() {
    let all = figures(&run(five_periods(), usual(10_000_000_000, 600)), &Ranges::default(), 0).unwrap();
    assert_eq!((all.len(), all[0].panels.len()), (8, 1));
    assert!(all[..2].iter().all(|figure| figure.panels[0].bands.is_empty()));
    let schedule = eight_percent(1_000_000, false, 10);
    let (course, _) = Course::of_network(schedule, schedule.first_period().unwrap(), 5, &[]).unwrap();
    let all = figures(&Simulation::run(&course, tenths(1_000_000, 20)).unwrap(), &Ranges::default(), 0).unwrap();
    for figure in [0, 1, 2, 3, 4, 7] {
        let mark = &all[figure].panels[0].marks[0];
        assert_eq!((mark.name.as_str(), mark.x), ("5 epochs have passed", 0.5), "{}", all[figure].name);
    }
}
