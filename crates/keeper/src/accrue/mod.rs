//! Accrues all that is open: reads the chain, schedules, sends, and again, until nothing is left or nothing moves.

mod courier;
mod keeper;
mod reading;

pub use keeper::{accrue, Accrued};
