//! What talks to the staking program: addresses, instruction builders, and decoding of accounts and events.

pub mod account;
pub mod address;
pub mod event;
pub mod instruction;
pub mod text;

pub use inference_staking::error::StakingError;
pub use inference_staking::{accounts, events, instruction as args, instructions, state};
