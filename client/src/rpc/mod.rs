//! Reading, simulating and sending over JSON-RPC.

mod connection;
mod failure;
mod packing;
mod priority_fee;
mod read;
mod runtime;
mod send;
mod send_error;
mod settle;
mod simulate;

pub use connection::{Connection, Pace};
pub use failure::{ReadError, RpcFailure};
pub use packing::{
    transaction_size, with_compute_budget, TransactionSize, MAX_TRANSACTION_ACCOUNTS, MAX_TRANSACTION_BYTES,
};
pub use priority_fee::{PriorityFee, AUTO_CAP_MICRO_LAMPORTS, AUTO_PERCENTILE};
pub use send::{SendOptions, Sent};
pub use send_error::SendError;
pub use simulate::Simulated;
pub use solana_commitment_config::CommitmentConfig;
pub use solana_signature::Signature;
