//! CSV and JSON: they can be read, and say the same.

use inference_staking_simulator::export::{csv, figure_csv, json, Amounts};
use inference_staking_simulator::{figures, Assumptions, By, Curve, Ranges, Simulation};
use serde_json::Value;

use crate::world::{eight_percent, run, tenths};

/// Of a token with two decimals.
const AMOUNTS: Amounts = Amounts { decimals: 2, write: |base, _| format!("{}.{:02}", base / 100, base % 100) };

fn simulation() -> Simulation {
    let assumptions = Assumptions { staked: 0.8, to_stakers: 0.8, commission: 0.1, ..tenths(1_000_000, 60) };
    run(eight_percent(1_000_000, true, 10), assumptions)
}

fn read(text: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let mut reader = ::csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    (names, rows)
}

#[test]
fn tables_and_document_have_the_same_names_and_numbers() {
    let simulation = simulation();
    let curve = Curve::beside(&simulation).unwrap();
    let kinds = [By::Epoch, By::Period, By::Year];
    let document: Value = serde_json::from_str(&json(&simulation, &curve, &kinds, AMOUNTS).to_string()).unwrap();
    for (by, name, count) in [(By::Epoch, "epochs", 60), (By::Period, "periods", 6), (By::Year, "years", 6)] {
        let (names, rows) = read(&csv(&simulation, &curve, by, AMOUNTS).unwrap());
        let objects = document[name].as_array().unwrap();
        assert_eq!((rows.len(), objects.len()), (count, count), "{name}");
        for (row, object) in rows.iter().zip(objects) {
            assert_eq!(names.len(), object.as_object().unwrap().len());
            for (name, cell) in names.iter().zip(row) {
                match &object[name] {
                    Value::Null => assert_eq!(cell, "", "{name}"),
                    // The reader of JSON is off by a last bit, now and then.
                    Value::Number(number) => {
                        let (cell, number) = (cell.parse::<f64>().unwrap(), number.as_f64().unwrap());
                        assert!((cell - number).abs() <= number.abs() * 1e-15, "{name}: {cell}, {number}");
                    }
                    Value::Object(amount) => assert_eq!(Some(cell.as_str()), amount["ui"].as_str(), "{name}"),
                    other => panic!("{name} is {other}"),
                }
            }
        }
    }
}

#[test]
fn figures_say_what_they_are_of() {
    let simulation = simulation();
    let curve = Curve::beside(&simulation).unwrap();
    let (names, rows) = read(&csv(&simulation, &curve, By::Year, AMOUNTS).unwrap());
    let cell = |row: usize, name: &str| rows[row][names.iter().position(|other| other == name).unwrap()].as_str();
    assert_eq!((cell(0, "year"), cell(0, "emission"), cell(1, "supply_after")), ("1", "800.00", "11534.40"));
    assert_eq!((cell(0, "inflation_in_interval"), cell(0, "dilution_ratio")), ("0.08", ""));
    for rate in ["inflation", "effective_inflation", "staking_yield", "delegator_yield", "unstaked_dilution"] {
        for span in ["in_interval", "annual_compounded", "annual_simple"] {
            assert!(names.contains(&format!("{rate}_{span}")), "{rate}_{span}");
        }
    }
    let document = json(&simulation, &curve, &[], AMOUNTS);
    assert_eq!(document["assumptions"]["starting_supply"]["amount"], "1000000");
    assert_eq!(document["schedule"]["decay"], "150000000000000");
    assert_eq!(document["whole"]["supply_after"]["amount"], "1380840");
    // Budgets of 80,000 and 73,440 over ten epochs are whole; 66,668.832 are not.
    assert_eq!(document["largest_differences"]["rate"]["period"], 0);
    assert!(document["largest_differences"]["supply"]["base_units"].as_f64().unwrap() > 0.8);
}

#[test]
fn every_point_of_a_figure_is_a_row() {
    for figure in figures(&simulation(), &Ranges::default(), 2).unwrap() {
        let (names, rows) = read(&figure_csv(&figure).unwrap());
        assert_eq!(names, ["panel", "series", "x", "y", "x_axis", "y_axis"]);
        let points: usize = figure.panels.iter().flat_map(|panel| panel.series()).map(|(_, points)| points.len()).sum();
        assert_eq!(rows.len(), points, "{}", figure.name);
        assert!(rows.iter().all(|row| row[2].parse::<f64>().is_ok() && row[3].parse::<f64>().is_ok()));
    }
}
