//! Instruction builders. Accounts are resolved from what a caller knows; `*_accounts` gives the resolved accounts alone.

mod administration;
mod build;
mod epochs;
mod pools;
mod records;

pub use administration::*;
pub use build::{build, Mints};
pub use epochs::*;
pub use pools::*;
pub use records::*;
