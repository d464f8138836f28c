//! Transactions that have nothing to do with each other: sent many at a time, within the rate limit.

use anchor_lang::solana_program::instruction::Instruction;
use futures::stream::{self, StreamExt};
use inference_staking_client::rpc::Connection;
use solana_signer::Signer;

use crate::options::Options;
use crate::rate_limit::RateLimit;

/// Sends errands.
pub(super) struct Errands<'a, S: ?Sized> {
    pub(super) connection: &'a Connection,
    pub(super) signer: &'a S,
    options: &'a Options,
    limit: RateLimit,
}

/// How errands went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) sent: u64,
    pub(super) failed: u64,
}

impl<'a, S: Signer + Sync + ?Sized> Errands<'a, S> {
    pub(super) fn new(connection: &'a Connection, signer: &'a S, options: &'a Options) -> Self {
        Self { connection, signer, options, limit: RateLimit::per_second(options.transactions_per_second) }
    }

    /// Sends each as a transaction of its own; none after a stop was asked for. Failures are logged.
    pub(super) async fn run(&self, what: &str, errands: Vec<Vec<Instruction>>) -> Done {
        let in_flight = self.options.in_flight.get();
        let mut results = stream::iter(errands).map(|errand| self.send(what, errand)).buffer_unordered(in_flight);
        let mut done = Done::default();
        while let Some(result) = results.next().await {
            match result {
                Some(true) => done.sent = done.sent.saturating_add(1),
                Some(false) => done.failed = done.failed.saturating_add(1),
                None => {}
            }
        }
        done
    }

    /// Whether it went through; `None` if it was not sent.
    async fn send(&self, what: &str, errand: Vec<Instruction>) -> Option<bool> {
        self.limit.turn().await;
        if self.options.stop.is_requested() {
            return None;
        }
        let sent = self.connection.send(&errand, &[self.signer], &self.options.send).await;
        Some(sent.inspect_err(|error| tracing::warn!("{what} failed, will try again: {error}")).is_ok())
    }
}
