//! A pool: its account, and its rules by subject.

mod account;
mod accrual;
mod activation;
mod admin;
mod claims;
mod closing;
mod collections;
mod commission;
mod creation;
mod epochs;
mod event_state;
mod halting;
mod open_epochs;
mod operator_record;
mod profile;
mod slashing;
mod staking;
mod vault;
mod view;

pub use account::*;
pub use accrual::*;
pub use creation::*;
pub use event_state::*;
pub use profile::*;
pub use slashing::*;
pub use view::*;
