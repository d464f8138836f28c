//! Keeps going: accrues new epochs, passes empty ones, activates ripe stake, claims matured unstakes and reclaims expired records.

mod claims;
mod expired;
mod monitor;
mod summary;

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::intent::Plan;
use inference_staking_client::rpc::{Connection, ReadError};
use solana_signer::Signer;

use crate::accrue::{accrue, Accrued};
use crate::errands::Errands;
use crate::error::KeeperError;
use crate::options::{Options, Unread};
use crate::schedule::Reason;
use crate::trees::TreeSource;
use claims::{Creation, Matured};
use expired::ExpiredRecords;
use monitor::Seen;

pub use monitor::Monitor;
pub use summary::WatchSummary;

/// Whose matured unstakes are claimed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Claims {
    /// Nobody's.
    #[default]
    Never,
    /// Those of owners whose token account exists.
    ToExistingAccounts,
    /// All; missing token accounts are created, and the signer pays their rent: for claims of at least so many stake tokens
    /// (base units), and once for an owner. Otherwise an owner could close the account after each claim and keep its rent.
    CreateAccounts {
        /// The smallest claim that an account is created for.
        at_least: u64,
    },
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
    /// Who is told how it is doing.
    pub monitor: Option<Monitor>,
    /// What went before, such as looks at a node that was away. The watch's summary goes on from there.
    pub before: WatchSummary,
}

/// Below this the keeper warns that it will soon have nothing left to pay with: 0.1 SOL, some thousand transactions.
const FEW_LAMPORTS: u64 = 100_000_000;

impl Default for WatchOptions {
    /// Looks every 30 seconds, claims nothing, reclaims expired records.
    fn default() -> Self {
        let accrual = Options { progress: false, ..Options::default() };
        Self {
            accrual,
            pause: Duration::from_secs(30),
            claims: Claims::default(),
            reclaim_expired: true,
            monitor: None,
            before: WatchSummary::default(),
        }
    }
}

impl WatchOptions {
    /// The same, whose accruals tell the monitor when the chain cannot be read.
    fn telling(&self) -> Self {
        let unread = self.monitor.clone().map(|monitor| Unread::new(move |trouble| monitor.wait_for_chain(trouble)));
        Self { accrual: Options { unread, ..self.accrual.clone() }, ..self.clone() }
    }
}

/// Watches until `shutdown` completes; then ends what is in flight, within [`GRACE`](crate::GRACE), and returns. Failures are logged and tried again at the
/// next look; an epoch whose tree file is refused is left out until there is a right one.
pub async fn watch<S: Signer + Sync + ?Sized>(
    connection: &Connection,
    trees: &TreeSource,
    signer: &S,
    options: &WatchOptions,
    shutdown: impl Future<Output = ()>,
) -> WatchSummary {
    let options = &options.telling();
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

struct Watch<'a, S: ?Sized> {
    trees: &'a TreeSource,
    options: &'a WatchOptions,
    errands: Errands<'a, S>,
    expired: ExpiredRecords,
    /// Owners whose token account this watch created.
    created_for: BTreeSet<Pubkey>,
    summary: WatchSummary,
    /// Why something of this look failed.
    last_failure: Option<String>,
}

impl<'a, S: Signer + Sync + ?Sized> Watch<'a, S> {
    fn new(connection: &'a Connection, trees: &'a TreeSource, signer: &'a S, options: &'a WatchOptions) -> Self {
        let errands = Errands::new(connection, signer, &options.accrual);
        let (expired, created_for, last_failure) = Default::default();
        let summary = options.before.clone();
        Self { trees, options, errands, expired, created_for, summary, last_failure }
    }

    async fn run(mut self) -> WatchSummary {
        let stop = &self.options.accrual.stop;
        // Before the first transaction fails; a node that does not answer is told of by the look.
        let _told = tokio::time::timeout(Duration::from_secs(5), self.lamports()).await;
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
        self.last_failure = None;
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
        let held_up = self.held_up();
        if let (None, Some(Reason::NotSent(_) | Reason::InDoubt { .. } | Reason::Contradicted)) =
            (&self.last_failure, &held_up)
        {
            // Whatever it was to do, it could not send it: the look failed.
            self.summary.failures = self.summary.failures.saturating_add(1);
        }
        let trouble = self.last_failure.take().or(held_up.map(|reason| reason.to_string()));
        self.tell(trouble).await;
    }

    /// Why something could not be passed or activated now: a tree, the payer's money, the node, or a refusal of the program.
    fn held_up(&self) -> Option<Reason> {
        let is_ours = |reason: &Reason| {
            use Reason::{BadTree, Contradicted, InDoubt, NoTree, NotSent, Refused, Unprovable};
            matches!(
                reason,
                BadTree(_) | Contradicted | InDoubt { .. } | NoTree { .. } | NotSent(_) | Refused(_) | Unprovable(_)
            )
        };
        let accruals = &self.summary.accruals;
        let reasons = accruals.left.iter().map(|left| &left.reason);
        let mut reasons = reasons.chain(accruals.not_activated.iter().map(|left| &left.reason));
        reasons.find(|reason| is_ours(reason)).cloned()
    }

    /// What the payer has, if the node says so; warns when that is little.
    async fn lamports(&self) -> Option<u64> {
        let payer = self.errands.signer.pubkey();
        let asking = self.errands.connection.lamports(&payer);
        let lamports = self.options.accrual.stop.bounded(asking).await?.ok()?;
        if lamports < FEW_LAMPORTS {
            tracing::warn!(%payer, lamports, "the payer has little SOL left: fund it, or transactions will fail");
        }
        Some(lamports)
    }

    /// Tells the monitor.
    async fn tell(&self, trouble: Option<String>) {
        let lamports = self.lamports().await;
        let Some(monitor) = &self.options.monitor else { return };
        let overview = self.options.accrual.stop.bounded(self.errands.connection.overview()).await.and_then(Result::ok);
        monitor.note(&self.summary, &Seen { overview, lamports, trouble });
    }

    async fn accrue(&mut self) {
        let Errands { connection, signer, .. } = self.errands;
        let Accrued { mut summary, failure } = accrue(connection, self.trees, signer, &self.options.accrual).await;
        if summary.rounds == 0 {
            // Nobody could look at what the pools have open: what the last look left is still the newest word.
            summary.left.clone_from(&self.summary.accruals.left);
            summary.up_to_date = self.summary.accruals.up_to_date;
            if matches!(failure, Some(KeeperError::Stopped)) {
                summary.unread_pools.clone_from(&self.summary.accruals.unread_pools);
            }
        }
        if summary.stake_rounds == 0 {
            // The same of stake.
            summary.not_activated.clone_from(&self.summary.accruals.not_activated);
        }
        // That it was asked to stop is no failure, and does not replace why something was left before.
        let failure = failure.filter(|failure| !matches!(failure, KeeperError::Stopped));
        self.note("accruing", failure.map_or(Ok(()), |error| Err(error.to_string())));
        let before = &self.summary.accruals;
        for left in summary.left.iter_mut().filter(|left| left.reason == Reason::Stopped) {
            let earlier = before.left.iter().find(|earlier| (earlier.pool, earlier.epoch) == (left.pool, left.epoch));
            left.reason = earlier.map_or(Reason::Stopped, |earlier| earlier.reason.clone());
        }
        let is_news = summary.left != before.left || summary.not_activated != before.not_activated;
        if summary.transactions > 0 || is_news {
            tracing::info!("{summary}");
        }
        let stop = &self.options.accrual.stop;
        let unread = summary.unread_stake.clone().filter(|_| !stop.is_requested());
        self.note("reading what can be activated", unread.map_or(Ok(()), Err));
        self.summary.accruals = std::mem::take(&mut self.summary.accruals).then(summary);
    }

    async fn claim(&mut self) -> Result<(), ReadError> {
        let creation = match self.options.claims {
            Claims::CreateAccounts { at_least } => {
                Some(Creation { payer: self.errands.signer.pubkey(), at_least, created_for: &self.created_for })
            }
            _ => None,
        };
        let finding = claims::matured(self.errands.connection, creation);
        let Some(matured) = self.options.accrual.stop.bounded(finding).await.transpose()?.flatten() else {
            return Ok(());
        };
        let Matured { claims, records, at, creates_for, unpayable } = matured;
        self.summary.unpayable = Some(unpayable);
        let (what, connection) = ("claim_unstake", self.errands.connection);
        let mut done = self.errands.run(what, claims).await;
        self.errands.shown(what, &mut done, &records, |records| claims::unclaimed(connection, records, at)).await;
        self.created_for.extend(done.landed.iter().filter_map(|place| creates_for.get(place)));
        self.summary.claimed = self.summary.claimed.saturating_add(done.sent());
        self.summary.failures = self.summary.failures.saturating_add(done.failed);
        self.last_failure = done.last_failure.or(self.last_failure.take());
        Ok(())
    }

    async fn reclaim(&mut self) -> Result<(), ReadError> {
        let finding = self.expired.find(self.errands.connection);
        let Some(found) = self.options.accrual.stop.bounded(finding).await.transpose()? else { return Ok(()) };
        let (epochs, reclaims): (Vec<u64>, Vec<Plan>) = found.into_iter().unzip();
        let (what, connection) = ("reclaim_expired_reward_record", self.errands.connection);
        let mut done = self.errands.run(what, reclaims).await;
        self.errands.shown(what, &mut done, &epochs, |epochs| expired::unreclaimed(connection, epochs)).await;
        self.summary.reclaimed = self.summary.reclaimed.saturating_add(done.sent());
        self.summary.failures = self.summary.failures.saturating_add(done.failed);
        self.last_failure = done.last_failure.or(self.last_failure.take());
        Ok(())
    }

    fn note(&mut self, what: &str, result: Result<(), String>) {
        if let Err(error) = result {
            tracing::warn!("{what} failed, will try again: {error}");
            self.summary.failures = self.summary.failures.saturating_add(1);
            let trouble = format!("{what} failed: {error}");
            // A look at a node that is away takes long: it is not well from now on.
            self.options.monitor.iter().for_each(|monitor| monitor.fail(&self.summary, &trouble));
            self.last_failure = Some(trouble);
        }
    }
}
