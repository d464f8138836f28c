//! The tree files of a folder over HTTP: epochs, proofs, files (SPEC 14).
//!
//! | `GET` | answer |
//! |---|---|
//! | `/epochs` | `{"epochs":[{"epoch":7,"trees":[..]}]}`, ascending; a tree for each root of the epoch's record |
//! | `/epochs/{epoch}` | `{"epoch":7,"trees":[{"program_id","root","depth","leaves","total_rewards","total_usdc"}]}` |
//! | `/epochs/{epoch}/pools/{pool}/proof` | see [`PoolProof`]; with `?root=` if the epoch has several trees |
//! | `/epochs/{epoch}/tree` | the tree file; with `?root=` if the epoch has several trees; ranges are answered |
//! | `/healthz` | 200 `ok` or `degraded` (bad files, with the reasons), 503 `starting` or `failing` (no folder) |
//! | `/metrics` | Prometheus' text format |
//!
//! Every refusal is `{"error":".."}` with status 400 (not an address, not a number), 404 (no such epoch, pool, page),
//! 405, 500 or 503 (try again). Files that appear, change or go are noticed; a bad one is reported and not served.
//! What is served was checked by building its tree. TLS and limits per client are for a proxy in front of it.

mod cache;
mod catalog;
mod metrics;
mod options;
mod proof_json;
mod refusal;
mod routes;
mod service;

use std::{
    future::{Future, IntoFuture},
    io,
    path::Path,
    sync::Arc,
};

use tokio::{
    net::TcpListener,
    sync::watch,
    time::{interval, sleep, MissedTickBehavior},
};

pub use options::ServeOptions;
pub use proof_json::{PoolProof, PoolProofError};

use self::service::Service;
use crate::error::{Doing, RewardsError};

/// [`serve_with`] the default options.
///
/// # Errors
///
/// See [`serve_with`].
pub async fn serve(
    listener: TcpListener,
    folder: &Path,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), RewardsError> {
    serve_with(listener, folder, ServeOptions::default(), shutdown).await
}

/// Serves the tree files (`*.json`) of `folder` until `shutdown` completes. Then requests that are under way get their
/// answer, for at most [`ServeOptions::grace`].
///
/// # Errors
///
/// [`RewardsError::Io`] if the folder is none when the service starts, or the listener fails.
pub async fn serve_with(
    listener: TcpListener,
    folder: &Path,
    options: ServeOptions,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), RewardsError> {
    let failed = |error| RewardsError::io(folder, Doing::Serving, error);
    // A wrong path is found out now. Later the folder may be away for a while.
    std::fs::read_dir(folder).map_err(|error| RewardsError::io(folder, Doing::Opening, error))?;
    let service = Service::new(folder.into(), options).map_err(|error| failed(io::Error::other(error)))?;
    let service = Arc::new(service);

    let (stop, stopped) = watch::channel(());
    let on_shutdown = {
        let service = service.clone();
        async move {
            shutdown.await;
            service.stop();
            drop(stop);
        }
    };
    let server = axum::serve(listener, routes::router(service.clone())).with_graceful_shutdown(on_shutdown);
    let rescan = tokio::spawn(scan_until_stopped(service.clone(), stopped.clone()));
    let result = tokio::select! {
        result = server.into_future() => result,
        () = grace_over(stopped, options) => {
            tracing::warn!("requests were still under way at the end of the grace period");
            Ok(())
        }
    };
    service.stop();
    rescan.abort();
    result.map_err(failed)
}

/// Scans the folder again and again. What a request asks for while the first scan runs is refused for now.
async fn scan_until_stopped(service: Arc<Service>, mut stopped: watch::Receiver<()>) {
    // An interval of zero is no interval.
    let mut ticks = interval(service.options.rescan.max(std::time::Duration::from_millis(10)));
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = stopped.changed() => return,
            _ = ticks.tick() => {}
        }
        let scanned = service.clone();
        if let Err(error) = tokio::task::spawn_blocking(move || scanned.scan()).await {
            tracing::error!(%error, "looking through the folder failed");
        }
    }
}

/// Completes when the grace period after the shutdown is over.
async fn grace_over(mut stopped: watch::Receiver<()>, options: ServeOptions) {
    // Nothing is ever sent: this returns when the sender is dropped.
    while stopped.changed().await.is_ok() {}
    sleep(options.grace).await;
}
