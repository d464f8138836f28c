//! Keeps going: accrues new epochs, passes empty ones, activates ripe stake, claims matured unstakes and reclaims expired records.

mod claims;
mod expired;

use std::future::Future;
use std::time::Duration;

use inference_staking_client::rpc::{Connection, ReadError};
use solana_signer::Signer;

use crate::accrue::{accrue_around_faults, Accrued};
use crate::errands::Errands;
use crate::options::Options;
use crate::summary::Summary;
use crate::trees::TreeSource;
use expired::ExpiredRecords;

/// Whose matured unstakes are claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Claims {
    /// Nobody's.
    #[default]
    Never,
    /// Those of owners whose token account exists.
    ToExistingAccounts,
    /// All; missing token accounts are created, and the signer pays their rent.
    CreateAccounts,
}

/// What can be set of a watch.
#[derive(Clone, Debug)]
pub struct WatchOptions {
    /// Of its accruals. To ask for an end, use its `stop` or the shutdown.
    pub accrual: Options,
    /// Pause between two looks at the chain.
    pub pause: Duration,
    /// Whose matured unstakes are claimed.
    pub claims: Claims,
    /// Whether records that have expired are closed, which returns what remains in them to the pot.
    pub reclaim_expired: bool,
}

impl Default for WatchOptions {
    /// Looks every 30 seconds, claims nothing, reclaims expired records.
    fn default() -> Self {
        let accrual = Options { progress: false, ..Options::default() };
        Self { accrual, pause: Duration::from_secs(30), claims: Claims::default(), reclaim_expired: true }
    }
}

/// What a watch did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchSummary {
    /// All its accruals; what is left is what the last look left.
    pub accruals: Summary,
    /// Records whose matured unstakes were claimed.
    pub claimed: u64,
    /// Expired records that were reclaimed.
    pub reclaimed: u64,
    /// Looks at the chain.
    pub looks: u64,
    /// Looks and errands that failed; the log says why.
    pub failures: u64,
}

/// Watches until `shutdown` completes; then ends what is in flight and returns. Failures are logged and tried again at the
/// next look; an epoch whose tree file is refused is left out until there is a right one.
pub async fn watch<S: Signer + Sync + ?Sized>(
    connection: &Connection,
    trees: &TreeSource,
    signer: &S,
    options: &WatchOptions,
    shutdown: impl Future<Output = ()>,
) -> WatchSummary {
    let watching = Watch::new(connection, trees, signer, options).run();
    tokio::pin!(watching, shutdown);
    tokio::select! {
        summary = &mut watching => summary,
        () = &mut shutdown => {
            options.accrual.stop.request();
            watching.await
        }
    }
}

/// Completes when the user presses ctrl-c: a shutdown for `watch`.
pub async fn interrupted() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::warn!(%error, "ctrl-c cannot be watched: end the process by other means");
        std::future::pending::<()>().await;
    }
}

struct Watch<'a, S: ?Sized> {
    trees: &'a TreeSource,
    options: &'a WatchOptions,
    errands: Errands<'a, S>,
    expired: ExpiredRecords,
    summary: WatchSummary,
}

impl<'a, S: Signer + Sync + ?Sized> Watch<'a, S> {
    fn new(connection: &'a Connection, trees: &'a TreeSource, signer: &'a S, options: &'a WatchOptions) -> Self {
        let errands = Errands::new(connection, signer, &options.accrual);
        let (expired, summary) = Default::default();
        Self { trees, options, errands, expired, summary }
    }

    async fn run(mut self) -> WatchSummary {
        let stop = &self.options.accrual.stop;
        while !stop.is_requested() {
            self.look().await;
            tokio::select! {
                () = stop.requested() => {}
                () = tokio::time::sleep(self.options.pause) => {}
            }
        }
        self.summary
    }

    async fn look(&mut self) {
        self.summary.looks = self.summary.looks.saturating_add(1);
        self.accrue().await;
        if self.options.claims != Claims::Never && !self.options.accrual.stop.is_requested() {
            let claimed = self.claim().await;
            self.note("claiming", claimed.map_err(|error| error.to_string()));
        }
        if self.options.reclaim_expired && !self.options.accrual.stop.is_requested() {
            let reclaimed = self.reclaim().await;
            self.note("reclaiming expired records", reclaimed.map_err(|error| error.to_string()));
        }
    }

    async fn accrue(&mut self) {
        let Errands { connection, signer, .. } = self.errands;
        let accrued = accrue_around_faults(connection, self.trees, signer, &self.options.accrual).await;
        let Accrued { mut summary, failure } = accrued;
        if summary.rounds == 0 {
            // Nobody could look at what the pools have open: what the last look left is still the newest word.
            summary.left.clone_from(&self.summary.accruals.left);
            summary.up_to_date = self.summary.accruals.up_to_date;
        }
        self.note("accruing", failure.map_or(Ok(()), |error| Err(error.to_string())));
        let before = &self.summary.accruals;
        let is_news = summary.left != before.left || summary.not_activated != before.not_activated;
        if summary.transactions > 0 || is_news {
            tracing::info!("{summary}");
        }
        let unread = summary.unread_stake.clone();
        self.note("reading what can be activated", unread.map_or(Ok(()), Err));
        self.summary.accruals = std::mem::take(&mut self.summary.accruals).then(summary);
    }

    async fn claim(&mut self) -> Result<(), ReadError> {
        let create = self.options.claims == Claims::CreateAccounts;
        let claims = claims::matured(self.errands.connection, &self.errands.signer.pubkey(), create).await?;
        let done = self.errands.run("claim_unstake", claims).await;
        self.summary.claimed = self.summary.claimed.saturating_add(done.sent());
        self.summary.failures = self.summary.failures.saturating_add(done.failed);
        Ok(())
    }

    async fn reclaim(&mut self) -> Result<(), ReadError> {
        let reclaims = self.expired.find(self.errands.connection).await?;
        let done = self.errands.run("reclaim_expired_reward_record", reclaims).await;
        self.summary.reclaimed = self.summary.reclaimed.saturating_add(done.sent());
        self.summary.failures = self.summary.failures.saturating_add(done.failed);
        Ok(())
    }

    fn note(&mut self, what: &str, result: Result<(), String>) {
        if let Err(error) = result {
            tracing::warn!("{what} failed, will try again: {error}");
            self.summary.failures = self.summary.failures.saturating_add(1);
        }
    }
}
