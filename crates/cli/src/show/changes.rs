//! What a change makes different.

use crate::view::{Value, View};

/// A row for each value that differs between two views with the same names.
pub fn changes(before: &View, after: &View) -> Vec<View> {
    changes_and(before, after, |_| View::new())
}

/// The same with something else in each row, by its name.
pub fn changes_and(before: &View, after: &View, and: impl Fn(&'static str) -> View) -> Vec<View> {
    let pairs = before.fields().iter().zip(after.fields());
    let different = pairs.filter(|((_, before), (_, after))| before != after);
    let row = |((name, before), (_, after)): (&(&'static str, Value), &(&'static str, Value))| {
        let row =
            View::new().with("parameter", *name).with("before", with_unit(before)).with("after", with_unit(after));
        row.and(and(name))
    };
    different.map(row).collect()
}

/// Rows are of different units.
fn with_unit(value: &Value) -> Value {
    Value::InWords(Box::new(value.clone()))
}
