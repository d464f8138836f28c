//! Views as CSV for spreadsheets: the table that was asked for, else the first one that is not empty, else the values on one line; of what was sent always the
//! values.

use inference_staking_client::text::escaped;

use super::value::{Value, View};
use super::Decimals;
use crate::input::ui;

pub(super) fn render(view: &View, decimals: Decimals) -> String {
    let fields = || view.fields().iter().map(|(_, value)| value);
    let listing = fields().find_map(|value| match value {
        Value::Listing { blank, rows } => Some((blank, &rows[..])),
        _ => None,
    });
    let of_values = || {
        let rows = table(view).map_or(std::slice::from_ref(view), |(_, rows)| rows);
        (rows.first().unwrap_or(view), rows)
    };
    let (first, rows) = listing.unwrap_or_else(of_values);
    let names = plain(first).map(|(name, _)| name).collect();
    let values = rows.iter().map(|row| plain(row).map(|(_, value)| no_formula(cell(value, decimals))).collect());
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for cells in std::iter::once(names).chain(values) {
        let cells: Vec<String> = cells;
        if cells.is_empty() {
            // There is nothing that fits a cell.
            continue;
        }
        // In memory nothing fails.
        let _written = writer.write_record(&cells);
    }
    let text = writer.into_inner().unwrap_or_default();
    String::from_utf8_lossy(&text).trim_end().to_owned()
}

/// The first table of a result. What was sent, or would be, is one line, whatever is listed beside it.
fn table(view: &View) -> Option<(&'static str, &[View])> {
    let is_sent = view.fields().iter().any(|(name, _)| matches!(*name, "signature" | "dry_run"));
    view.fields().iter().filter(|_| !is_sent).find_map(|(name, value)| match value {
        Value::Rows(rows) if !rows.is_empty() => Some((*name, &rows[..])),
        _ => None,
    })
}

/// What a result has besides what its CSV shows, in words; nothing where a table was asked for.
pub(super) fn left_out(view: &View) -> Option<String> {
    if view.fields().iter().any(|(_, value)| matches!(value, Value::Listing { .. })) {
        return None;
    }
    if let Some((name, _)) = table(view) {
        return Some(format!("CSV has the table {name} alone"));
    }
    let is_left_out = |value: &Value| matches!(value, Value::Rows(views) | Value::Entries(views) if !views.is_empty());
    let names: Vec<_> = view.fields().iter().filter(|(_, value)| is_left_out(value)).map(|(name, _)| *name).collect();
    (!names.is_empty()).then(|| format!("CSV does not have {}", names.join(", ")))
}

/// What fits a cell, of values that belong together with the name of what they belong to in front: `shares.total_shares`.
fn plain(row: &View) -> impl Iterator<Item = (String, &Value)> {
    row.fields().iter().flat_map(|(name, value)| match value {
        Value::Rows(_) | Value::Listing { .. } | Value::Entries(_) | Value::Detail(_) => Vec::new(),
        Value::Section(section) => plain(section).map(|(inner, value)| (format!("{name}.{inner}"), value)).collect(),
        value => vec![((*name).to_owned(), value)],
    })
}

/// A spreadsheet takes what begins with such a sign for a formula, and names are chosen by others.
fn no_formula(cell: String) -> String {
    match cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{cell}"),
        false => cell,
    }
}

/// Amounts in tokens without a unit, so that a spreadsheet can calculate with them.
fn cell(value: &Value, decimals: Decimals) -> String {
    match (value.amount(decimals), value) {
        (Some((amount, places)), _) => ui(amount, places),
        (None, Value::Nothing) => String::new(),
        (None, Value::Flag(flag)) => flag.to_string(),
        (None, value) => escaped(&value.line(decimals)),
    }
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;

    const DECIMALS: Decimals = Decimals { stake: 6, usdc: 2 };

    #[test]
    fn the_first_table_is_written_with_plain_numbers() {
        let row =
            |name: &str, value| View::new().with("name", name).with("value", Value::Tokens(value)).with("is", true);
        let rows = vec![row("a, \"b\"", 1_500_000), row("=1+1", 1)];
        let view = View::new().with("count", Value::Count(2)).with("rows", rows);
        assert_eq!(render(&view, DECIMALS), "name,value,is\n\"a, \"\"b\"\"\",1.5,true\n'=1+1,0.000001,true");
    }

    #[test]
    fn what_belongs_together_has_the_name_of_that_in_front_and_what_is_left_out_is_told() {
        let shares = View::new().with("total", Value::Tokens(5)).with("price", "1");
        let view = View::new().with("name", "a").with("shares", shares).with("halted", false);
        assert_eq!(render(&view, DECIMALS), "name,shares.total,shares.price,halted\na,0.000005,1,false");
        assert_eq!(left_out(&view), None);
        let rows = || vec![View::new().with("x", "y")];
        let with_table = view.clone().with("roots", rows());
        assert_eq!(left_out(&with_table), Some("CSV has the table roots alone".to_owned()));
        assert_eq!(left_out(&with_table.with_listing("all", View::new().with("x", ""), rows())), None);
        let decoded = view.with("none", Vec::<View>::new()).with("instructions", Value::Entries(rows()));
        assert_eq!(left_out(&decoded), Some("CSV does not have instructions".to_owned()));
    }

    #[test]
    fn a_view_without_a_table_is_one_line() {
        let view = View::new().with("usdc", Value::Usdc(150)).with("none", Value::Nothing);
        assert_eq!(render(&view, DECIMALS), "usdc,none\n1.5,");
        let none = || View::new().with("rows", Vec::<View>::new());
        assert_eq!(render(&none(), DECIMALS), "");
        assert_eq!(render(&none().with("signature", "5sig"), DECIMALS), "signature\n5sig");
    }

    #[test]
    fn what_was_sent_is_a_line_of_its_own_whatever_is_listed_beside_it() {
        let held_up = || vec![View::new().with("reason", "the pool is behind")];
        for (name, value) in [("signature", Value::from("5sig")), ("dry_run", Value::from(true))] {
            let shown = render(&View::new().with(name, value.clone()).with("held_up_by", held_up()), DECIMALS);
            assert_eq!(shown, format!("{name}\n{}", cell(&value, DECIMALS)));
        }
    }

    #[test]
    fn a_listing_is_all_there_is_also_if_it_is_empty() {
        let total = View::new().with("total", Value::Tokens(0));
        let row = |pool: &str| View::new().with("pool", pool).with("staked", Value::Tokens(1));
        assert_eq!(render(&total.clone().with_listing("pools", row(""), vec![]), DECIMALS), "pool,staked");
        let before = total.with("others", vec![View::new().with("other", "y")]);
        assert_eq!(render(&before.with_listing("pools", row(""), vec![row("x")]), DECIMALS), "pool,staked\nx,0.000001");
    }
}
