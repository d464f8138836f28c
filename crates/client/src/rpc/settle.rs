//! Brings a signed transaction into a block, or finds out that it never will be in one.

use std::time::Duration;

use solana_commitment_config::CommitmentConfig;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::client_error::{Error as ClientError, ErrorKind};
use solana_rpc_client_api::config::RpcSendTransactionConfig;
use solana_rpc_client_api::custom_error::JSON_RPC_SERVER_ERROR_TRANSACTION_HISTORY_NOT_AVAILABLE as NO_HISTORY;
use solana_rpc_client_api::request::{RpcError, RpcRequest, RpcResponseErrorData};
use solana_signature::Signature;
use solana_transaction::TransactionError;
use solana_transaction_status_client_types::TransactionStatus;
use tokio::time::Instant;

use super::connection::{Connection, SILENCE};
use super::failure::{passes, whole, RpcFailure};
use super::send_error::SendError;
use super::signed::Signed;

/// A node's memory of recent signatures outlives a blockhash by more blocks than this. Later only its history can tell.
const STATUS_MEMORY_BLOCKS: u64 = 100;
/// So long neither the chain nor a transaction may move before it is said that they are waited for.
const STANDSTILL: Duration = Duration::from_secs(30);

/// How a signed transaction ended.
pub(super) enum Settled {
    /// It is in a block, executed or failed.
    Landed(TransactionStatus),
    /// It can never be in a block any more. The last failure of the node, if there was one.
    Expired(Option<RpcFailure>),
}

/// A look at a signature.
enum Look {
    Landed(TransactionStatus),
    Pending,
    Expired,
}

/// What is known while a transaction is on its way.
struct Watch {
    block_height: u64,
    has_seen_signature: bool,
    progress_at: Instant,
    height_read_at: Option<Instant>,
    answered_at: Instant,
    failures: u32,
    last_failure: Option<RpcFailure>,
}

impl Connection {
    /// Broadcasts until the signature is in a block that has reached the commitment, or until its blockhash has expired and
    /// it is in none. Requests that fail leave both open: it goes on asking.
    pub(super) async fn settle(&self, signed: &Signed<'_>, preflight: bool) -> Result<Settled, SendError> {
        let mut watch = Watch::new();
        let mut broadcast_at: Option<Instant> = None;
        loop {
            if broadcast_at.is_none_or(|at| at.elapsed() >= self.pace().rebroadcast) {
                let is_first = broadcast_at.is_none();
                broadcast_at = Some(Instant::now());
                self.broadcast(signed, is_first && preflight, is_first, &mut watch).await?;
            }
            match self.look(signed, &mut watch).await {
                Ok(Look::Landed(status)) => return Ok(Settled::Landed(status)),
                Ok(Look::Expired) => return Ok(Settled::Expired(watch.last_failure)),
                Ok(Look::Pending) => {
                    (watch.failures, watch.answered_at) = (0, Instant::now());
                    if watch.progress_at.elapsed() >= STANDSTILL {
                        self.tell_silence("the chain stands still behind a transaction, and is waited for");
                    }
                }
                Err(failure) => {
                    watch.failed(failure);
                    if watch.answered_at.elapsed() >= SILENCE {
                        self.tell_silence("the node does not say what became of a transaction, and is asked again");
                    }
                }
            }
            if watch.progress_at.elapsed() >= self.pace().unreachable {
                return Err(SendError::Unconfirmed { signature: signed.signature, last_failure: watch.last_failure });
            }
            let pause = if watch.failures > 0 { self.pace().pause(watch.failures) } else { self.pace().poll };
            tokio::time::sleep(pause).await;
        }
    }

    /// Hands the transaction to the node. Only a refusal of the very first broadcast means anything: after that the
    /// transaction itself may be the reason for it.
    async fn broadcast(
        &self,
        signed: &Signed<'_>,
        preflight: bool,
        is_first: bool,
        watch: &mut Watch,
    ) -> Result<(), SendError> {
        let config = RpcSendTransactionConfig {
            skip_preflight: !preflight,
            preflight_commitment: Some(self.commitment().commitment),
            // The node need not repeat what is repeated here.
            max_retries: Some(0),
            ..RpcSendTransactionConfig::default()
        };
        let Err(error) = self.rpc().send_transaction_with_config(&signed.transaction, config).await else {
            return Ok(());
        };
        let refusal = refusal(&error).map(|(error, logs)| signed.refused(error, logs));
        let failure = RpcFailure::from(error);
        tracing::debug!(%failure, signature = %signed.signature, "broadcast failed");
        if is_first && (refusal.is_some() || !failure.is_transient()) && !self.is_known(signed).await {
            return Err(refusal.unwrap_or(SendError::Rpc(failure)));
        }
        watch.last_failure = Some(failure);
        Ok(())
    }

    /// Whether the node has seen the signature; taken to be so if it does not answer.
    async fn is_known(&self, signed: &Signed<'_>) -> bool {
        let asked = self.retried(|rpc| status_of(rpc, signed.signature, false)).await;
        asked.map_or(true, |(status, _)| status.is_some())
    }

    async fn look(&self, signed: &Signed<'_>, watch: &mut Watch) -> Result<Look, RpcFailure> {
        if let (Some(status), _) = status_of(self.rpc(), signed.signature, false).await? {
            watch.saw_signature();
            return Ok(self.judge(status));
        }
        if watch.height_read_at.is_some_and(|at| at.elapsed() < self.pace().rebroadcast) {
            return Ok(Look::Pending);
        }
        let chain = self.rpc().get_epoch_info_with_commitment(self.at_least_confirmed()).await?;
        watch.saw(chain.block_height, signed.last_valid_block_height);
        if chain.block_height <= signed.last_valid_block_height {
            return Ok(Look::Pending);
        }
        self.look_once_more(signed, chain.absolute_slot, chain.block_height).await
    }

    /// After the blockhash has expired. Only an answer from a node that has seen the block of the expiry counts: behind one
    /// address there may be several nodes, and one that lags knows nothing of a transaction that is in a block.
    async fn look_once_more(&self, signed: &Signed<'_>, slot: u64, block_height: u64) -> Result<Look, RpcFailure> {
        let with_history = status_of(self.rpc(), signed.signature, true).await;
        let (status, seen) = match with_history.map_err(RpcFailure::from) {
            Err(failure) if failure.code() == Some(NO_HISTORY) => {
                if block_height > signed.last_valid_block_height.saturating_add(STATUS_MEMORY_BLOCKS) {
                    return Err(failure);
                }
                status_of(self.rpc(), signed.signature, false).await?
            }
            answer => answer?,
        };
        match status {
            Some(status) => Ok(self.judge(status)),
            None if seen < slot => Ok(Look::Pending),
            None => Ok(Look::Expired),
        }
    }

    fn judge(&self, status: TransactionStatus) -> Look {
        if status.satisfies_commitment(self.commitment()) {
            Look::Landed(status)
        } else {
            Look::Pending
        }
    }

    /// The connection's commitment, or `confirmed` if that is more: a block that was only processed may disappear.
    pub(super) fn at_least_confirmed(&self) -> CommitmentConfig {
        if self.commitment().is_at_least_confirmed() {
            self.commitment()
        } else {
            CommitmentConfig::confirmed()
        }
    }
}

impl Watch {
    fn new() -> Self {
        let progress_at = Instant::now();
        Self {
            block_height: 0,
            has_seen_signature: false,
            progress_at,
            height_read_at: None,
            answered_at: progress_at,
            failures: 0,
            last_failure: None,
        }
    }

    /// Blocks are progress until the blockhash expires; after that only an answer about the signature is.
    fn saw(&mut self, block_height: u64, last_valid_block_height: u64) {
        self.height_read_at = Some(Instant::now());
        if self.block_height < block_height.min(last_valid_block_height) {
            self.progress_at = Instant::now();
        }
        self.block_height = self.block_height.max(block_height);
    }

    fn saw_signature(&mut self) {
        if !self.has_seen_signature {
            self.has_seen_signature = true;
            self.progress_at = Instant::now();
        }
    }

    fn failed(&mut self, failure: RpcFailure) {
        tracing::debug!(%failure, "the status of a transaction could not be read");
        self.failures = self.failures.saturating_add(1);
        self.last_failure = Some(failure);
    }
}

/// What a node knows of a signature, if anything, and the slot as of which it knows it: of the last minutes, or of all its history.
pub(super) async fn status_of(
    rpc: &RpcClient,
    signature: Signature,
    in_history: bool,
) -> Result<(Option<TransactionStatus>, u64), ClientError> {
    let statuses = match in_history {
        true => rpc.get_signature_statuses_with_history(&[signature]).await?,
        false => rpc.get_signature_statuses(&[signature]).await?,
    };
    // An empty list is no word about it: to take it for one would be to sign again.
    let known = whole(RpcRequest::GetSignatureStatuses, 1, statuses.value)?;
    Ok((known.into_iter().next().flatten(), statuses.context.slot))
}

/// The transaction's own error, if a node's check before the broadcast found one that does not pass by itself.
fn refusal(error: &ClientError) -> Option<(TransactionError, Vec<String>)> {
    let transaction_error = error.get_transaction_error().filter(|error| !passes(error))?;
    let ErrorKind::RpcError(RpcError::RpcResponseError { data, .. }) = error.kind() else { return None };
    let logs = match data {
        RpcResponseErrorData::SendTransactionPreflightFailure(result) => result.logs.clone(),
        _ => None,
    };
    Some((transaction_error, logs.unwrap_or_default()))
}
