//! A request to stop, shared by all that work.

use std::sync::Arc;

use tokio::sync::watch;

/// Asks the keeper to end what is in flight and start nothing more. Clones share the request.
#[derive(Clone, Debug)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Default for Stop {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

impl Stop {
    /// Asks to stop.
    pub fn request(&self) {
        self.0.send_replace(true);
    }

    /// Whether somebody asked.
    pub fn is_requested(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until somebody asks.
    pub async fn requested(&self) {
        // The sender lives as long as `self`: waiting ends with a request only.
        let _ = self.0.subscribe().wait_for(|requested| *requested).await;
    }
}
