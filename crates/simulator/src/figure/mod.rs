//! The eight plots, as data: what is drawn is what is exported.

mod over_time;
mod panel;
mod schedules;
mod shares;

pub use panel::{Axis, Band, Dot, Labels, Line, Mark, Panel, Stroke};

use crate::error::SimulationError;
use crate::ranges::Ranges;
use crate::simulation::Simulation;
use schedules::Schedules;

/// Staked fractions that plots compare, in percent.
const COMPARED_PERCENT: [f64; 4] = [60.0, 70.0, 80.0, 90.0];

/// A plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its file's name, without an ending.
    pub name: &'static str,
    /// What it shows.
    pub title: String,
    /// One, or several beside and below each other.
    pub panels: Vec<Panel>,
}

/// All eight: inflation, supply, staking yield, staked fraction, un-staked dilution, adjusted staking yield, and relative dilution
/// by staked fraction and over time. A table has no ranges. A token has 10^`decimals` base units.
///
/// # Errors
/// If the ranges are none, or one of their schedules has no such future.
pub fn figures(simulation: &Simulation, ranges: &Ranges, decimals: u8) -> Result<Vec<Figure>, SimulationError> {
    let schedules = Schedules::of(simulation, ranges)?;
    Ok(vec![
        Figure {
            name: "1-inflation-rate",
            title: "Inflation rate".to_owned(),
            panels: schedules.inflation_panels(ranges)?,
        },
        figure("2-total-supply", "Total supply", schedules.supply_panel(decimals)),
        figure("3-staking-yield", "Staking yield by staked fraction", over_time::staking_yield(simulation)),
        figure("4-staked-fraction", "Growth of the staked fraction", over_time::staked_fraction(simulation)?),
        figure("5-unstaked-dilution", "Dilution of un-staked tokens", schedules.dilution_panel()),
        figure("6-adjusted-staking-yield", "Adjusted staking yield", schedules.adjusted_yield_panel()),
        figure("7-relative-dilution", "Relative dilution of un-staked tokens", shares::relative_dilution(simulation)),
        figure(
            "8-relative-dilution-over-time",
            "Relative dilution of un-staked tokens over time",
            over_time::relative_dilution(simulation)?,
        ),
    ])
}

fn figure(name: &'static str, title: &str, panel: Panel) -> Figure {
    Figure { name, title: title.to_owned(), panels: vec![panel] }
}
