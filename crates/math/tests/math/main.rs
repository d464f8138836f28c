//! Tests of the staking maths: the vectors of SPEC 16, every function against exact formulas over big integers,
//! and properties at the extremes of `u64`. One binary, a module for each topic.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod commission;
mod emission;
mod emission_bounds;
mod emission_lowers;
mod emission_properties;
mod errors;
mod extremes;
mod oracle;
mod pool_history;
mod share_properties;
mod shares;
mod time_lock;
mod usdc_index;
