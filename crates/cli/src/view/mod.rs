//! What a command shows: named values, as a table for people or JSON for programs.

mod json;
mod table;
mod value;

pub use value::{Decimals, Value};

/// Named values in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    fields: Vec<(&'static str, Value)>,
}

impl View {
    /// Without values.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more value. Names are snake_case and stable: they are the keys of the JSON.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.fields.push((name, value.into()));
        self
    }

    /// With one more value, if there is one; tables and JSON leave it out otherwise.
    #[must_use]
    pub fn with_some(self, name: &'static str, value: Option<impl Into<Value>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// With all values of another view behind its own.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.fields.extend(other.fields);
        self
    }

    /// Without the value of this name.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.fields.retain(|(other, _)| *other != name);
        self
    }

    /// Names and values.
    pub fn fields(&self) -> &[(&'static str, Value)] {
        &self.fields
    }

    /// Text for people: a line for each value, tables for lists.
    pub fn to_table(&self, decimals: Decimals) -> String {
        table::render(self, decimals)
    }

    /// JSON for programs.
    pub fn to_json(&self, decimals: Decimals) -> serde_json::Value {
        json::object(self, decimals)
    }
}
