//! The plot of relative dilution by staked fraction.

use super::over_time::percent;
use super::panel::{Dot, Mark, Panel, Stroke};
use super::COMPARED_PERCENT;
use crate::economics::dilution_ratio;
use crate::simulation::Simulation;

/// Above this the ratio is not shown: it has no end.
const MOST_SHOWN: f64 = 20.0;
/// Points for each percent of the supply.
const POINTS_PER_PERCENT: u32 = 4;

pub(super) fn relative_dilution(simulation: &Simulation) -> Panel {
    let to_stakers = simulation.assumptions.to_stakers;
    let ratio = |percent: f64| dilution_ratio(percent / 100.0, to_stakers);
    let places = (0..=100 * POINTS_PER_PERCENT).map(|place| f64::from(place) / f64::from(POINTS_PER_PERCENT));
    let shown = places.filter_map(|staked| Some((staked, ratio(staked)?))).filter(|(_, ratio)| *ratio <= MOST_SHOWN);
    let mut panel = Panel::new(
        "staked fraction of the supply (%)",
        "un-staked dilution / adjusted staking yield (ratio)",
    )
    .line("P / (f - P)", shown.collect(), Stroke::Solid);
    panel.x.ends = Some((0.0, 100.0));
    panel.y.ends = Some((0.0, MOST_SHOWN));
    panel
        .marks
        .push(Mark { name: format!("undefined from {} on", percent(100.0 * to_stakers)), x: 100.0 * to_stakers });
    let own = simulation.assumptions.staked * 100.0;
    // Where the line is flat, names beside each other would touch.
    let apart = if own < 55.0 { 8.0 } else { 4.5 };
    let others = [20.0, 40.0].into_iter().chain(COMPARED_PERCENT).filter(|percent| (percent - own).abs() > apart);
    for staked in others.chain([own]) {
        if let Some(ratio) = ratio(staked).filter(|ratio| *ratio <= MOST_SHOWN) {
            panel.dots.push(Dot { name: format!("{}: {ratio:.2}", percent(staked)), at: (staked, ratio) });
        }
    }
    panel
}
