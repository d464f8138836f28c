//! Reading, sending and acting over a node that is played in memory and fails as real ones do.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod activating;
mod claim_all;
mod claims;
mod deposits;
mod epochs;
mod history;
mod node;
mod payouts;
mod reading;
mod refusals;
mod sending;
mod submitting;
mod unstaking;
mod world;
