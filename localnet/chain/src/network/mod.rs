//! A staking network: the singleton, two mints, one wallet for each role, and short ways to send what a role would send.

mod funds;
mod reading;
mod running;
mod sending;
mod setup;
mod units;

pub use running::{upgrade_authority, Network};
pub use setup::NetworkSetup;
pub use units::{DAY, ONE, START_TIME};
