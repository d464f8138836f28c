//! The network over its own JSON-RPC and WebSocket ports, as any Solana client sees it.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod clock;
mod deployment;
mod history;
mod load;
mod node;
mod player;
mod subscriptions;
mod transactions;
