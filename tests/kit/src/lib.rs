//! What the on-chain tests share: a network on LiteSVM, a real bank or behind JSON-RPC, with operators and delegators, short
//! verbs for what they do, and assertions of refusals. The rules under test are those of the built program, never of this crate.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

pub mod account_bytes;
pub mod actors;
pub mod administration;
pub mod bank_chain;
pub mod bent;
pub mod compute_budget;
pub mod epochs;
pub mod framework_refusals;
pub mod idl;
pub mod lookup_table;
pub mod networks;

pub mod pools;
pub mod refusal;
pub mod reward_records;
pub mod rpc_chain;
pub mod small_network;
pub mod states;
pub mod token_accounts;
pub mod two_epochs;
pub mod world;

pub use actors::{Staker, TestNetwork};
pub use epochs::PaidLeaf;
pub use refusal::assert_refused;
