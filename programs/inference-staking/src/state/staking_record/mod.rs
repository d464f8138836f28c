//! A staking record: its account, and its rules by subject.

mod account;
mod activating;
mod lock;
mod ticket;
mod tickets;

pub use account::*;
pub use lock::*;
pub use ticket::*;
