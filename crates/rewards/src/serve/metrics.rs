//! What the service counts, for Prometheus.

use std::time::Duration;

use axum::http::StatusCode;
use prometheus::{
    Encoder, HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, Opts, Registry, Result, TextEncoder,
};

const PREFIX: &str = "inference_staking_rewards";

/// What the service counts.
pub(super) struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    pub(super) tree_files: IntGauge,
    pub(super) bad_files: IntGauge,
    pub(super) newest_epoch: IntGauge,
    pub(super) cached_leaves: IntGauge,
    pub(super) cache_hits: IntCounter,
    pub(super) cache_misses: IntCounter,
}

impl Metrics {
    pub(super) fn new() -> Result<Self> {
        let registry = Registry::new_custom(Some(PREFIX.into()), None)?;
        let gauge = |name: &str, help: &str| {
            let gauge = IntGauge::new(name, help)?;
            registry.register(Box::new(gauge.clone()))?;
            Ok::<_, prometheus::Error>(gauge)
        };
        let counter = |name: &str, help: &str| {
            let counter = IntCounter::new(name, help)?;
            registry.register(Box::new(counter.clone()))?;
            Ok::<_, prometheus::Error>(counter)
        };
        let requests = Opts::new("http_requests_total", "Requests answered, by route and status.");
        let requests = IntCounterVec::new(requests, &["route", "status"])?;
        registry.register(Box::new(requests.clone()))?;
        let seconds = HistogramOpts::new("http_request_seconds", "Time from request to answer, by route.");
        let seconds = HistogramVec::new(seconds, &["route"])?;
        registry.register(Box::new(seconds.clone()))?;
        Ok(Self {
            tree_files: gauge("tree_files", "Tree files that are served.")?,
            bad_files: gauge("bad_files", "Files of the folder that are refused: see /healthz.")?,
            newest_epoch: gauge("newest_epoch", "The highest epoch with a tree. 0: none.")?,
            cached_leaves: gauge("cached_leaves", "Leaves of the trees in memory.")?,
            cache_hits: counter("tree_cache_hits_total", "Trees asked for that were in memory.")?,
            cache_misses: counter("tree_cache_misses_total", "Trees asked for that were read from their file.")?,
            registry,
            requests,
            seconds,
        })
    }

    pub(super) fn count_request(&self, route: &str, status: StatusCode, time: Duration) {
        self.requests.with_label_values(&[route, status.as_str()]).inc();
        self.seconds.with_label_values(&[route]).observe(time.as_secs_f64());
    }

    /// All of them in Prometheus' text format.
    pub(super) fn text(&self) -> Result<Vec<u8>> {
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.registry.gather(), &mut text)?;
        Ok(text)
    }
}
