//! Yields and dilution: of the interval, and of a year.

use inference_staking_simulator::economics::{adjusted_yield, dilution_ratio, staked_after, unstaked_dilution};
use inference_staking_simulator::{Assumptions, By};
use proptest::prelude::*;

use crate::world::{assert_near, eight_percent, five_periods, run, tenths, usual};

#[test]
fn the_first_year_has_the_rates_of_the_vectors() {
    let year = run(eight_percent(1_000_000, true, 10), tenths(1_000_000, 10)).intervals(By::Year)[0];
    for rates in [year.in_interval, year.annual_compounded, year.annual_simple] {
        assert_near(rates.inflation, 0.08);
        assert_near(rates.staking_yield, 2.0 / 15.0);
        assert_near(rates.unstaked_dilution, -2.0 / 27.0);
        // (1 + 2/15) / (1 + 2/25) - 1 = 4/81
        assert_near(rates.adjusted_staking_yield, 4.0 / 81.0);
        assert_near(rates.effective_inflation, 0.08);
    }
    assert_near(year.dilution_ratio.unwrap(), 1.5);
}

#[test]
fn an_interval_that_is_no_year_has_its_own_figure_and_two_of_a_year() {
    let assumptions = Assumptions { staked: 0.65, to_stakers: 0.9, ..usual(10_000_000_000, 300) };
    let period = run(five_periods(), assumptions).intervals(By::Period)[0];
    assert_eq!(period.seconds, 300 * 86_400);
    assert_near(period.in_interval.inflation, 0.05);
    // 1.05^(365/300) - 1 and 0.05 * 365 / 300
    assert_near(period.annual_compounded.inflation, 0.061_158_638_546_001_406_3);
    assert_near(period.annual_simple.inflation, 0.060_833_333_333_333_333);
    // Of that inflation: I 0.9 / 0.65, -I / (1 + I), (1 + I 0.9 / 0.65) / (1 + I) - 1
    assert_near(period.annual_compounded.staking_yield, 0.084_681_191_832_925_024);
    assert_near(period.annual_compounded.unstaked_dilution, -0.057_633_831_855_528_139);
    assert_near(period.annual_compounded.adjusted_staking_yield, 0.022_166_858_405_972_361);
    // 0.65 / (0.9 - 0.65)
    assert_near(period.dilution_ratio.unwrap(), 2.6);
}

#[test]
fn an_epoch_of_a_day_compounds_365_times() {
    let supply = 1_000_000_000_000_000_000;
    let epoch = run(eight_percent(supply, true, 365), usual(supply, 1)).intervals(By::Epoch)[0];
    assert_eq!(epoch.emission, 219_178_082_191_781);
    // (1 + 219178082191781 / 10^18)^365 - 1, and 365 times it
    assert_near(epoch.annual_compounded.inflation, 0.083_277_571_792_807_043);
    assert_near(epoch.annual_simple.inflation, 0.080_000_000_000_000_065);
}

#[test]
fn burns_enter_the_effective_inflation_and_no_yield() {
    let assumptions = Assumptions { burnt_per_year: 30_000, ..tenths(1_000_000, 20) };
    let years = run(eight_percent(1_000_000, true, 10), assumptions).intervals(By::Year);
    assert_near(years[0].in_interval.effective_inflation, 0.05);
    assert_near(years[0].in_interval.inflation, 0.08);
    assert_near(years[0].in_interval.staking_yield, 2.0 / 15.0);
    assert_near(years[0].in_interval.unstaked_dilution, -2.0 / 27.0);
    assert_eq!(years[0].supply_after, 1_050_000);
    // 6.8 % of 1,080,000 over what there is: burns enter the supply.
    assert_near(years[1].in_interval.inflation, 73_440.0 / 1_050_000.0);
}

#[test]
fn commission_is_taken_from_the_delegators_yield_alone() {
    let assumptions = Assumptions { commission: 0.1, ..tenths(1_000_000, 10) };
    let rates = run(eight_percent(1_000_000, true, 10), assumptions).intervals(By::Year)[0].in_interval;
    assert_near(rates.staking_yield, 2.0 / 15.0);
    assert_near(rates.delegator_yield, 0.12);
    assert_near(rates.adjusted_staking_yield, 4.0 / 81.0);
    // 1.12 / 1.08 - 1
    assert_near(rates.adjusted_delegator_yield, 1.0 / 27.0);
}

#[test]
fn restaking_makes_the_staked_fraction_grow() {
    let supply = 1_000_000_000_000_000_000;
    let simulate = |to_stakers, is_restaking| {
        let assumptions = Assumptions { is_restaking, to_stakers, ..usual(supply, 5_475) };
        run(eight_percent(supply, true, 365), assumptions).intervals(By::Year)
    };
    let years = simulate(1.0, true);
    // (0.6 + 0.08) / 1.08, in one step or in 365
    assert_near(years[0].staked_after, 17.0 / 27.0);
    assert_near(years[1].staked_before, 17.0 / 27.0);
    // 0.6 10^18 and all that was issued, over 1636973919064144887
    assert_near(years[14].staked_after, 0.755_646_687_255_298_9);
    assert_near(simulate(0.9, true)[14].staked_after, 0.716_735_015_441_474_2);
    // The second year's yield is that of its own staked fraction: 0.068 / (17/27)
    assert_near(years[1].in_interval.staking_yield, 0.108);
    assert!(simulate(1.0, false).iter().all(|year| (year.staked_before, year.staked_after) == (0.6, 0.6)));
}

#[test]
fn the_ratio_is_undefined_where_stakers_gain_nothing() {
    assert_eq!(dilution_ratio(0.8, 1.0).map(|ratio| (ratio * 1e9).round()), Some(4e9));
    assert_eq!([dilution_ratio(1.0, 1.0), dilution_ratio(0.5, 0.5), dilution_ratio(0.6, 0.5)], [None; 3]);
    let assumptions = Assumptions { staked: 0.8, to_stakers: 0.8, ..tenths(1_000_000, 10) };
    let year = run(eight_percent(1_000_000, true, 10), assumptions).intervals(By::Year)[0];
    assert_eq!(year.dilution_ratio, None);
    // All of 80 % gets 80 % of the issuance: it keeps its part.
    assert_near(year.in_interval.adjusted_staking_yield, 0.0);
}

proptest! {
    #[test]
    fn the_ratio_is_dilution_over_adjusted_yield(inflation in 1e-6..1.0f64, staked in 0.01..0.98f64, above in 0.01..1.0f64) {
        let to_stakers = staked + (1.0 - staked) * above;
        let adjusted = adjusted_yield(inflation, inflation * to_stakers / staked);
        let ratio = dilution_ratio(staked, to_stakers).unwrap();
        prop_assert!((-unstaked_dilution(inflation) / adjusted / ratio - 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_stakers_and_others_gain_and_lose_is_the_whole(inflation in 0.0..2.0f64, staked in 0.01..1.0f64, to_stakers in 0.0..1.0f64) {
        let after = staked_after(inflation, staked, to_stakers);
        prop_assert!((0.0..=1.0 + 1e-12).contains(&after));
        // Their part grows by the adjusted yield.
        let adjusted = adjusted_yield(inflation, inflation * to_stakers / staked);
        prop_assert!((staked * (1.0 + adjusted) - after).abs() < 1e-12);
    }
}
