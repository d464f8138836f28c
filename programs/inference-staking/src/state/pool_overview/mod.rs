//! The singleton: its account, and its rules by subject.

mod account;
mod authorities;
mod authority_list;
mod bounds;
mod creation;
mod emission;
mod emission_args;
mod emission_lowering;
mod epochs;
mod halts;
mod parameter_values;
mod parameters;
mod surplus;
mod vaults;

pub use account::*;
pub use authority_list::*;
pub use bounds::*;
pub use creation::*;
pub use emission::*;
pub use emission_args::*;
pub use epochs::*;
pub use parameter_values::*;
pub use vaults::*;
