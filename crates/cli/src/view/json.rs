//! Views as JSON: amounts as base units in a string and as tokens, times as Unix seconds, spans as seconds.

use inference_staking_client::text::is_unseen;
use serde_json::{json, Map, Value as Json};

use super::value::{hex, Value, View};
use super::Decimals;
use crate::input::ui;
use crate::options::Format;

pub(super) fn object(view: &View, decimals: Decimals) -> Json {
    let fields = view.fields().iter().map(|(name, value)| ((*name).to_owned(), json_of(value, decimals)));
    Json::Object(fields.collect::<Map<_, _>>())
}

/// JSON on several lines, in which nothing turns, overwrites or hides what a terminal shows. Line breaks are those between the
/// fields.
pub(crate) fn document(json: &Json) -> String {
    format!("{json:#}").split('\n').map(seen).collect::<Vec<_>>().join("\n")
}

/// The same on one line.
pub(crate) fn line(json: &Json) -> String {
    seen(&json.to_string())
}

/// Characters that cannot be seen, and that JSON leaves as they are inside strings, as its escapes.
fn seen(json: &str) -> String {
    let mut shown = String::with_capacity(json.len());
    for character in json.chars() {
        match is_unseen(character) {
            true => {
                let units =
                    character.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<String>();
                shown.push_str(&units);
            }
            false => shown.push(character),
        }
    }
    shown
}

/// A text that is the result as it is: in JSON a document of it.
pub(crate) fn plain(text: &str, format: Format) -> String {
    match format {
        Format::Json => document(&json!({ "text": text })),
        Format::Table | Format::Csv => text.to_owned(),
    }
}

fn json_of(value: &Value, decimals: Decimals) -> Json {
    if let Some((amount, places)) = value.amount(decimals) {
        return json!({ "amount": amount.to_string(), "ui": ui(amount, places) });
    }
    match value {
        Value::Flag(flag) => json!(flag),
        Value::Count(count) | Value::Seconds(count) => json!(count),
        Value::Wide(number) => json!(number.to_string()),
        Value::Text(text) => json!(text),
        Value::Key(key) => json!(key.to_string()),
        Value::Hash(bytes) => json!(hex(bytes)),
        Value::Bps(bps) => json!(bps),
        Value::Rate(rate) => json!(rate.to_string()),
        Value::Time(time) => json!(time),
        Value::List(values) => values.iter().map(|value| json_of(value, decimals)).collect(),
        Value::Rows(rows) | Value::Listing { rows, .. } | Value::Entries(rows) => {
            rows.iter().map(|row| object(row, decimals)).collect()
        }
        Value::Section(view) | Value::Detail(view) => object(view, decimals),
        Value::InWords(value) => json_of(value, decimals),
        // Nothing; amounts are written above.
        _ => Json::Null,
    }
}
