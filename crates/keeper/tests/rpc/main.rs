//! The keeper against a chain with a real JSON-RPC port, with and without faults between them.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod activating;
mod from_a_service;
mod killed;
mod many_epochs;
mod no_faults;
mod one_bad_pool;
mod proxy;
mod racing;
mod stopping;
mod tampered;
mod through_faults;
mod watching;
mod with_tables;
mod world;
