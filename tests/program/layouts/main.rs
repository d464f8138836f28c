//! A network that lives through a change of an account's layout: the worked example of `migrations`, whose pool of version 2 counts
//! what its shares have earned. The program of version 2 is built by `cargo xtask test --only later-layout` out of the patch there.
//! The client in these tests, which `Network::send` checks all invariants with, is that of version 1.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

#[allow(dead_code, reason = "the bytes of transactions are measured elsewhere")]
#[path = "../every_instruction/life/mod.rs"]
mod life;

mod counted;
mod every_instruction;
mod rollback;
mod story;
mod upgrade;
