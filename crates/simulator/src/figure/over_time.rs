//! Plots over time: staking yield, growth of the staked fraction, relative dilution.

use super::panel::{Band, Mark, Panel, Stroke};
use super::COMPARED_PERCENT;
use crate::assumptions::Assumptions;
use crate::economics::{self, dilution_ratio, staked_after};
use crate::error::SimulationError;
use crate::interval::{By, Interval};
use crate::simulation::{Epoch, Simulation};

/// The horizontal axis of plots over time.
pub(super) const YEARS: &str = "time since the start of epoch 1 (years of 365 days)";
/// As many points as a line needs to look smooth.
const POINTS: usize = 400;

/// In order; the one whose place is asked for is the simulation's own.
const STROKES: [Stroke; 5] = [Stroke::Dotted, Stroke::Dashed, Stroke::DashDotted, Stroke::LongDashed, Stroke::Thin];

/// Values of intervals as steps.
pub(super) fn steps(assumptions: &Assumptions, values: &[(Interval, f64)]) -> Vec<(f64, f64)> {
    let ends = values.iter().flat_map(|(interval, value)| {
        let before = interval.first_epoch.saturating_sub(1);
        [before, interval.last_epoch].map(|epochs| (assumptions.years_of(epochs), *value))
    });
    ends.collect()
}

/// Values at the ends of epochs, thinned out, after the one at the start.
pub(super) fn at_ends(simulation: &Simulation, start: f64, of: impl Fn(&Epoch) -> f64) -> Vec<(f64, f64)> {
    let gap = simulation.epochs.len().div_ceil(POINTS).max(1);
    let last = simulation.epochs.last().map(|epoch| epoch.number);
    let shown = simulation.epochs.iter().enumerate().filter(|(place, epoch)| {
        let is_on_grid = place.saturating_add(1).checked_rem(gap) == Some(0);
        is_on_grid || Some(epoch.number) == last
    });
    let points = shown.map(|(_, epoch)| (simulation.assumptions.years_of(epoch.number), of(epoch)));
    std::iter::once((0.0, start)).chain(points).collect()
}

/// Until when epochs have passed on the network.
pub(super) fn passed(simulation: &Simulation) -> Vec<Mark> {
    let passed = simulation.passed_epochs.min(simulation.assumptions.epochs);
    let mark = || Mark {
        name: format!("{} epochs have passed", simulation.passed_epochs),
        x: simulation.assumptions.years_of(passed),
    };
    (passed > 0).then(mark).into_iter().collect()
}

/// The staked fractions that are compared and the simulation's own.
fn compared(simulation: &Simulation) -> Vec<(f64, Stroke)> {
    let own = simulation.assumptions.staked * 100.0;
    let is_own = |percent: f64| (percent - own).abs() < 1e-9;
    let mut all: Vec<_> = COMPARED_PERCENT.into_iter().zip(STROKES).filter(|(percent, _)| !is_own(*percent)).collect();
    all.push((own, Stroke::Solid));
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    all
}

pub(super) fn percent(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    format!("{text} %")
}

/// What stakers get, if so many stake all the time.
pub(super) fn staking_yield_of(simulation: &Simulation, staked: f64) -> Vec<(f64, f64)> {
    let periods = simulation.intervals(By::Period);
    let values = periods.into_iter().map(|period| {
        let inflation = period.annual_compounded.inflation;
        (period, 100.0 * economics::staking_yield(inflation, staked, simulation.assumptions.to_stakers))
    });
    steps(&simulation.assumptions, &values.collect::<Vec<_>>())
}

pub(super) fn staking_yield(simulation: &Simulation) -> Panel {
    let commission = simulation.assumptions.commission;
    let label = match commission > 0.0 {
        true => format!("staking yield (% a year), of which a delegator gets {}", percent(100.0 - 100.0 * commission)),
        false => "staking yield (% a year)".to_owned(),
    };
    let mut panel = Panel::new(YEARS, &label);
    let [most, .., least] = [60.0, 90.0].map(|percent| staking_yield_of(simulation, percent / 100.0));
    let ends = least.iter().zip(&most).map(|((x, low), (_, high))| (*x, *low, *high));
    panel.bands.push(Band { name: "60 to 90 % staked".to_owned(), points: ends.collect() });
    for (staked, stroke) in compared(simulation) {
        let points = staking_yield_of(simulation, staked / 100.0);
        panel = panel.line(format!("{} staked", percent(staked)), points, stroke);
    }
    panel.marks = passed(simulation);
    panel
}

/// A simulation of the same epochs in which all rewards are staked.
fn restaked(simulation: &Simulation, staked: f64) -> Simulation {
    let mut restaked = simulation.clone();
    restaked.assumptions.staked = staked;
    let mut before = staked;
    for epoch in &mut restaked.epochs {
        let inflation = epoch.emission as f64 / epoch.supply_before as f64;
        epoch.staked_before = before;
        before = staked_after(inflation, before, simulation.assumptions.to_stakers);
        epoch.staked_after = before;
    }
    restaked
}

pub(super) fn staked_fraction(simulation: &Simulation) -> Result<Panel, SimulationError> {
    let mut panel = Panel::new(YEARS, "staked fraction of the supply (%), all rewards staked");
    for (staked, stroke) in compared(simulation) {
        let points = at_ends(&restaked(simulation, staked / 100.0), staked, |epoch| 100.0 * epoch.staked_after);
        panel = panel.line(format!("from {}", percent(staked)), points, stroke);
    }
    panel.marks = passed(simulation);
    Ok(panel)
}

pub(super) fn relative_dilution(simulation: &Simulation) -> Result<Panel, SimulationError> {
    let mut panel = Panel::new(YEARS, "un-staked dilution / adjusted staking yield (ratio)");
    let to_stakers = simulation.assumptions.to_stakers;
    for (staked, stroke) in compared(simulation) {
        let staked_over_time =
            at_ends(&restaked(simulation, staked / 100.0), staked / 100.0, |epoch| epoch.staked_after);
        // The line ends where the ratio is undefined.
        let defined =
            staked_over_time.into_iter().map_while(|(x, staked)| Some((x, dilution_ratio(staked, to_stakers)?)));
        let points: Vec<_> = defined.collect();
        let name = match points.is_empty() {
            true => format!("from {} staked: undefined", percent(staked)),
            false => format!("from {} staked", percent(staked)),
        };
        panel = panel.line(name, points, stroke);
    }
    panel.marks = passed(simulation);
    Ok(panel)
}
