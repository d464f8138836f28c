//! Requests that fail, and answers that cannot be read.

use anchor_lang::prelude::Pubkey;
use solana_rpc_client_api::client_error::{Error as ClientError, ErrorKind};
use solana_rpc_client_api::request::{RpcError, RpcRequest};
use solana_transaction::TransactionError;

use super::bounded::{is_too_long, MAX_ANSWER_BYTES};
use crate::account::DecodeError;
use crate::text::{escaped, with_causes};

/// A request to a node failed. The text does not name the URL: it may hold a secret.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{} failed: {}", .0.request.as_deref().unwrap_or("the request"), .0.message)]
pub struct RpcFailure(Box<Details>);

#[derive(Clone, Debug)]
struct Details {
    request: Option<String>,
    message: String,
    code: Option<i64>,
    transient: bool,
}

impl RpcFailure {
    /// Whether the same request may succeed later: transport errors, time-outs, rate limits, a node that is behind.
    pub fn is_transient(&self) -> bool {
        self.0.transient
    }

    /// The node's own error number, if it answered with one.
    pub fn code(&self) -> Option<i64> {
        self.0.code
    }
}

impl From<ClientError> for RpcFailure {
    fn from(error: ClientError) -> Self {
        let request = error.request().map(|request| request.to_string());
        let code = match error.kind() {
            ErrorKind::RpcError(RpcError::RpcResponseError { code, .. }) => Some(*code),
            _ => None,
        };
        let transient = is_transient(error.kind()) || error.get_transaction_error().is_some_and(|error| passes(&error));
        Self(Box::new(Details { request, message: words(*error.kind), code, transient }))
    }
}

/// A list with one entry for each thing that was asked for.
///
/// # Errors
/// If it has fewer or more: nobody can tell which they are of.
pub(super) fn whole<T>(request: RpcRequest, asked: usize, answer: Vec<T>) -> Result<Vec<T>, ClientError> {
    match answer.len() {
        given if given == asked => Ok(answer),
        given => Err(incomplete(request, asked, given)),
    }
}

/// The failure of a node that leaves out something, or adds it. It passes: another node may stand behind the address the next time.
pub(super) fn incomplete(request: RpcRequest, asked: usize, given: usize) -> ClientError {
    let message = format!("the node's answer has {given} entries where there are {asked}, so it cannot be relied on");
    ClientError::new_with_request(ErrorKind::Custom(message), request)
}

/// Errors of a transaction that say nothing about it: the node is behind, or has it already.
pub(super) fn passes(error: &TransactionError) -> bool {
    matches!(error, TransactionError::BlockhashNotFound | TransactionError::AlreadyProcessed)
}

/// Errors that pass: everything below JSON-RPC, and of the node's own answers those about its state, not about the request.
fn is_transient(kind: &ErrorKind) -> bool {
    match kind {
        ErrorKind::Io(_) | ErrorKind::Middleware(_) | ErrorKind::Custom(_) | ErrorKind::SerdeJson(_) => true,
        ErrorKind::Reqwest(error) if error.is_builder() || is_too_long(error) => false,
        ErrorKind::Reqwest(error) => {
            error.status().is_none_or(|status| status.is_server_error() || matches!(status.as_u16(), 408 | 429))
        }
        ErrorKind::RpcError(RpcError::RpcResponseError { code, .. }) => PASSING_CODES.contains(code),
        ErrorKind::RpcError(_) => true,
        ErrorKind::SigningError(_) | ErrorKind::TransactionError(_) => false,
    }
}

/// Block not available, node unhealthy, slot skipped, no snapshot, status not available yet, context slot not reached,
/// storage unreachable, internal error; and the numbers that providers answer to rate limits.
const PASSING_CODES: [i64; 12] =
    [-32004, -32005, -32007, -32008, -32014, -32016, -32019, -32603, -32429, 429, 503, -32000];

/// An answer that came whole. One that broke off is decoded as little.
fn is_no_json(error: &dyn std::error::Error) -> bool {
    error.source().is_some_and(|cause| cause.is::<serde_json::Error>())
}

/// Whatever answers, it is no node, or one that is broken.
const UNREADABLE: &str = "what answers says nothing that can be read: check that the URL is that of a Solana node";

/// The error with its causes and without the URL.
fn words(kind: ErrorKind) -> String {
    let error: Box<dyn std::error::Error> = match kind {
        ErrorKind::SerdeJson(_) => return UNREADABLE.to_owned(),
        ErrorKind::Reqwest(error) if is_no_json(&error) => return UNREADABLE.to_owned(),
        ErrorKind::Reqwest(error) if is_too_long(&error) => {
            return format!(
                "the answer has more than {} MiB: check that the URL is that of a Solana node",
                MAX_ANSWER_BYTES >> 20
            );
        }
        ErrorKind::Reqwest(error) => Box::new(error.without_url()),
        ErrorKind::Middleware(error) => error.into(),
        ErrorKind::Custom(words) => words.into(),
        kind => Box::new(kind),
    };
    // A node's words may have line breaks and whatever else a terminal obeys.
    // Some end in a mark after which the node has said nothing.
    escaped(with_causes(&*error).trim_end_matches(['.', ';', ':', ' '])).to_string()
}

/// Why something could not be read from the chain.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ReadError {
    /// There is no such account.
    #[error("there is no {what} at {address}: check the address and the network")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// Where.
        address: Pubkey,
    },
    /// The account belongs to another program.
    #[error("the account {address} is no {what}: it belongs to the program {owner}")]
    WrongOwner {
        /// What was looked for.
        what: &'static str,
        /// Where.
        address: Pubkey,
        /// The program that owns it.
        owner: Pubkey,
    },
    /// The node shows no time.
    #[error("the node shows a clock without a time: ask another node")]
    NoClock,
    /// The account is of another type.
    #[error("the account {address} is no {what}: {error}")]
    Decode {
        /// What was looked for.
        what: &'static str,
        /// Where.
        address: Pubkey,
        /// Why not.
        error: DecodeError,
    },
    /// The program's own arithmetic refused what the accounts hold.
    #[error("the accounts hold what the program cannot have written: {0}")]
    Inconsistent(crate::StakingError),
    /// The request failed.
    #[error(transparent)]
    Rpc(#[from] RpcFailure),
}

impl ReadError {
    /// Whether the same read may succeed later.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Rpc(failure) if failure.is_transient())
    }
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use solana_rpc_client_api::request::RpcResponseErrorData;

    use super::*;

    #[test]
    fn a_node_that_says_nothing_behind_its_error_leaves_no_mark() {
        let kind = ErrorKind::RpcError(RpcError::RpcResponseError {
            code: -32601,
            message: "Method not found".to_owned(),
            data: RpcResponseErrorData::Empty,
        });
        let failure = RpcFailure::from(ClientError::new_with_request(kind, RpcRequest::GetSlot));
        assert_eq!(failure.to_string(), "getSlot failed: RPC response error -32601: Method not found");
    }
}
