//! A connection to a node.

use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::Duration;

use solana_commitment_config::CommitmentConfig;
use solana_message::Hash;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::client_error::Error as ClientError;

use super::bounded;
use super::failure::RpcFailure;

/// How long a node may take for an answer.
pub(super) const TIMEOUT: Duration = Duration::from_secs(30);

/// So long a node may take for an answer before it is said that it is waited for.
pub(super) const SILENCE: Duration = Duration::from_secs(5);

/// How long things wait for each other.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// Between two looks at a transaction's status.
    pub poll: Duration,
    /// Between two broadcasts of the same signed transaction.
    pub rebroadcast: Duration,
    /// First pause after a failed request; doubles with every further failure, up to 16 times.
    pub backoff: Duration,
    /// Requests of one kind before a read is given up.
    pub read_attempts: u32,
    /// How long the status of a sent transaction may be unreadable before the send is given up as unconfirmed.
    pub unreachable: Duration,
    /// How long a node may take to show a transaction that it has told to be executed.
    pub showing: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            poll: Duration::from_millis(400),
            rebroadcast: Duration::from_secs(2),
            backoff: Duration::from_millis(250),
            read_attempts: 5,
            unreachable: Duration::from_secs(180),
            showing: Duration::from_secs(15),
        }
    }
}

impl Pace {
    /// Pause before the attempt after `failures` failed ones.
    pub(super) fn pause(&self, failures: u32) -> Duration {
        self.backoff.saturating_mul(1 << failures.saturating_sub(1).min(4))
    }
}

/// A connection to a node. Cloning is cheap and shares the connection.
#[derive(Clone)]
pub struct Connection {
    rpc: Arc<RpcClient>,
    pace: Pace,
    /// Whether it was said that the node is waited for: that is news once.
    is_silence_told: Arc<AtomicBool>,
}

impl Connection {
    /// Connects to the node at an HTTP URL; requests time out after 30 seconds, and answers of more than 256 MiB are refused. The first that takes more than 5 is logged as a
    /// warning, so that whoever waits knows what for.
    pub fn new(url: &str, commitment: CommitmentConfig) -> Self {
        Self::with_client(bounded::client(url, commitment))
    }

    /// Over a client of the caller's, for a transport of its own: it bounds what it reads, or nobody does.
    pub fn with_client(rpc: RpcClient) -> Self {
        Self { rpc: Arc::new(rpc), pace: Pace::default(), is_silence_told: Arc::default() }
    }

    /// The same connection with other waiting times.
    pub fn with_pace(self, pace: Pace) -> Self {
        Self { pace, ..self }
    }

    /// The client below, for requests that this type does not know.
    pub fn rpc(&self) -> &RpcClient {
        &self.rpc
    }

    /// What is read has reached this commitment.
    pub fn commitment(&self) -> CommitmentConfig {
        self.rpc.commitment()
    }

    /// A blockhash that the node has just made.
    ///
    /// # Errors
    /// If the request fails.
    pub async fn latest_blockhash(&self) -> Result<Hash, RpcFailure> {
        self.retried(|rpc| rpc.get_latest_blockhash()).await
    }

    /// A blockhash that every node knows by now: finalized, it is accepted by the preflight of tools that look no further.
    ///
    /// # Errors
    /// If the request fails.
    pub async fn finalized_blockhash(&self) -> Result<Hash, RpcFailure> {
        let finalized = CommitmentConfig::finalized();
        let (blockhash, _) = self.retried(|rpc| rpc.get_latest_blockhash_with_commitment(finalized)).await?;
        Ok(blockhash)
    }

    pub(super) fn pace(&self) -> Pace {
        self.pace
    }

    /// Hash of the network's first block: it tells which network this is.
    ///
    /// # Errors
    /// If the node does not say.
    pub async fn genesis_hash(&self) -> Result<Hash, RpcFailure> {
        self.retried(|rpc| rpc.get_genesis_hash()).await
    }

    /// Repeats a request without side effects while it fails for reasons that pass.
    pub(super) async fn retried<'a, T, R>(&'a self, request: impl Fn(&'a RpcClient) -> R) -> Result<T, RpcFailure>
    where
        R: Future<Output = Result<T, ClientError>> + 'a,
    {
        let mut failures = 0_u32;
        loop {
            let failure = match self.waiting_aloud(request(&self.rpc)).await {
                Ok(answer) => return Ok(answer),
                Err(error) => RpcFailure::from(error),
            };
            failures = failures.saturating_add(1);
            if !failure.is_transient() || failures >= self.pace.read_attempts {
                return Err(failure);
            }
            tracing::debug!(%failure, failures, "request failed, trying again");
            tokio::time::sleep(self.pace.pause(failures)).await;
        }
    }

    /// The answer to what the node was asked; says that it is waited for if it does not come soon.
    pub(super) async fn waiting_aloud<T>(&self, asking: impl Future<Output = T>) -> T {
        let mut asking = pin!(asking);
        if let Ok(answer) = tokio::time::timeout(SILENCE, &mut asking).await {
            return answer;
        }
        self.tell_silence("the node has not answered yet, and is waited for");
        asking.await
    }

    /// Says once that the node says nothing.
    pub(super) fn tell_silence(&self, words: &str) {
        if !self.is_silence_told.swap(true, Ordering::Relaxed) {
            tracing::warn!("{words}");
        }
    }
}
