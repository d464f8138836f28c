//! What a command shows: named values, as a table for people or JSON for programs.

mod csv;
mod json;
mod table;
mod value;

pub use inference_staking_rewards::Decimals;
pub(crate) use json::{document, line, plain};
pub use value::{Value, View};

impl View {
    /// Text for people: a line for each value, tables for lists. In a terminal of so many columns a table that is wider becomes
    /// a block of lines for each of its rows.
    pub fn to_table(&self, decimals: Decimals, columns: Option<usize>) -> String {
        table::render(self, decimals, columns)
    }

    /// All that fits a line on one, the values behind their names, for a cell of a table.
    pub fn to_line(&self, decimals: Decimals) -> String {
        table::line(self, decimals)
    }

    /// CSV for spreadsheets: its first table.
    pub fn to_csv(&self, decimals: Decimals) -> String {
        csv::render(self, decimals)
    }

    /// What it has besides what its CSV shows, in words.
    pub fn left_out_of_csv(&self) -> Option<String> {
        csv::left_out(self)
    }

    /// JSON for programs.
    pub fn to_json(&self, decimals: Decimals) -> serde_json::Value {
        json::object(self, decimals)
    }
}
