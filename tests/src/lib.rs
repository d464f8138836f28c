//! What the on-chain tests share: a network on LiteSVM with operators and delegators, short verbs for what they do, and
//! assertions of refusals. The rules under test are those of the built program, never of this crate.

pub mod actors;
pub mod bank_chain;
pub mod bank_network;
pub mod embedded_network;
pub mod epochs;
pub mod idl;
pub mod refusal;

pub use actors::{Staker, TestNetwork};
pub use epochs::PaidLeaf;
pub use refusal::assert_refused;
