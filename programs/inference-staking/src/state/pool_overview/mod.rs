//! The singleton: its account, and its rules by subject.

mod account;
mod authorities;
mod creation;
mod emission;
mod emission_args;
mod epochs;
mod halts;
mod parameters;
mod vaults;

pub use account::*;
pub use authorities::*;
pub use creation::*;
pub use emission::*;
pub use emission_args::*;
pub use parameters::*;
pub use vaults::*;
