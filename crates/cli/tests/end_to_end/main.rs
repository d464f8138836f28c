//! The command line as processes against a real RPC node.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod administration;
mod closing;
mod exits;
mod export;
mod in_process;
mod init;
mod lookup_tables;
mod migrate;
mod portfolio;
mod publishing;
mod service;
mod several_trees;
mod simulation;
mod staking;
mod story;
mod world;
