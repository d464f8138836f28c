//! Plans that have nothing to do with each other: carried out many at a time, within the rate limit.

use std::future::Future;

use futures::stream::{self, StreamExt};
use inference_staking_client::intent::Plan;
use inference_staking_client::rpc::{Connection, ReadError, SendError, SendOptions};
use solana_signature::Signature;
use solana_signer::Signer;

use crate::options::Options;
use crate::progress::Progress;
use crate::rate_limit::RateLimit;
use crate::schedule::Reason;

/// Sends errands.
pub(crate) struct Errands<'a, S: ?Sized> {
    pub(crate) connection: &'a Connection,
    pub(crate) signer: &'a S,
    pub(crate) options: &'a Options,
    progress: Progress,
    limit: RateLimit,
}

/// How errands went.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Done {
    /// Places of those that went through.
    pub(crate) landed: Vec<usize>,
    pub(crate) failed: u64,
    pub(crate) last_failure: Option<String>,
}

impl Done {
    /// How many went through.
    pub(crate) fn sent(&self) -> u64 {
        u64::try_from(self.landed.len()).unwrap_or(u64::MAX)
    }
}

impl<'a, S: Signer + Sync + ?Sized> Errands<'a, S> {
    pub(crate) fn new(connection: &'a Connection, signer: &'a S, options: &'a Options) -> Self {
        let limit = RateLimit::per_second(options.transactions_per_second);
        let progress = Progress::new(options.progress, "transactions");
        Self { connection, signer, options, progress, limit }
    }

    /// Carries each out; none after a stop was asked for. Failures are logged.
    pub(crate) async fn run(&self, what: &str, errands: Vec<Plan>) -> Done {
        self.progress.add(u64::try_from(errands.len()).unwrap_or(u64::MAX));
        let in_flight = self.options.in_flight.get();
        let errands = stream::iter(errands).enumerate();
        let mut results =
            errands.map(|(place, errand)| async move { (place, self.send(errand).await) }).buffer_unordered(in_flight);
        let mut done = Done::default();
        while let Some((place, result)) = results.next().await {
            self.progress.done(1);
            match result {
                Some(Ok(_)) => done.landed.push(place),
                Some(Err(error)) => {
                    tracing::warn!("{what} failed, will try again: {error}");
                    done.failed = done.failed.saturating_add(1);
                    done.last_failure = Some(error.to_string());
                }
                None => {}
            }
        }
        done
    }

    /// Takes back what landed by the node's word alone: what it still finds to do, asked as often as it is borne that nothing moves.
    /// Gives the places of which it shows that they are done; what it never says anything of is believed.
    pub(crate) async fn shown<F: Future<Output = Result<Vec<usize>, ReadError>>>(
        &self,
        what: &str,
        done: &mut Done,
        still_to_do: impl Fn(Vec<usize>) -> F,
    ) -> Vec<usize> {
        let mut unshown = done.landed.clone();
        let look = async |open: Vec<usize>, is_first: bool| {
            if !is_first {
                tokio::time::sleep(self.options.idle_pause).await;
            }
            still_to_do(open).await
        };
        let mut is_shown = false;
        for place in 0..=self.options.idle_rounds {
            if unshown.is_empty() {
                break;
            }
            match self.options.stop.bounded(look(unshown.clone(), place == 0)).await {
                Some(Ok(places)) => (unshown, is_shown) = (places, true),
                Some(Err(error)) => tracing::debug!(%error, "what {what} did cannot be read"),
                None => break,
            }
        }
        if !is_shown {
            return Vec::new();
        }
        if !unshown.is_empty() {
            let words = Reason::Contradicted.to_string();
            tracing::warn!(count = unshown.len(), "{what} failed, will try again: {words}");
            done.landed.retain(|place| !unshown.contains(place));
            done.failed = done.failed.saturating_add(u64::try_from(unshown.len()).unwrap_or(u64::MAX));
            done.last_failure = Some(words);
        }
        done.landed.clone()
    }

    /// Ends the progress bar.
    pub(crate) fn finish(&self) {
        self.progress.finish();
    }

    /// `None` if it was not sent.
    async fn send(&self, errand: Plan) -> Option<Result<Signature, SendError>> {
        self.limit.turn().await;
        if self.options.stop.is_requested() {
            return None;
        }
        let options = self.progress.telling(&SendOptions { details: false, ..self.options.send.clone() });
        self.options.stop.send(&errand, self.connection, self.signer, &options).await
    }
}
