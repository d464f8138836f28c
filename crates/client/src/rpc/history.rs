//! What happened to an account: the program's events in the transactions that named it.

use std::collections::HashSet;

use anchor_lang::prelude::Pubkey;
use futures::stream::{self, StreamExt};
use solana_rpc_client::rpc_client::GetConfirmedSignaturesForAddress2Config;
use solana_signature::Signature;

use super::connection::Connection;
use super::failure::ReadError;
use crate::event::{decode_events, Event};

/// Most signatures that a node gives at once.
const SIGNATURES_PER_REQUEST: usize = 1_000;
/// Transactions that are asked for beside each other.
const READS_AT_ONCE: usize = 8;

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

/// What happened to an account, as far as a node shows it.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The oldest first.
    pub happened: Vec<Happened>,
    /// Transactions that the node lists and does not show any more.
    pub not_shown: usize,
}

impl Connection {
    /// The program's events in all successful transactions that named an account, the oldest first, as far back as the node
    /// keeps them; also those of other accounts in these transactions. Each transaction counts once, however often it is listed.
    ///
    /// # Errors
    /// If the node does not list the transactions, or does not answer. One that it lists and does not show is counted.
    pub async fn history(&self, address: &Pubkey) -> Result<History, ReadError> {
        let listed = self.signatures(address).await?;
        let shown = listed
            .into_iter()
            .map(|(signature, slot, time)| async move { (signature, slot, time, self.shown_now(&signature).await) });
        let mut shown = stream::iter(shown).buffered(READS_AT_ONCE);
        let mut history = History::default();
        while let Some((signature, slot, time, shown)) = shown.next().await {
            match shown {
                Ok(Some(executed)) => {
                    let events = decode_events(&executed.logs).into_iter();
                    history.happened.extend(events.map(|event| Happened { signature, slot, time, event }));
                }
                // Without a number of its own it is no answer: the node does not forget, it is not there.
                Err(failure) if failure.code().is_none() => return Err(failure.into()),
                unshown => {
                    tracing::debug!(?unshown, %signature, "the node does not show a transaction that it lists");
                    history.not_shown = history.not_shown.saturating_add(1);
                }
            }
        }
        Ok(history)
    }

    /// Signatures of all successful transactions that named an account, the oldest first, each once.
    async fn signatures(&self, address: &Pubkey) -> Result<Vec<(Signature, u64, Option<i64>)>, ReadError> {
        let mut found: Vec<(Signature, u64, Option<i64>)> = Vec::new();
        let mut seen: HashSet<Signature> = HashSet::new();
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
            let seen_before = seen.len();
            for listed in page {
                let Ok(signature) = listed.signature.parse() else { continue };
                before = Some(signature);
                // Pages may overlap.
                if seen.insert(signature) && listed.err.is_none() {
                    found.push((signature, listed.slot, listed.block_time));
                }
            }
            // A page with nothing new has no other behind it.
            if is_last || seen.len() == seen_before {
                found.reverse();
                return Ok(found);
            }
        }
    }
}
