//! `create_pool_overview`: what it writes, and what it refuses.

mod accounts;
mod authorities;
mod created;
mod creation;
mod emission;
mod parameters;
mod prefunded;
mod real_money;
mod upgrade_authority;

pub use creation::{overview_address, OverviewCreation};
