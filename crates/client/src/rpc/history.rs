//! What happened to an account: the program's events in the transactions that named it.

use anchor_lang::prelude::Pubkey;
use solana_rpc_client::rpc_client::GetConfirmedSignaturesForAddress2Config;
use solana_signature::Signature;

use super::connection::Connection;
use super::failure::ReadError;
use crate::event::{decode_events, Event};

/// Most signatures that a node gives at once.
const SIGNATURES_PER_REQUEST: usize = 1_000;

/// An event and when it was.
#[derive(Clone, Debug)]
pub struct Happened {
    /// Signature of its transaction.
    pub signature: Signature,
    /// Slot of its block.
    pub slot: u64,
    /// Unix seconds of its block, if the node knows.
    pub time: Option<i64>,
    /// What happened.
    pub event: Event,
}

impl Connection {
    /// The program's events in all successful transactions that named an account, the oldest first, as far back as the node
    /// keeps them; also those of other accounts in these transactions.
    ///
    /// # Errors
    /// If the node does not list the transactions. One that it lists and does not show is passed over.
    pub async fn history(&self, address: &Pubkey) -> Result<Vec<Happened>, ReadError> {
        let mut happened = Vec::new();
        for (signature, slot, time) in self.signatures(address).await? {
            match self.executed(&signature).await {
                Ok(executed) => {
                    let events = decode_events(&executed.logs).into_iter();
                    happened.extend(events.map(|event| Happened { signature, slot, time, event }));
                }
                // Events of a pool are numbered: whoever reads them sees the gap.
                Err(failure) => {
                    tracing::warn!(%failure, %signature, "the node does not show a transaction that it lists")
                }
            }
        }
        Ok(happened)
    }

    /// Signatures of all successful transactions that named an account, the oldest first.
    async fn signatures(&self, address: &Pubkey) -> Result<Vec<(Signature, u64, Option<i64>)>, ReadError> {
        let mut found: Vec<(Signature, u64, Option<i64>)> = Vec::new();
        let mut before = None;
        loop {
            let page = self
                .retried(|rpc| {
                    let config = GetConfirmedSignaturesForAddress2Config {
                        before,
                        until: None,
                        limit: Some(SIGNATURES_PER_REQUEST),
                        commitment: Some(self.at_least_confirmed()),
                    };
                    async move { rpc.get_signatures_for_address_with_config(address, config).await }
                })
                .await?;
            let is_last = page.len() < SIGNATURES_PER_REQUEST;
            before = page.last().and_then(|last| last.signature.parse().ok());
            let succeeded = page.into_iter().filter(|found| found.err.is_none());
            found.extend(
                succeeded.filter_map(|found| Some((found.signature.parse().ok()?, found.slot, found.block_time))),
            );
            if is_last || before.is_none() {
                found.reverse();
                return Ok(found);
            }
        }
    }
}
