//! Slashing (SPEC 9): what it takes, when, from whom, and that the operator cannot escape it.

mod accounts;
mod activating;
mod authorities;
mod bystanders;
mod closed_and_emptied;
mod confiscation;
mod delay;
mod escapes;
mod impossible_states;
mod shares;
mod states;
mod tickets;
mod uncollected_rewards;
pub mod world;
