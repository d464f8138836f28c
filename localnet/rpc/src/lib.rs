//! A local network with real JSON-RPC and WebSocket ports, in one process.
//!
//! [`LocalNetwork::start`] builds a staking network (program, mints, funded wallets, singleton) and serves it with
//! surfpool (crate `surfpool-core`), offline and on 127.0.0.1. Any number may run in one process, and
//! each ends when it is dropped.
//!
//! # What differs from a validator
//!
//! - **Time.** The clock follows the blocks: each adds the slot time, so a busy machine falls a little behind the real
//!   clock. [`LocalNetwork::time_travel`], and for anybody the JSON-RPC method `surfnet_timeTravel`
//!   (`[{"absoluteTimestamp": <milliseconds>}]`, forwards only), move it on; slots move with it, block heights do not, and
//!   blockhashes stay as valid as they were. Travelling closes the current block.
//! - **Blocks** are closed at a fixed pace, with or without transactions. There are no forks, votes or leaders: what is
//!   processed is confirmed with the end of its block and finalized 31 blocks later.
//! - **Expiry.** A blockhash is good for 150 blocks as everywhere, which are 15 seconds at 10 blocks a second.
//! - **Commitment** decides slots, blockhashes, statuses and the levels of subscriptions. Reads of accounts see the newest
//!   state at every level.
//! - **Sending** answers only when the transaction was executed, and transactions are executed one by one: 170 a second from
//!   one sender, up to 450 from eight on two cores (unoptimized build). Each change of an account copies the list of all
//!   accounts with the same owner program or mint, so this falls with their number: 10,000 pools are accrued at 170 pools a
//!   second. [`LocalNetwork::start_after`] puts large numbers of accounts there before. Six requests are served at a time. Without
//!   preflight a failing transaction lands and pays its fee, as on a validator.
//! - **A transaction sent again** is refused with `already been processed` in the message of error -32002, without the
//!   structured error; a validator without preflight takes it and does nothing.
//! - **Fees** are those of the network, priority fees included. `getRecentPrioritizationFees` works, but looks through all
//!   transactions since the start: 0.1 to 0.3 seconds after 2,000 of them.
//! - **Accounts** out of nothing: `surfnet_setAccount` and its relatives, `requestAirdrop` without limit.
//! - Nothing is stored: a network that ends is gone. Signatures and blocks are remembered for the whole run.
//!
//! Filters of `getProgramAccounts`, simulation without signatures or with a replaced blockhash, return data, logs, statuses
//! of failed transactions and subscriptions work as on a validator; the tests of this crate hold them to it.

#![allow(clippy::restriction, clippy::pedantic, reason = "a mistake here stops a network of play money")]

mod engine;
mod genesis;
mod loading;
mod network;
mod options;
mod ports;
mod roles;
mod token_gift;
mod words;

pub use genesis::Genesis;
pub use network::LocalNetwork;
pub use options::LocalNetworkOptions;
pub use ports::Ports;
pub use roles::Roles;
pub use words::{parsed, say};
