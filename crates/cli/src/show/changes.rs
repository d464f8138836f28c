//! What a change makes different.

use crate::view::{Value, View};

/// A row for each value that differs between two views with the same names.
pub fn changes(before: &View, after: &View) -> Vec<View> {
    let pairs = before.fields().iter().zip(after.fields());
    let different = pairs.filter(|((_, before), (_, after))| before != after);
    let row = |((name, before), (_, after)): (&(&'static str, Value), &(&'static str, Value))| {
        View::new().with("parameter", *name).with("before", with_unit(before)).with("after", with_unit(after))
    };
    different.map(row).collect()
}

/// Rows are of different units.
fn with_unit(value: &Value) -> Value {
    Value::InWords(Box::new(value.clone()))
}
