//! What people see: assumptions, differences, rates of the whole horizon, a line for each year.

use inference_staking_rewards::in_units;
use inference_staking_simulator::{By, Curve, Difference, Interval, Rates, Simulation};

use super::settings::Settled;
use crate::input::ui;
use crate::view::{Value, View};

pub fn whole(schedule: View, settled: &Settled, simulation: &Simulation, curve: &Curve, files: Vec<String>) -> View {
    let whole = simulation.intervals(By::Whole);
    let files: Vec<_> = files.into_iter().map(Value::Text).collect();
    View::new()
        .with("schedule", schedule)
        .with("assumptions", assumptions(settled))
        .with("epochs_that_have_passed", Value::Count(simulation.passed_epochs))
        .with("largest_difference_to_the_curve", differences(curve, settled.decimals))
        .with("whole_horizon", whole.first().map(|whole| totals(whole, settled.decimals)))
        .with("rates", whole.first().map(rates).unwrap_or_default())
        .with("years", simulation.intervals(By::Year).iter().map(|year| self::year(year, settled)).collect::<Vec<_>>())
        .with_some("files", (!files.is_empty()).then_some(Value::List(files)))
}

fn assumptions(settled: &Settled) -> View {
    let tokens = |base: u64| format!("{} tokens", ui(base, settled.decimals));
    View::new()
        .with("starting_supply", tokens(settled.starting_supply))
        .with("decimals", Value::Count(settled.decimals.into()))
        .with("epoch_length", Value::Seconds(settled.epoch_length.0))
        .with("staked", settled.staked.to_string())
        .with("restaking", settled.restaking)
        .with("to_stakers", settled.to_stakers.to_string())
        .with("burnt_per_year", tokens(settled.burnt_per_year))
        .with("commission", settled.commission.to_string())
        .with("epochs", Value::Count(settled.epochs))
}

fn differences(curve: &Curve, decimals: u8) -> View {
    let found = &curve.differences;
    let size = 10f64.powi(i32::from(decimals));
    let amount = |difference: Option<Difference>| {
        difference.map(|Difference { size: base, place }| {
            format!("{base:.4} base units ({:.3e} tokens), epoch {place}", base / size)
        })
    };
    let rate = |difference: Option<Difference>, place_name: &str| {
        difference
            .map(|Difference { size, place }| format!("{:.3e} percentage points, {place_name} {place}", 100.0 * size))
    };
    View::new()
        .with("emission_of_an_epoch", amount(found.emission))
        .with("supply", amount(found.supply))
        .with_some("rate_of_a_period", rate(found.rate, "period"))
        .with_some("rate_to_the_smooth_curve", rate(found.rate_to_smooth, "epoch"))
}

fn totals(whole: &Interval, decimals: u8) -> View {
    let tokens = |base: u128| format!("{} tokens", in_units(base, decimals));
    View::new()
        .with("time", Value::Seconds(whole.seconds))
        .with("emission", tokens(whole.emission))
        .with("burnt", tokens(whole.burnt))
        .with("supply_at_its_end", tokens(whole.supply_after))
        .with("staked_at_its_end", percent(whole.staked_after))
        .with("dilution_ratio", ratio(whole.dilution_ratio))
}

/// A line for each rate: of the whole horizon, and what that is in a year.
fn rates(whole: &Interval) -> Vec<View> {
    let row = |name: &str, of: fn(&Rates) -> f64| {
        View::new()
            .with("rate", name)
            .with("whole_horizon", percent(of(&whole.in_interval)))
            .with("a_year_compounded", percent(of(&whole.annual_compounded)))
            .with("a_year_simple", percent(of(&whole.annual_simple)))
    };
    vec![
        row("inflation", |rates| rates.inflation),
        row("effective inflation", |rates| rates.effective_inflation),
        row("staking yield", |rates| rates.staking_yield),
        row("delegator's yield", |rates| rates.delegator_yield),
        row("un-staked dilution", |rates| rates.unstaked_dilution),
        row("adjusted staking yield", |rates| rates.adjusted_staking_yield),
        row("adjusted delegator's yield", |rates| rates.adjusted_delegator_yield),
    ]
}

/// Rates of the year itself; the last one may be a part of a year.
fn year(year: &Interval, settled: &Settled) -> View {
    let tokens = |base: u128| in_units(base, settled.decimals);
    let rates = &year.in_interval;
    View::new()
        .with("year", Value::Count(year.number))
        .with("epochs", format!("{}-{}", year.first_epoch, year.last_epoch))
        .with("passed", Value::Count(year.passed_epochs))
        .with("emission", tokens(year.emission))
        .with("supply", tokens(year.supply_after))
        .with("inflation", percent(rates.inflation))
        .with("effective", percent(rates.effective_inflation))
        .with("staked", percent(year.staked_before))
        .with("yield", percent(rates.staking_yield))
        .with("delegator", percent(rates.delegator_yield))
        .with("dilution", percent(rates.unstaked_dilution))
        .with("adjusted", percent(rates.adjusted_staking_yield))
        .with("ratio", ratio(year.dilution_ratio))
}

fn percent(fraction: f64) -> String {
    format!("{:.4}%", 100.0 * fraction)
}

fn ratio(ratio: Option<f64>) -> String {
    ratio.map_or_else(|| "undefined".to_owned(), |ratio| format!("{ratio:.4}"))
}
