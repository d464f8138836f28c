//! Plots with the range of schedules: inflation, supply, un-staked dilution, adjusted staking yield.

use super::over_time::{at_ends, passed, percent, steps, YEARS};
use super::panel::{Band, Labels, Panel, Stroke};
use crate::course::Course;
use crate::economics::{adjusted_yield, annual_compounded, staking_yield};
use crate::error::SimulationError;
use crate::interval::{By, Interval};
use crate::ranges::{Envelope, Parameter, Ranges};
use crate::simulation::Simulation;
use inference_staking_math::emission::{Schedule, ScheduleKind, RATE_ONE};

/// Years whose inflation the plot by staked fraction shows.
const SHOWN_YEARS: [u64; 4] = [1, 3, 5, 10];
/// Staked fractions of that plot, in percent: below, the yields leave every scale.
const SHOWN_STAKED: std::ops::RangeInclusive<u32> = 30..=100;

/// Units of a supply, the largest first.
const UNITS: [(&str, f64); 4] = [("trillion ", 1e12), ("billion ", 1e9), ("million ", 1e6), ("thousand ", 1e3)];

const RANGE: &str = "range";
const MEAN: &str = "mean of the range";
const OWN: &str = "this schedule";

/// A simulation and, for a disinflation, those of all schedules of the ranges.
pub(super) struct Schedules<'s> {
    own: &'s Simulation,
    members: Vec<Simulation>,
}

impl<'s> Schedules<'s> {
    pub(super) fn of(own: &'s Simulation, ranges: &Ranges) -> Result<Self, SimulationError> {
        ranges.validate()?;
        let members = ranges.members(&own.schedule).into_iter();
        Ok(Self { own, members: members.map(|schedule| like(own, schedule)).collect::<Result<_, _>>()? })
    }

    /// The range with all schedules, then each parameter by itself.
    pub(super) fn inflation_panels(&self, ranges: &Ranges) -> Result<Vec<Panel>, SimulationError> {
        let mut all = self.over_time(inflation, "inflation rate (% a year)");
        if let Some(points) = smooth(self.own) {
            all = all.line("smooth curve", points, Stroke::Dotted);
        }
        all.marks = passed(self.own);
        let mut panels = vec![all];
        if !self.members.is_empty() {
            let parameters = [
                (Parameter::InitialRate, "Initial rate alone, others at their means"),
                (Parameter::Decay, "Decay alone, others at their means"),
                (Parameter::LongTermRate, "Long-term rate alone, others at their means"),
            ];
            if let Some(first) = panels.first_mut() {
                first.title = "All parameters over their ranges".to_owned();
            }
            for (parameter, title) in parameters {
                panels.push(self.one_parameter(ranges, parameter, title)?);
            }
        }
        Ok(panels)
    }

    fn one_parameter(&self, ranges: &Ranges, parameter: Parameter, title: &str) -> Result<Panel, SimulationError> {
        let mut panel = Panel::new(YEARS, "inflation rate (% a year)");
        panel.title = title.to_owned();
        let strokes = [Stroke::Dashed, Stroke::Thin, Stroke::DashDotted];
        for ((value, schedule), stroke) in ranges.varied(&self.own.schedule, parameter).into_iter().zip(strokes) {
            let points = by_period(&like(self.own, schedule)?, inflation);
            panel = panel.line(percent(100.0 * value as f64 / RATE_ONE as f64), points, stroke);
        }
        Ok(panel)
    }

    /// In tokens, or thousands, millions, billions or trillions of them.
    pub(super) fn supply_panel(&self, decimals: u8) -> Panel {
        let tokens = |base: u128| base as f64 / 10f64.powi(i32::from(decimals));
        let simulations = self.members.iter().chain([self.own]);
        let most = simulations.flat_map(|simulation| &simulation.epochs).map(|epoch| epoch.supply_after).max();
        let (unit, size) =
            UNITS.into_iter().find(|(_, size)| tokens(most.unwrap_or_default()) >= *size).unwrap_or(("", 1.0));
        let of = |simulation: &Simulation| {
            let start = tokens(simulation.assumptions.starting_supply.into()) / size;
            at_ends(simulation, start, |epoch| tokens(epoch.supply_after) / size)
        };
        let mut panel = self.with_range(of, &format!("total supply ({unit}tokens)"));
        panel.marks = passed(self.own);
        panel
    }

    pub(super) fn dilution_panel(&self) -> Panel {
        let mut panel = self.over_time(
            |interval| interval.annual_compounded.unstaked_dilution,
            "change of an un-staked holder's part of the supply (% a year)",
        );
        panel.marks = passed(self.own);
        panel
    }

    /// For the inflation of some years, and the range of that of the first.
    pub(super) fn adjusted_yield_panel(&self) -> Panel {
        let to_stakers = self.own.assumptions.to_stakers;
        let by_staked = |inflation: f64| {
            let at = |staked: u32| {
                let staked = f64::from(staked);
                let staking_yield = staking_yield(inflation, staked / 100.0, to_stakers);
                (staked, 100.0 * adjusted_yield(inflation, staking_yield))
            };
            SHOWN_STAKED.map(at).collect::<Vec<_>>()
        };
        let mut panel =
            Panel::new("staked fraction of the supply (%)", "change of a staker's part of the supply (% a year)");
        panel.labels = Labels::Listed;
        let first = |simulation: &Simulation| Some(simulation.intervals(By::Year).first()?.annual_compounded.inflation);
        let members: Vec<_> = self.members.iter().filter_map(first).map(by_staked).collect();
        panel.bands.extend(band(&members, "year 1, range of schedules"));
        let strokes = [Stroke::Solid, Stroke::Dashed, Stroke::DashDotted, Stroke::Dotted];
        let years = self.own.intervals(By::Year);
        let shown = SHOWN_YEARS.iter().filter_map(|shown| years.iter().find(|year| year.number == *shown));
        for (year, stroke) in shown.zip(strokes) {
            let inflation = year.annual_compounded.inflation;
            let name = format!("year {}: inflation {:.2} %", year.number, 100.0 * inflation);
            panel = panel.line(name, by_staked(inflation), stroke);
        }
        panel
    }

    fn over_time(&self, of: fn(&Interval) -> f64, label: &str) -> Panel {
        self.with_range(|simulation| by_period(simulation, of), label)
    }

    fn with_range(&self, of: impl Fn(&Simulation) -> Vec<(f64, f64)>, label: &str) -> Panel {
        let members: Vec<_> = self.members.iter().map(&of).collect();
        let mut panel = Panel::new(YEARS, label);
        panel.bands.extend(band(&members, RANGE));
        if !members.is_empty() {
            panel = panel.line(MEAN, mean(&members), Stroke::Dashed);
        }
        panel.line(OWN, of(self.own), Stroke::Solid)
    }
}

/// The same assumptions with another schedule, from its first epoch on.
fn like(own: &Simulation, schedule: Schedule) -> Result<Simulation, SimulationError> {
    Simulation::run(&Course::new(schedule)?, own.assumptions.clone())
}

fn inflation(interval: &Interval) -> f64 {
    interval.annual_compounded.inflation
}

fn by_period(simulation: &Simulation, of: fn(&Interval) -> f64) -> Vec<(f64, f64)> {
    let values = simulation.intervals(By::Period).into_iter().map(|period| (period, 100.0 * of(&period)));
    steps(&simulation.assumptions, &values.collect::<Vec<_>>())
}

fn envelope(members: &[Vec<(f64, f64)>]) -> Envelope {
    let values = |points: &Vec<(f64, f64)>| points.iter().map(|(_, y)| *y).collect();
    Envelope::of(&members.iter().map(values).collect::<Vec<_>>())
}

fn places(members: &[Vec<(f64, f64)>]) -> impl Iterator<Item = f64> + '_ {
    members.first().into_iter().flatten().map(|(x, _)| *x)
}

fn band(members: &[Vec<(f64, f64)>], name: &str) -> Option<Band> {
    let Envelope { low, high, .. } = envelope(members);
    let points: Vec<_> = places(members).zip(low).zip(high).map(|((x, low), high)| (x, low, high)).collect();
    (!points.is_empty()).then(|| Band { name: name.to_owned(), points })
}

fn mean(members: &[Vec<(f64, f64)>]) -> Vec<(f64, f64)> {
    places(members).zip(envelope(members).mean).collect()
}

/// The smooth rate of the schedule over the year that would be issued at it, as the steps are, in percent.
fn smooth(simulation: &Simulation) -> Option<Vec<(f64, f64)>> {
    let ScheduleKind::Disinflation { base_supply, compounding, .. } = simulation.schedule.kind else { return None };
    let epochs_per_period = simulation.schedule.epochs_per_period;
    let seconds = epochs_per_period.saturating_mul(simulation.assumptions.epoch_seconds);
    let own_base = base_supply as f64;
    let mut issued = 0.0;
    let mut points = Vec::new();
    for epoch in &simulation.epochs {
        let base = if compounding { own_base + issued } else { own_base };
        let periods = epoch.number.saturating_sub(1) as f64 / epochs_per_period as f64;
        issued += epoch.emission as f64;
        let Some(rate) = simulation.smooth_rate(periods) else { continue };
        let inflation = rate * base / epoch.supply_before as f64;
        let annual = annual_compounded(inflation, seconds);
        points.push((simulation.assumptions.years_of(epoch.number.saturating_sub(1)), 100.0 * annual));
    }
    let gap = points.len().div_ceil(400).max(1);
    Some(points.into_iter().step_by(gap).collect())
}
