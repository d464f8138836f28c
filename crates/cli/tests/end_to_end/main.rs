//! The command line as processes against a real RPC node.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod administration;
mod closing;
mod consent;
mod exits;
mod export;
mod exports;
mod in_process;
mod init;
mod locks;
mod lookup_tables;
mod migrate;
mod node_that_does_not_search;
mod payouts;
mod portfolio;
mod publishing;
mod refused_unasked;
mod service;
mod several_trees;
mod simulation;
mod staking;
mod story;
mod submitting;
mod world;
