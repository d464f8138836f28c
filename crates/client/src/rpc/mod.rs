//! Reading, simulating and sending over JSON-RPC.

mod bounded;
mod budget;
mod connection;
mod deployment;
mod executed;
mod failure;
mod history;
mod lookup_tables;
mod message;
mod packing;
mod priority_fee;
mod quote;
mod read;
mod runtime;
mod send;
mod send_error;
mod settle;
mod signed;
mod simulate;
mod submit;
mod tokens;

pub use budget::{
    compute_unit_limit, priority_fee_lamports, with_compute_budget, MAX_COMPUTE_UNITS, UNSIMULATED_COMPUTE_UNITS,
};
pub use connection::{Connection, Pace};
pub use deployment::WrongProgram;
pub use executed::{Executed, Included};
pub use failure::{ReadError, RpcFailure};
pub use history::{Happened, History};
pub use lookup_tables::{LookupTable, LookupTables, LOOKUP_TABLE_COOLDOWN_BLOCKS, MAX_LOOKUP_TABLE_ADDRESSES};
pub use packing::{
    transaction_size, transaction_size_with, TransactionSize, MAX_TRANSACTION_ACCOUNTS, MAX_TRANSACTION_BYTES,
};
pub use priority_fee::{PriorityFee, AUTO_CAP_MICRO_LAMPORTS, AUTO_PERCENTILE};
pub use quote::Quote;
pub use send::{Listener, SendOptions, Sent};
pub use send_error::SendError;
pub use simulate::Simulated;
pub use solana_commitment_config::CommitmentConfig;
pub use solana_signature::Signature;
pub use submit::{instructions_of, Standing, Submitted};
pub use tokens::TokenAccountState;
