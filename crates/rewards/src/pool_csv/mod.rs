//! CSV files with one row per pool and three columns, the first of them `pool` (SPEC 14).

mod fault;
mod fields;
mod line_by_line;
mod reader;

pub use fault::{CsvError, CsvFault, NumberFault};
pub(crate) use fields::{amount, decimal};
pub use reader::{PoolCsv, PoolRow};
