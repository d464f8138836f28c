//! How whoever started a process asks it to end.

use std::future::Future;

/// Completes when the user presses ctrl-c, or the system asks the process to end: a shutdown for everything that runs on.
///
/// It is watched for from the call on, not from the first poll: call it before anybody is told that the process runs. Needs
/// a runtime of tokio.
#[cfg(unix)]
pub fn interrupted() -> impl Future<Output = ()> {
    use tokio::signal::unix::{signal, SignalKind};
    let signals = [SignalKind::interrupt(), SignalKind::terminate()].map(signal);
    async move {
        let [mut interrupt, mut terminate] = signals.map(|watched| {
            watched.inspect_err(|error| tracing::warn!(%error, "a signal that ends a process cannot be watched")).ok()
        });
        tokio::select! {
            Some(_) = async { interrupt.as_mut()?.recv().await } => {}
            Some(_) = async { terminate.as_mut()?.recv().await } => {}
            else => std::future::pending().await,
        }
    }
}

/// Completes when the user presses ctrl-c: a shutdown for everything that runs on.
#[cfg(not(unix))]
pub fn interrupted() -> impl Future<Output = ()> {
    async {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "ctrl-c cannot be watched: end the process by other means");
            std::future::pending::<()>().await;
        }
    }
}
