//! A reward record: its account, and its rules by subject.

mod account;
mod creation;
mod ending;

pub use account::*;
pub use creation::*;
