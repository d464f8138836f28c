//! How a watch is doing, for whoever runs it: `/healthz` and `/metrics` (Prometheus' text format).

use std::collections::HashSet;
use std::fmt;
use std::future::Future;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, UNIX_EPOCH};

use anchor_lang::prelude::Pubkey;
use axum::extract::State;
use axum::http::header::CONTENT_TYPE;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use inference_staking_client::state::PoolOverview;
use prometheus::core::Collector;
use prometheus::{Encoder, IntCounter, IntGauge, Registry, TextEncoder};
use serde_json::json;
use tokio::net::TcpListener;

use super::summary::WatchSummary;

const PREFIX: &str = "inference_staking_keeper";
/// A look that takes longer than this and some pauses is stuck: one that accrues 10,000 pools takes some minutes.
const LONGEST_LOOK: Duration = Duration::from_secs(3_600);

/// What a watch tells of itself. Clones share it.
#[derive(Clone)]
pub struct Monitor(Arc<Inner>);

struct Inner {
    registry: Registry,
    gauges: Gauges,
    counters: Counters,
    last_look: Mutex<Option<LastLook>>,
    /// Why the chain cannot be read within the look that goes on, if it cannot.
    unread: Mutex<Option<String>>,
    started: Instant,
    patience: Duration,
}

struct Gauges {
    is_test_network: IntGauge,
    completed_epoch: IntGauge,
    pools_behind: IntGauge,
    epochs_behind: IntGauge,
    unpayable: IntGauge,
    lamports: IntGauge,
    last_look: IntGauge,
}

/// What it did since its start.
struct Counters {
    accruals: IntCounter,
    activations: IntCounter,
    claims: IntCounter,
    transactions: IntCounter,
    looks: IntCounter,
    failures: IntCounter,
    unread: IntCounter,
}

/// The last look at the chain that ended.
struct LastLook {
    at: Instant,
    /// Why it was no good one, if it was not.
    trouble: Option<String>,
}

/// What a look saw besides what the watch did.
#[derive(Clone, Default)]
pub(super) struct Seen {
    /// `None` if the chain could not be read.
    pub(super) overview: Option<PoolOverview>,
    /// SOL of who pays, if it could be read.
    pub(super) lamports: Option<u64>,
    /// What failed, or is held up by trees, money, node or a refusal.
    pub(super) trouble: Option<String>,
}

impl Monitor {
    /// Of a watch that pauses so long between two looks.
    ///
    /// # Errors
    /// Never, with the names that it has.
    pub fn new(pause: Duration) -> prometheus::Result<Self> {
        let registry = Registry::new_custom(Some(PREFIX.into()), None)?;
        let gauge = |name: &str, help: &str| registered(&registry, IntGauge::new(name, help)?);
        let counter = |name: &str, help: &str| registered(&registry, IntCounter::new(name, help)?);
        let gauges = Gauges {
            is_test_network: gauge(
                "test_network",
                "1 on a test network, whose tokens are no money; 0 with real money; -1 until the chain was read.",
            )?,
            completed_epoch: gauge("completed_epoch", "The newest epoch with a reward record; -1 until it was read.")?,
            pools_behind: gauge("pools_behind", "Pools that could not pass an epoch at the last look; -1 until the pools were read.")?,
            epochs_behind: gauge(
                "epochs_behind",
                "Epochs that the pool furthest behind has before it; -1 until the pools were read.",
            )?,
            unpayable: gauge(
                "unpayable_claims",
                "Matured unstakes that the last look at claims passed over, since the owner's token account cannot be paid or is missing; -1 until they were looked at.",
            )?,
            lamports: gauge("payer_lamports", "SOL of who pays, in lamports; -1 until it was read.")?,
            last_look: gauge("last_look_seconds", "When the last look ended or failed, Unix time.")?,
        };
        let counters = Counters {
            accruals: counter("accruals_total", "Epochs that pools passed by this keeper's transactions.")?,
            activations: counter("activations_total", "Records whose ripe stake it made shares.")?,
            claims: counter("claims_total", "Records whose matured unstakes it claimed.")?,
            transactions: counter(
                "transactions_total",
                "Transactions of its accruals and activations, as far as the chain shows what they did.",
            )?,
            looks: counter("looks_total", "Looks at the chain.")?,
            failures: counter("failures_total", "Looks and errands that failed: the log says why.")?,
            unread: counter(
                "unread_total",
                "Times within a look that the chain could not be read, and was asked again.",
            )?,
        };
        let Gauges { is_test_network, completed_epoch, pools_behind, epochs_behind, unpayable, lamports, .. } = &gauges;
        for unread in [is_test_network, completed_epoch, pools_behind, epochs_behind, unpayable, lamports] {
            unread.set(-1);
        }
        let patience = pause.saturating_mul(3).saturating_add(LONGEST_LOOK);
        let (last_look, unread, started) = (Mutex::default(), Mutex::default(), Instant::now());
        Ok(Self(Arc::new(Inner { registry, gauges, counters, last_look, unread, started, patience })))
    }

    /// Answers requests until `shutdown` completes.
    ///
    /// # Errors
    /// If the listener fails.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> io::Result<()> {
        let router = Router::new().route("/healthz", get(healthz)).route("/metrics", get(metrics)).with_state(self);
        axum::serve(listener, router).with_graceful_shutdown(shutdown).await
    }

    pub(super) fn note(&self, summary: &WatchSummary, seen: &Seen) {
        let (Inner { gauges, .. }, accruals) = (&*self.0, &summary.accruals);
        let set = |gauge: &IntGauge, number: u64| gauge.set(i64::try_from(number).unwrap_or(i64::MAX));
        // What could not be read is as it was seen last.
        if let Some(overview) = seen.overview {
            set(&gauges.completed_epoch, overview.completed_reward_epoch);
            set(&gauges.is_test_network, u64::from(overview.is_test_network()));
        }
        summary.unpayable.iter().for_each(|unpayable| set(&gauges.unpayable, *unpayable));
        if accruals.rounds > 0 {
            let behind: HashSet<Pubkey> = accruals.left.iter().map(|left| left.pool).collect();
            set(&gauges.pools_behind, u64::try_from(behind.len()).unwrap_or(u64::MAX));
            let behind = accruals.left.iter().map(|left| left.later_epochs.saturating_add(1)).max();
            set(&gauges.epochs_behind, behind.unwrap_or(0));
        }
        if let Some(lamports) = seen.lamports {
            set(&gauges.lamports, lamports);
        }
        self.count(summary);
        self.looked(seen.trouble.clone());
    }

    fn count(&self, summary: &WatchSummary) {
        let (Inner { counters, .. }, accruals) = (&*self.0, &summary.accruals);
        // A summary counts from the start too.
        let count = |counter: &IntCounter, number: u64| counter.inc_by(number.saturating_sub(counter.get()));
        count(&counters.accruals, accruals.accrued.saturating_add(accruals.passed));
        count(&counters.activations, accruals.activated);
        count(&counters.claims, summary.claimed);
        count(&counters.transactions, accruals.transactions);
        count(&counters.looks, summary.looks);
        count(&counters.failures, summary.failures);
    }

    /// Says what keeps the watch from its work, before a look has ended, or could begin, and what was done until then.
    pub fn fail(&self, summary: &WatchSummary, trouble: &str) {
        self.count(summary);
        self.looked(Some(trouble.to_owned()));
    }

    /// Says that the chain cannot be read within a look, which goes on; or that it was.
    pub(super) fn wait_for_chain(&self, trouble: Option<&str>) {
        self.0.counters.unread.inc_by(trouble.map_or(0, |_| 1));
        *self.0.unread.lock().unwrap_or_else(PoisonError::into_inner) = trouble.map(str::to_owned);
    }

    fn looked(&self, trouble: Option<String>) {
        let unix_time = UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
        self.0.gauges.last_look.set(i64::try_from(unix_time).unwrap_or(i64::MAX));
        let look = LastLook { at: Instant::now(), trouble };
        *self.0.last_look.lock().unwrap_or_else(PoisonError::into_inner) = Some(look);
        *self.0.unread.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// A metric that is told with the others.
fn registered<Metric: Collector + Clone + 'static>(registry: &Registry, metric: Metric) -> prometheus::Result<Metric> {
    registry.register(Box::new(metric.clone()))?;
    Ok(metric)
}

impl fmt::Debug for Monitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Monitor")
    }
}

async fn healthz(State(Monitor(inner)): State<Monitor>) -> Response {
    let (since, code, status, reason) = {
        let last = inner.last_look.lock().unwrap_or_else(PoisonError::into_inner);
        let since = last.as_ref().map_or(inner.started, |look| look.at).elapsed();
        let unread = inner.unread.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let trouble = unread.or_else(|| last.as_ref().and_then(|look| look.trouble.clone()));
        let (code, status) = match (last.is_some(), &trouble) {
            _ if since > inner.patience => (StatusCode::SERVICE_UNAVAILABLE, "stuck"),
            (_, Some(_)) => (StatusCode::SERVICE_UNAVAILABLE, "failing"),
            (false, None) => (StatusCode::OK, "starting"),
            (true, None) => (StatusCode::OK, "ok"),
        };
        (since, code, status, trouble)
    };
    let body = json!({ "status": status, "reason": reason, "seconds_since_look": since.as_secs() });
    (code, Json(body)).into_response()
}

async fn metrics(State(Monitor(inner)): State<Monitor>) -> Response {
    let mut text = Vec::new();
    match TextEncoder::new().encode(&inner.registry.gather(), &mut text) {
        Ok(()) => ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;
    use crate::summary::Summary;

    async fn health(monitor: &Monitor) -> (u16, String) {
        let response = healthz(State(monitor.clone())).await;
        let code = response.status().as_u16();
        let body = axum::body::to_bytes(response.into_body(), 1_024).await.unwrap();
        let status: serde_json::Value = serde_json::from_slice(&body).unwrap();
        (code, status["status"].as_str().unwrap().to_owned())
    }

    /// A monitor that waits no longer than this for a look.
    fn with_patience(patience: Duration) -> Monitor {
        let Monitor(usual) = Monitor::new(Duration::ZERO).unwrap();
        let usual = Arc::into_inner(usual).unwrap();
        Monitor(Arc::new(Inner { patience, ..usual }))
    }

    fn looked(monitor: &Monitor, is_good: bool) {
        let trouble = (!is_good).then(|| "no SOL".to_owned());
        monitor.note(&WatchSummary::default(), &Seen { trouble, ..Seen::default() });
    }

    #[tokio::test]
    async fn health_says_what_is_wrong() {
        let monitor = Monitor::new(Duration::ZERO).unwrap();
        let failures = 3;
        monitor.fail(&WatchSummary { failures, ..WatchSummary::default() }, "the chain cannot be read");
        assert!(lines(&monitor).await.contains(&"failures_total 3".to_owned()));
        let response = healthz(State(monitor.clone())).await;
        assert_eq!(response.status().as_u16(), 503);
        let body = axum::body::to_bytes(response.into_body(), 1_024).await.unwrap();
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!((&body["status"], &body["reason"]), (&"failing".into(), &"the chain cannot be read".into()));
    }

    #[tokio::test]
    async fn a_watch_is_well_after_a_good_look_and_failing_after_a_bad_one() {
        let monitor = Monitor::new(Duration::ZERO).unwrap();
        assert_eq!(health(&monitor).await, (200, "starting".to_owned()));
        looked(&monitor, true);
        assert_eq!(health(&monitor).await, (200, "ok".to_owned()));
        looked(&monitor, false);
        assert_eq!(health(&monitor).await, (503, "failing".to_owned()));
        looked(&monitor, true);
        assert_eq!(health(&monitor).await, (200, "ok".to_owned()));
    }

    #[tokio::test]
    async fn a_watch_is_not_well_as_long_as_the_chain_cannot_be_read() {
        let monitor = Monitor::new(Duration::ZERO).unwrap();
        let well = [(200, "starting".to_owned()), (200, "ok".to_owned())];
        for before in well {
            assert_eq!(health(&monitor).await, before);
            monitor.wait_for_chain(Some("the node is away"));
            assert_eq!(health(&monitor).await, (503, "failing".to_owned()));
            monitor.wait_for_chain(None);
            assert_eq!(health(&monitor).await, before, "the look goes on");
            monitor.wait_for_chain(Some("the node is away"));
            looked(&monitor, true);
            assert_eq!(health(&monitor).await, (200, "ok".to_owned()), "it has ended");
        }
        assert!(lines(&monitor).await.contains(&"unread_total 4".to_owned()));
    }

    #[tokio::test]
    async fn a_watch_that_looks_no_more_is_stuck_whatever_it_saw_last() {
        let monitor = with_patience(Duration::ZERO);
        tokio::time::sleep(Duration::from_millis(2)).await;
        assert_eq!(health(&monitor).await, (503, "stuck".to_owned()));
        looked(&monitor, true);
        tokio::time::sleep(Duration::from_millis(2)).await;
        assert_eq!(health(&monitor).await, (503, "stuck".to_owned()));
        let patient = with_patience(Duration::from_secs(3_600));
        looked(&patient, true);
        assert_eq!(health(&patient).await, (200, "ok".to_owned()));
    }

    async fn lines(monitor: &Monitor) -> Vec<String> {
        let response = metrics(State(monitor.clone())).await;
        let body = axum::body::to_bytes(response.into_body(), 65_536).await.unwrap();
        let text = String::from_utf8(body.to_vec()).unwrap();
        let lines = text.lines().filter_map(|line| line.strip_prefix("inference_staking_keeper_"));
        lines.map(str::to_owned).collect()
    }

    fn with_overview(is_test_network: u8) -> Seen {
        let overview = PoolOverview { is_test_network, ..bytemuck::Zeroable::zeroed() };
        Seen { overview: Some(overview), ..Seen::default() }
    }

    #[tokio::test]
    async fn metrics_say_whether_this_is_a_test_network() {
        let monitor = Monitor::new(Duration::ZERO).unwrap();
        for is_test_network in [1, 0] {
            monitor.note(&WatchSummary::default(), &with_overview(is_test_network));
            let lines = lines(&monitor).await;
            assert!(lines.contains(&format!("test_network {is_test_network}")), "{lines:?}");
        }
    }

    #[tokio::test]
    async fn nobody_is_known_to_be_on_time_before_the_pools_were_read() {
        let monitor = Monitor::new(Duration::ZERO).unwrap();
        for (rounds, behind) in [(0, "-1"), (1, "0")] {
            let accruals = Summary { rounds, ..Summary::default() };
            monitor.note(&WatchSummary { accruals, ..WatchSummary::default() }, &with_overview(0));
            let lines = lines(&monitor).await;
            for name in ["pools_behind", "epochs_behind"] {
                assert!(lines.contains(&format!("{name} {behind}")), "{lines:?}");
            }
        }
    }

    #[tokio::test]
    async fn claims_are_known_to_be_payable_only_once_they_were_looked_at() {
        let monitor = Monitor::new(Duration::ZERO).unwrap();
        // What the last look at them saw stands while nobody can look.
        for (unpayable, told) in [(None, "-1"), (Some(0), "0"), (Some(2), "2"), (None, "2")] {
            monitor.note(&WatchSummary { unpayable, ..WatchSummary::default() }, &with_overview(0));
            let lines = lines(&monitor).await;
            assert!(lines.contains(&format!("unpayable_claims {told}")), "{lines:?}");
        }
    }

    #[tokio::test]
    async fn counters_follow_the_summary() {
        let monitor = Monitor::new(Duration::ZERO).unwrap();
        for looks in [1, 3, 3] {
            monitor.note(&WatchSummary { looks, ..WatchSummary::default() }, &Seen::default());
            let lines = lines(&monitor).await;
            assert!(lines.contains(&format!("looks_total {looks}")), "{lines:?}");
        }
    }
}
