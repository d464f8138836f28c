//! Tables and documents: CSV and JSON with the same names and the same numbers.
//!
//! Amounts are exact: in CSV tokens, in JSON base units and tokens, both as text. Rates are fractions, 0.08 for 8 %, as short as they
//! can be written without losing anything; where there is none, the cell is empty and the JSON null.

use inference_staking_math::emission::{Schedule, ScheduleKind};
use serde_json::{json, Map, Value};

use crate::assumptions::Assumptions;
use crate::curve::{Curve, CurvePoint, Difference};
use crate::figure::Figure;
use crate::interval::{By, Interval, Rates};
use crate::simulation::Simulation;

/// How amounts are written.
#[derive(Clone, Copy, Debug)]
pub struct Amounts {
    /// Decimals of the stake token.
    pub decimals: u8,
    /// Base units as a decimal number of tokens.
    pub write: fn(u128, u8) -> String,
}

/// A value of a row.
enum Cell {
    Count(u64),
    Amount(u128),
    Real(Option<f64>),
}

type Row = Vec<(String, Cell)>;

/// The name of an interval's number.
fn number_name(by: By) -> &'static str {
    match by {
        By::Epoch => "epoch",
        By::Period => "period",
        By::Year => "year",
        By::Whole => "whole",
    }
}

fn row(interval: &Interval, by: By, curve: Option<CurvePoint>, amounts: Amounts) -> Row {
    let tokens = 10f64.powi(i32::from(amounts.decimals));
    let of_curve = |of: fn(CurvePoint) -> f64| Cell::Real(curve.map(|point| of(point) / tokens));
    let mut row: Row = [
        (number_name(by), Cell::Count(interval.number)),
        ("first_epoch", Cell::Count(interval.first_epoch)),
        ("last_epoch", Cell::Count(interval.last_epoch)),
        ("passed_epochs", Cell::Count(interval.passed_epochs)),
        ("seconds", Cell::Count(interval.seconds)),
        ("supply_before", Cell::Amount(interval.supply_before)),
        ("emission", Cell::Amount(interval.emission)),
        ("burnt", Cell::Amount(interval.burnt)),
        ("supply_after", Cell::Amount(interval.supply_after)),
        ("unrounded_supply_after", of_curve(|point| point.supply_after)),
        ("staked_fraction_before", Cell::Real(Some(interval.staked_before))),
        ("staked_fraction_after", Cell::Real(Some(interval.staked_after))),
        ("dilution_ratio", Cell::Real(interval.dilution_ratio)),
    ]
    .map(|(name, cell)| (name.to_owned(), cell))
    .into();
    if by == By::Epoch {
        row.push(("unrounded_emission".to_owned(), of_curve(|point| point.emission)));
    }
    let spans = [
        ("in_interval", &interval.in_interval),
        ("annual_compounded", &interval.annual_compounded),
        ("annual_simple", &interval.annual_simple),
    ];
    for (span, rates) in spans {
        row.extend(named(rates).map(|(name, rate)| (format!("{name}_{span}"), Cell::Real(Some(rate)))));
    }
    row
}

fn named(rates: &Rates) -> [(&'static str, f64); 7] {
    [
        ("inflation", rates.inflation),
        ("effective_inflation", rates.effective_inflation),
        ("staking_yield", rates.staking_yield),
        ("delegator_yield", rates.delegator_yield),
        ("unstaked_dilution", rates.unstaked_dilution),
        ("adjusted_staking_yield", rates.adjusted_staking_yield),
        ("adjusted_delegator_yield", rates.adjusted_delegator_yield),
    ]
}

fn rows<'a>(simulation: &'a Simulation, curve: &'a Curve, by: By, amounts: Amounts) -> impl Iterator<Item = Row> + 'a {
    simulation.intervals(by).into_iter().map(move |interval| {
        let last = usize::try_from(interval.last_epoch.saturating_sub(1)).ok();
        let point = last.and_then(|last| curve.points.get(last)).copied().flatten();
        row(&interval, by, point, amounts)
    })
}

/// A table with a row for each interval.
///
/// # Errors
/// None of memory; those of the writer.
pub fn csv(simulation: &Simulation, curve: &Curve, by: By, amounts: Amounts) -> Result<String, csv::Error> {
    let mut table = Table::default();
    for (place, row) in rows(simulation, curve, by, amounts).enumerate() {
        if place == 0 {
            table.line(row.iter().map(|(name, _)| name.clone()))?;
        }
        table.line(row.into_iter().map(|(_, cell)| match cell {
            Cell::Count(count) => count.to_string(),
            Cell::Amount(base) => (amounts.write)(base, amounts.decimals),
            Cell::Real(number) => written(number),
        }))?;
    }
    table.text()
}

/// What a figure shows: a row for each point of each line; a range has the lines of its ends. Units are those of the axes.
///
/// # Errors
/// As `csv`.
pub fn figure_csv(figure: &Figure) -> Result<String, csv::Error> {
    let mut table = Table::default();
    table.line(["panel", "series", "x", "y", "x_axis", "y_axis"].map(str::to_owned))?;
    for panel in &figure.panels {
        for (series, points) in panel.series() {
            for (x, y) in points {
                let cells =
                    [&panel.title, &series, &written(Some(x)), &written(Some(y)), &panel.x.label, &panel.y.label];
                table.line(cells.map(String::clone))?;
            }
        }
    }
    table.text()
}

/// Everything, as a document: what was assumed, the largest differences to the curves, the whole horizon, and the intervals
/// that are asked for.
pub fn json(simulation: &Simulation, curve: &Curve, intervals: &[By], amounts: Amounts) -> Value {
    let amount = |base: u128| json!({ "amount": base.to_string(), "ui": (amounts.write)(base, amounts.decimals) });
    let object = |row: Row| {
        let fields = row.into_iter().map(|(name, cell)| match cell {
            Cell::Count(count) => (name, json!(count)),
            Cell::Amount(base) => (name, amount(base)),
            Cell::Real(number) => (name, json!(number)),
        });
        Value::Object(fields.collect::<Map<_, _>>())
    };
    let list = |by: By| rows(simulation, curve, by, amounts).map(object).collect::<Vec<_>>();
    let mut document = Map::new();
    document.insert("schedule".to_owned(), schedule(&simulation.schedule, amount));
    document.insert("assumptions".to_owned(), assumptions(&simulation.assumptions, amounts.decimals, amount));
    document.insert("passed_epochs".to_owned(), json!(simulation.passed_epochs));
    document.insert("largest_differences".to_owned(), differences(curve));
    document.insert("whole".to_owned(), list(By::Whole).pop().unwrap_or_default());
    for by in intervals {
        document.insert(format!("{}s", number_name(*by)), list(*by).into());
    }
    document.into()
}

fn schedule(schedule: &Schedule, amount: impl Fn(u128) -> Value) -> Value {
    let epochs_per_period = schedule.epochs_per_period;
    match schedule.kind {
        ScheduleKind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap } => json!({
            "kind": "disinflation",
            "epochs_per_period": epochs_per_period,
            "base_supply": amount(base_supply.into()),
            // Of 10^15, as the program has them.
            "initial_rate": initial_rate.to_string(),
            "decay": decay.to_string(),
            "long_term_rate": long_term_rate.to_string(),
            "compounding": compounding,
            "cap": amount(cap.into()),
        }),
        ScheduleKind::Table(budgets) => json!({
            "kind": "table",
            "epochs_per_period": epochs_per_period,
            "budgets": budgets.map(|budget| amount(budget.into())),
        }),
    }
}

fn assumptions(assumptions: &Assumptions, decimals: u8, amount: impl Fn(u128) -> Value) -> Value {
    json!({
        "starting_supply": amount(assumptions.starting_supply.into()),
        "decimals": decimals,
        "epoch_seconds": assumptions.epoch_seconds,
        "staked_fraction": assumptions.staked,
        "restaking": assumptions.is_restaking,
        "to_stakers": assumptions.to_stakers,
        "burnt_per_year": amount(assumptions.burnt_per_year.into()),
        "commission": assumptions.commission,
        "epochs": assumptions.epochs,
    })
}

fn differences(curve: &Curve) -> Value {
    let one = |difference: Option<Difference>, unit: &str, place: &str| {
        difference.map(|difference| json!({ (unit): difference.size, (place): difference.place }))
    };
    let found = &curve.differences;
    json!({
        "emission": one(found.emission, "base_units", "epoch"),
        "supply": one(found.supply, "base_units", "epoch"),
        "rate": one(found.rate, "fraction", "period"),
        "rate_to_smooth": one(found.rate_to_smooth, "fraction", "epoch"),
    })
}

/// A number that can be written at all.
fn written(number: Option<f64>) -> String {
    number.filter(|number| number.is_finite()).map(|number| number.to_string()).unwrap_or_default()
}

/// CSV in memory.
struct Table(csv::Writer<Vec<u8>>);

impl Default for Table {
    fn default() -> Self {
        Self(csv::Writer::from_writer(Vec::new()))
    }
}

impl Table {
    fn line(&mut self, cells: impl IntoIterator<Item = String>) -> Result<(), csv::Error> {
        self.0.write_record(cells.into_iter().map(String::into_bytes))
    }

    fn text(self) -> Result<String, csv::Error> {
        let bytes = self.0.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
        Ok(String::from_utf8_lossy(&bytes).into_owned())
    }
}
