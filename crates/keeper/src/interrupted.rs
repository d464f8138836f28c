//! How whoever started a process asks it to end.

use std::future::Future;

/// Completes when the user presses ctrl-c, or the system asks the process to end: a shutdown for everything that runs on.
///
/// It is watched for from the call on, not from the first poll: call it before anybody is told that the process runs. Needs
/// a runtime of tokio.
pub fn interrupted() -> impl Future<Output = ()> {
    let mut interrupts = Interrupts::new();
    async move { interrupts.next().await }
}

/// What asks a process to end: ctrl-c, SIGTERM, and SIGHUP, unless that is ignored, as under `nohup`. Watched for from the beginning.
#[cfg(unix)]
#[derive(Debug)]
pub struct Interrupts([Option<tokio::signal::unix::Signal>; 3]);

#[cfg(unix)]
impl Interrupts {
    /// Watches from now on.
    pub fn new() -> Self {
        use tokio::signal::unix::{signal, SignalKind};
        let watched = |kind| {
            signal(kind)
                .inspect_err(|error| tracing::warn!(%error, "a signal that ends a process cannot be watched"))
                .ok()
        };
        let [interrupt, terminate] = [SignalKind::interrupt(), SignalKind::terminate()].map(watched);
        let hangup = if is_hangup_ignored() { None } else { watched(SignalKind::hangup()) };
        Self([interrupt, terminate, hangup])
    }

    /// Completes when the process is asked to end, each time.
    pub async fn next(&mut self) {
        let [interrupt, terminate, hangup] = &mut self.0;
        tokio::select! {
            Some(_) = async { interrupt.as_mut()?.recv().await } => {}
            Some(_) = async { terminate.as_mut()?.recv().await } => {}
            Some(_) = async { hangup.as_mut()?.recv().await } => {}
            else => std::future::pending().await,
        }
    }
}

/// Whether who started the process wants it to outlive its terminal; taken to be so where that cannot be seen.
#[cfg(unix)]
fn is_hangup_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // SIGHUP is signal 1, the lowest bit.
    ignored.is_none_or(|mask| mask & 1 == 1)
}

/// What asks a process to end: ctrl-c.
#[cfg(not(unix))]
#[derive(Debug)]
pub struct Interrupts(());

#[cfg(not(unix))]
impl Interrupts {
    /// Watches from now on.
    pub fn new() -> Self {
        Self(())
    }

    /// Completes when the process is asked to end, each time.
    pub async fn next(&mut self) {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::warn!(%error, "ctrl-c cannot be watched: end the process by other means");
            std::future::pending::<()>().await;
        }
    }
}

impl Default for Interrupts {
    fn default() -> Self {
        Self::new()
    }
}
