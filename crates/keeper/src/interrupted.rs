//! How whoever started a process asks it to end.

/// Completes when the user presses ctrl-c, or the system asks the process to end: a shutdown for everything that runs on.
pub async fn interrupted() {
    #[cfg(unix)]
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                () = ctrl_c() => {}
            }
            return;
        }
        Err(error) => tracing::warn!(%error, "the signal that ends a process cannot be watched"),
    }
    ctrl_c().await;
}

async fn ctrl_c() {
    if let Err(error) = tokio::signal::ctrl_c().await {
        tracing::warn!(%error, "ctrl-c cannot be watched: end the process by other means");
        std::future::pending::<()>().await;
    }
}
