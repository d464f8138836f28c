//! What talks to the staking program: addresses, instruction builders, decoding of accounts, events and errors; with the
//! feature `rpc` also reading, simulating and sending over JSON-RPC, and the composition of what a user means.
//!
//! A process works with one program: the one at the id that is compiled in, unless [`address::use_program`] names another
//! before anything else is done.

pub mod account;
pub mod address;
pub mod event;
pub mod instruction;
mod log;
pub mod refusal;
pub mod text;
pub mod time;

#[cfg(feature = "rpc")]
pub mod intent;
#[cfg(feature = "rpc")]
pub mod rpc;

/// The examples of the guide for integrators, which are compiled and run as tests of this documentation.
#[cfg(all(doctest, feature = "rpc"))]
#[doc = include_str!("../../../docs/guides/integrator.md")]
pub struct IntegratorsGuide;

pub use event::Event;
pub use inference_staking::error::{Refusal, StakingError};
pub use inference_staking::{accounts, constants, events, instruction as args, instructions, state};
