//! An embedded chain with the built program, and a staking network on it: mints, authorities, wallets, pools.
//!
//! The program runs as sBPF, with the real token program, clock and fees. Time moves when it is told to.

#![allow(clippy::restriction, clippy::pedantic, reason = "whoever plays on it stops where it panics")]

pub mod chain;
pub mod embedded;
pub mod invariants;
pub mod network;
pub mod program;
pub mod tokens;
pub mod wallet;

pub use chain::{Chain, Executed, Refused};
pub use embedded::EmbeddedChain;
pub use network::{Network, NetworkSetup};
pub use wallet::wallet;
