//! A request to stop, shared by all that work.

use std::future::Future;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Arc;
use std::time::Duration;

use inference_staking_client::intent::Plan;
use inference_staking_client::rpc::{Connection, Listener, SendError, SendOptions, Sent};
use solana_signature::Signature;
use solana_signer::Signer;
use tokio::sync::watch;
use tokio::time::Instant;

/// How long what is under way may take from the request on.
pub const GRACE: Duration = Duration::from_secs(8);

/// Asks the keeper to start nothing more, and to end what is in flight within [`GRACE`]. Clones share the request.
#[derive(Clone, Debug)]
pub struct Stop(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// When nothing is waited for any more.
    end: watch::Sender<Option<Instant>>,
    in_flight: AtomicUsize,
}

impl Default for Stop {
    fn default() -> Self {
        Self(Arc::new(Inner { end: watch::Sender::new(None), in_flight: AtomicUsize::new(0) }))
    }
}

impl Stop {
    /// Asks to stop.
    pub fn request(&self) {
        self.0.end.send_modify(|end| *end = end.or_else(|| Instant::now().checked_add(GRACE)));
    }

    /// Asks to wait for nothing any more.
    pub fn request_now(&self) {
        self.0.end.send_replace(Some(Instant::now()));
    }

    /// Whether somebody asked.
    pub fn is_requested(&self) -> bool {
        self.0.end.borrow().is_some()
    }

    /// Transactions of which it is not known yet what became of them.
    pub fn in_flight(&self) -> usize {
        self.0.in_flight.load(Ordering::Relaxed)
    }

    /// Waits until somebody asks.
    pub async fn requested(&self) {
        // The sender lives as long as `self`: waiting ends with a request only.
        let _ = self.0.end.subscribe().wait_for(Option::is_some).await;
    }

    /// Waits until somebody asked and nothing is waited for any more.
    async fn over(&self) {
        let mut ends = self.0.end.subscribe();
        loop {
            let end = ends.wait_for(Option::is_some).await.ok().and_then(|end| *end);
            let Some(end) = end else { return std::future::pending().await };
            tokio::select! {
                () = tokio::time::sleep_until(end) => return,
                _ = ends.changed() => {}
            }
        }
    }

    /// What some work gives; `None` if it was still going on when nothing was waited for any more.
    pub(crate) async fn bounded<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            biased;
            done = work => Some(done),
            () = self.over() => None,
        }
    }

    /// Sends a plan, and gives the signature of its last transaction. One that was signed and is not waited for any more is in doubt;
    /// `None` if none of it was signed.
    pub(crate) async fn send<S: Signer + Sync + ?Sized>(
        &self,
        plan: &Plan,
        connection: &Connection,
        signer: &S,
        options: &SendOptions,
    ) -> Option<Result<Signature, SendError>> {
        let _counted = InFlight::new(&self.0.in_flight);
        let (signed, last) = watch::channel(None);
        let asked = options.listener.clone();
        let listener = Listener::new(move |signature| {
            tracing::debug!(%signature, "sending");
            signed.send_replace(Some(signature));
            asked.iter().for_each(|asked| asked.tell(signature));
        });
        let options = SendOptions { listener: Some(listener), ..options.clone() };
        if let Some(sent) = self.bounded(plan.send(connection, &[signer], &options)).await {
            let last_of = |sent: Vec<Sent>| sent.last().map(|sent| sent.signature).unwrap_or_default();
            return Some(sent.map(last_of).map_err(|stop| stop.error));
        }
        let signature = *last.borrow();
        signature.map(|signature| Err(SendError::Unconfirmed { signature, last_failure: None }))
    }
}

/// A transaction in flight, as long as it is not dropped.
struct InFlight<'a>(&'a AtomicUsize);

impl<'a> InFlight<'a> {
    fn new(count: &'a AtomicUsize) -> Self {
        count.fetch_add(1, Ordering::Relaxed);
        Self(count)
    }
}

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_is_under_way_has_its_time_and_no_more() {
        let stop = Stop::default();
        let later = stop.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(100)).await;
            later.request();
            later.request();
        });
        let since = Instant::now();
        let quick = tokio::time::sleep(Duration::from_secs(105));
        assert_eq!(stop.bounded(quick).await, Some(()));
        assert!(stop.is_requested());
        assert_eq!(stop.bounded(std::future::pending::<()>()).await, None);
        assert_eq!(since.elapsed().as_secs(), 108);
        assert_eq!(stop.bounded(std::future::ready(7)).await, Some(7));
    }

    #[tokio::test(start_paused = true)]
    async fn a_second_request_ends_the_waiting() {
        let stop = Stop::default();
        let later = stop.clone();
        tokio::spawn(async move {
            later.request();
            tokio::time::sleep(Duration::from_secs(1)).await;
            later.request_now();
        });
        let since = Instant::now();
        assert_eq!(stop.bounded(std::future::pending::<()>()).await, None);
        assert_eq!(since.elapsed().as_secs(), 1);
    }
}
