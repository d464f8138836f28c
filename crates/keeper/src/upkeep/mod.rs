//! The work on lookup tables: making and filling them, and closing them.

mod close;
mod create;

pub use close::{close_tables, ClosedTables};
pub use create::{create_tables, TablesSummary};
