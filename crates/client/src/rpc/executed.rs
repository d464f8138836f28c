//! What a node keeps of executed transactions.

use serde_json::json;
use solana_rpc_client_api::config::RpcTransactionConfig;
use solana_rpc_client_api::request::RpcRequest;
use solana_signature::Signature;
use solana_transaction::versioned::VersionedTransaction;
use solana_transaction_status_client_types::{
    EncodedConfirmedTransactionWithStatusMeta, EncodedTransaction, UiTransactionEncoding, UiTransactionError,
};
use tokio::time::Instant;

use super::connection::Connection;
use super::failure::RpcFailure;
use super::send_error::SendError;
use super::submit::instructions_of;

/// What a node keeps of an executed transaction.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Executed {
    /// Its logs.
    pub logs: Vec<String>,
    /// Compute units it took, if the node tells.
    pub compute_units: Option<u64>,
    /// Lamports that were paid for it, if the node tells: base and priority fee, no rent.
    pub fee: Option<u64>,
    /// Its size on the wire, if the node tells.
    pub bytes: Option<usize>,
}

impl Connection {
    /// What the node keeps of an executed transaction. It tells the status at once, but shows the transaction only when it
    /// has written down the whole block: it is asked until then, for as long as the connection's pace says.
    ///
    /// # Errors
    /// If the node does not show it.
    pub async fn executed(&self, signature: &Signature) -> Result<Executed, RpcFailure> {
        let config = self.shown_as();
        let since = Instant::now();
        loop {
            let failure = match self.waiting_aloud(self.rpc().get_transaction_with_config(signature, config)).await {
                Ok(found) => return Ok(found.into()),
                Err(error) => RpcFailure::from(error),
            };
            if !failure.is_transient() || since.elapsed() >= self.pace().showing {
                return Err(failure);
            }
            tokio::time::sleep(self.pace().poll).await;
        }
    }
}

/// A transaction that is in a block.
#[derive(Debug)]
pub struct Included {
    /// As it was sent.
    pub transaction: VersionedTransaction,
    /// Slot of its block.
    pub slot: u64,
    /// What became of it, if the node tells. If it failed nothing of it was done, but its fee was taken; instructions are counted with
    /// those of the compute budget.
    pub outcome: Option<Result<(), SendError>>,
}

impl Connection {
    /// The transaction of a signature, and what became of it; `None` if the node does not know it, or shows it in a form that cannot
    /// be read.
    ///
    /// # Errors
    /// If the node does not answer.
    pub async fn transaction(&self, signature: &Signature) -> Result<Option<Included>, RpcFailure> {
        let Some(found) = self.encoded(signature).await? else { return Ok(None) };
        let Some(transaction) = found.transaction.transaction.decode() else { return Ok(None) };
        let (slot, error) = (found.slot, found.transaction.meta.as_ref().map(|meta| meta.err.clone()));
        let refused = |error: UiTransactionError| {
            SendError::refused(error.into(), 0, &instructions_of(&transaction.message), Executed::from(found).logs)
        };
        let outcome = error.map(|error| error.map_or(Ok(()), |error| Err(refused(error))));
        Ok(Some(Included { transaction, slot, outcome }))
    }

    /// What the node keeps of a transaction that was executed long ago; `None` if it keeps nothing of it.
    pub(super) async fn shown_now(&self, signature: &Signature) -> Result<Option<Executed>, RpcFailure> {
        Ok(self.encoded(signature).await?.map(Executed::from))
    }

    async fn encoded(
        &self,
        signature: &Signature,
    ) -> Result<Option<EncodedConfirmedTransactionWithStatusMeta>, RpcFailure> {
        let params = json!([signature.to_string(), self.shown_as()]);
        self.retried(|rpc| rpc.send(RpcRequest::GetTransaction, params.clone())).await
    }

    fn shown_as(&self) -> RpcTransactionConfig {
        RpcTransactionConfig {
            encoding: Some(UiTransactionEncoding::Base64),
            commitment: Some(self.at_least_confirmed()),
            max_supported_transaction_version: Some(0),
        }
    }
}

impl From<EncodedConfirmedTransactionWithStatusMeta> for Executed {
    fn from(found: EncodedConfirmedTransactionWithStatusMeta) -> Self {
        let bytes = match found.transaction.transaction {
            EncodedTransaction::Binary(text, _) => Some(bytes_of_base64(&text)),
            _ => None,
        };
        let Some(meta) = found.transaction.meta else { return Self { bytes, ..Self::default() } };
        let logs: Option<Vec<String>> = meta.log_messages.into();
        let compute_units = meta.compute_units_consumed.into();
        Self { logs: logs.unwrap_or_default(), compute_units, fee: Some(meta.fee), bytes }
    }
}

/// Four characters stand for three bytes, but for those that fill it up.
fn bytes_of_base64(text: &str) -> usize {
    text.trim_end_matches('=').len().saturating_mul(3) / 4
}

#[cfg(test)]
mod tests {
    use super::bytes_of_base64;

    #[test]
    fn the_size_is_counted_without_what_fills_it_up() {
        assert_eq!(["", "YQ==", "YWI=", "YWJj", "YWJjZA=="].map(bytes_of_base64), [0, 1, 2, 3, 4]);
    }
}
