//! Emission and supply, in the program's integers.

use inference_staking_math::emission::Period;
use inference_staking_simulator::{Assumptions, By};

use crate::world::{eight_percent, five_periods, run, tenths, usual, DAY};

/// Rate and budget of periods 0 to 14 of 8 %, 15 %, 1.5 % on 10^18, compounding, by `rate' = max(rL, floor(rate 85 / 100))` and
/// `budget = floor(supply rate / 10^15)` in Python's integers.
const BUDGETS: [u64; 15] = [
    80_000_000_000_000_000,
    73_440_000_000_000_000,
    66_668_832_000_000_000,
    59_943_946_916_160_000,
    53_455_644_073_928_299,
    47_334_781_723_535_945,
    41_662_747_664_945_288,
    36_481_825_302_101_463,
    31_804_827_645_262_482,
    27_623_426_462_973_480,
    23_914_980_143_986_354,
    23_134_965_178_993_399,
    23_481_989_656_678_300,
    23_834_219_501_528_475,
    24_191_732_794_051_402,
];

#[test]
fn every_epoch_issues_what_the_program_does() {
    let schedule = eight_percent(1_000_000_000_000_000_000, true, 365);
    let simulation = run(schedule, usual(1_000_000_000_000_000_000, 5_475));
    assert_eq!(simulation.epochs.len(), 5_475);
    for (place, epoch) in simulation.epochs.iter().enumerate() {
        let (period, place) = (place / 365, place as u64 % 365);
        let budget = BUDGETS[period];
        // The first `budget mod N` epochs of a period issue one more.
        assert_eq!(epoch.emission, budget / 365 + u64::from(place < budget % 365), "epoch {}", epoch.number);
        assert_eq!(epoch.period, period as u64);
    }
    // The program's own function, asked for the epoch alone.
    let first = schedule.first_period().unwrap();
    let second = schedule.next_period(&first).unwrap();
    assert_eq!(schedule.emission(&second, 400), Ok(simulation.epochs[399].emission));
    // 10^18 and the sum of the budgets.
    assert_eq!(simulation.epochs.last().unwrap().supply_after, 1_636_973_919_064_144_887);
}

#[test]
fn supplies_are_those_of_the_vectors_whether_or_not_the_schedule_compounds() {
    let after = |compounding| {
        let years = run(eight_percent(1_000_000, compounding, 10), tenths(1_000_000, 60)).intervals(By::Year);
        years.iter().map(|year| year.supply_after).collect::<Vec<_>>()
    };
    assert_eq!(after(true), [1_080_000, 1_153_440, 1_220_108, 1_280_051, 1_333_506, 1_380_840]);
    // Budgets of SPEC 16, summed: total supply counts everything issued.
    assert_eq!(after(false), [1_080_000, 1_148_000, 1_205_800, 1_254_930, 1_296_690, 1_332_186]);
    let period_5 = run(eight_percent(1_000_000, false, 10), tenths(1_000_000, 60)).epochs[50..].to_vec();
    let emissions: Vec<u64> = period_5.iter().map(|epoch| epoch.emission).collect();
    assert_eq!(emissions, [3550, 3550, 3550, 3550, 3550, 3550, 3549, 3549, 3549, 3549]);
}

#[test]
fn a_table_ends_with_its_last_budget() {
    let simulation = run(five_periods(), usual(10_000_000_000, 2_000));
    let periods = simulation.intervals(By::Period);
    let issued: Vec<u128> = periods.iter().map(|period| period.emission).collect();
    assert_eq!(issued, [500_000_000, 400_000_000, 300_000_000, 200_000_000, 100_000_000, 0, 0]);
    assert_eq!(simulation.epochs.last().unwrap().supply_after, 11_500_000_000);
}

#[test]
fn what_is_burnt_in_a_year_is_burnt_evenly_and_exactly() {
    let assumptions = Assumptions { burnt_per_year: 1_000, ..usual(1_000_000, 730) };
    let simulation = run(five_periods(), assumptions);
    // floor(1000 / 365) after one day, floor(3000 / 365) after three, 1,000 after 365.
    assert_eq!(simulation.epochs[0].burnt, 2);
    assert_eq!(simulation.epochs[..3].iter().map(|epoch| epoch.burnt).sum::<u128>(), 8);
    let years = simulation.intervals(By::Year);
    assert_eq!(years.iter().map(|year| year.burnt).collect::<Vec<_>>(), [1_000, 1_000]);
    // 300 epochs of 5 %, then 65 of 400,000,000 / 300, of which the first 100 issue one more.
    assert_eq!(years[0].emission, 500_000_000 + 65 * 1_333_334);
    assert_eq!(years[0].supply_after, 1_000_000 + years[0].emission - 1_000);
}

#[test]
fn epochs_count_to_the_year_in_which_they_begin() {
    let assumptions = Assumptions { epoch_seconds: 2 * DAY, ..usual(1_000_000, 365) };
    let years = run(eight_percent(1_000_000, true, 100), assumptions).intervals(By::Year);
    // Epoch 183 begins on day 364, epoch 184 on day 366.
    assert_eq!(
        years.iter().map(|year| (year.first_epoch, year.last_epoch)).collect::<Vec<_>>(),
        [(1, 183), (184, 365)]
    );
    assert_eq!(years.iter().map(|year| year.seconds / DAY).collect::<Vec<_>>(), [366, 364]);
    assert_eq!(Assumptions::epochs_of_years(2, 2 * DAY), 365);
    assert_eq!(Assumptions::epochs_of_years(1, 2 * DAY), 183);
}

#[test]
fn the_whole_horizon_is_one_interval() {
    let simulation = run(eight_percent(1_000_000, true, 10), tenths(1_000_000, 60));
    let whole = simulation.intervals(By::Whole);
    assert_eq!((whole.len(), whole[0].emission, whole[0].supply_after), (1, 380_840, 1_380_840));
    let first_period = Period { index: 0, rate: 80_000_000_000_000, issued_before: 0, budget: 80_000 };
    assert_eq!(simulation.schedule.first_period(), Ok(first_period));
}
