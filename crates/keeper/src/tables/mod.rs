//! The keeper's address lookup tables: with them twice as many pools fit a transaction. The chain knows them; a file of their
//! addresses is a hint for nodes that do not list the tables of an authority.

pub(crate) mod file;
mod fill;
mod source;

pub use fill::{fill, wanted, Filling, Placed};
pub use source::TableSource;
