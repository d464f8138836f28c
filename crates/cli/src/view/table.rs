//! Views as text: aligned lines, headings for sections, tables for rows.

use comfy_table::{presets, CellAlignment, ContentArrangement, Table};

use super::value::{Value, View};
use super::Decimals;

/// Words are not put into less than this, however narrow the terminal.
const LEAST_ROOM: usize = 24;

pub(super) fn render(view: &View, decimals: Decimals, columns: Option<usize>) -> String {
    let mut blocks = Vec::new();
    let lines = lines(view, decimals, columns);
    if !lines.is_empty() {
        blocks.push(lines);
    }
    for (name, value) in view.fields() {
        match value {
            Value::Section(section) => {
                blocks.push(format!("{}\n{}", heading(name), render(section, decimals, columns)))
            }
            Value::Rows(rows) | Value::Listing { rows, .. } => {
                let table = if rows.is_empty() { "none".to_owned() } else { fitting(rows, decimals, columns) };
                blocks.push(format!("{}\n{table}", heading(name)));
            }
            Value::Entries(views) => blocks.extend(views.iter().map(|view| render(view, decimals, columns))),
            _ => {}
        }
    }
    blocks.join("\n\n")
}

/// The values that fit a line each, with the labels padded to one width. In a terminal of so many columns long words go on below
/// their beginning; a word, such as an address, is never broken.
fn lines(view: &View, decimals: Decimals, columns: Option<usize>) -> String {
    let mut lines = Vec::new();
    for (name, value) in view.fields() {
        match value {
            value if !fits_a_line(value) => {}
            Value::List(values) if values.len() > 1 => {
                let labels = std::iter::once(label(name)).chain(std::iter::repeat(String::new()));
                lines.extend(labels.zip(values).map(|(label, value)| (label, with_unit(value, decimals))));
            }
            value => lines.push((label(name), with_unit(value, decimals))),
        }
    }
    let width = lines.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    let room = columns.map_or(usize::MAX, |columns| columns.saturating_sub(width).saturating_sub(2).max(LEAST_ROOM));
    let options = textwrap::Options::new(room).break_words(false);
    let parts = |(label, value): &(String, String)| {
        let parts = textwrap::wrap(value, &options);
        let labels = std::iter::once(label.as_str()).chain(std::iter::repeat(""));
        let padded = labels.zip(parts).map(|(label, part)| format!("{label:<width$}  {part}"));
        padded.collect::<Vec<_>>()
    };
    lines.iter().flat_map(parts).collect::<Vec<_>>().join("\n")
}

fn fits_a_line(value: &Value) -> bool {
    use Value::{Detail, Entries, Listing, Rows, Section};
    !matches!(value, Section(_) | Rows(_) | Listing { .. } | Entries(_) | Detail(_))
}

/// The values that are there and fit a line, on one.
pub(super) fn line(view: &View, decimals: Decimals) -> String {
    let shown = view.fields().iter().filter(|(_, value)| fits_a_line(value) && *value != Value::Nothing);
    shown.map(|(name, value)| format!("{}: {}", label(name), with_unit(value, decimals))).collect::<Vec<_>>().join(", ")
}

/// A table, or the lines of one row after the other if the terminal is too narrow for it: a broken table is hard to read, and
/// addresses in it cannot be copied.
fn fitting(rows: &[View], decimals: Decimals, columns: Option<usize>) -> String {
    let table = table(rows, decimals);
    let width = table.lines().next().map_or(0, |line| line.chars().count());
    match columns {
        Some(columns) if width > columns => {
            rows.iter().map(|row| lines(row, decimals, Some(columns))).collect::<Vec<_>>().join("\n\n")
        }
        _ => table,
    }
}

/// What no row has is left out.
fn table(rows: &[View], decimals: Decimals) -> String {
    let mut table = Table::new();
    // Cells are never broken: addresses are there to be copied.
    table.load_preset(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Disabled);
    let width = rows.first().map_or(0, |row| row.fields().len());
    let shown: Vec<usize> = (0..width).filter(|index| first_in(rows, *index).is_some()).collect();
    let firsts: Vec<_> = shown.iter().filter_map(|index| first_in(rows, *index)).collect();
    table.set_header(firsts.iter().map(|(name, value)| column(name, value)));
    for row in rows {
        let cells = shown.iter().filter_map(|index| row.fields().get(*index));
        table.add_row(cells.map(|(_, value)| value.line(decimals)));
    }
    for (column, (_, value)) in table.column_iter_mut().zip(firsts) {
        if is_number(value) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table.to_string()
}

/// The first in a column that is something.
fn first_in(rows: &[View], index: usize) -> Option<&(&'static str, Value)> {
    rows.iter().filter_map(|row| row.fields().get(index)).find(|(_, value)| !matches!(value, Value::Nothing))
}

fn is_number(value: &Value) -> bool {
    value.unit().is_some()
        || matches!(
            value,
            Value::InWords(_) | Value::Count(_) | Value::Wide(_) | Value::Bps(_) | Value::Rate(_) | Value::Seconds(_)
        )
}

fn with_unit(value: &Value, decimals: Decimals) -> String {
    match value.unit() {
        Some(unit) => format!("{} {unit}", value.line(decimals)),
        None => value.line(decimals),
    }
}

fn column(name: &str, value: &Value) -> String {
    match value.unit().filter(|unit| !name.contains(&unit.to_lowercase())) {
        Some(unit) => format!("{} ({unit})", label(name)),
        None => label(name),
    }
}

/// `usdc_commission_bps` as `USDC commission`: rates are written with their unit.
fn label(name: &str) -> String {
    let words = name.trim_end_matches("_bps").split('_').map(|word| match word {
        "usdc" => "USDC".to_owned(),
        "uri" => "URI".to_owned(),
        "sol" => "SOL".to_owned(),
        word => word.to_owned(),
    });
    let text = words.collect::<Vec<_>>().join(" ");
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

fn heading(name: &str) -> String {
    let label = label(name);
    format!("{label}\n{}", "─".repeat(label.chars().count()))
}
