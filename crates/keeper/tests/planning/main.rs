//! Planning without a network: which pool can pass which epoch, and in which transactions.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod activating;
mod bypassing;
mod closed_and_expired;
mod filling;
mod in_order;
mod packing;
mod refused_trees;
mod skipped;
mod summaries;
mod with_tables;
mod world;
