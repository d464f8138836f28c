//! Reading the chain again after a pause, as long as it only cannot be read now.

use crate::error::KeeperError;
use crate::options::Options;

/// How often the chain could not be read.
pub(crate) struct Patience<'a> {
    options: &'a Options,
    failures: u32,
}

impl<'a> Patience<'a> {
    pub(crate) fn new(options: &'a Options) -> Self {
        Self { options, failures: 0 }
    }

    /// The chain was read.
    pub(crate) fn over(&self) {
        if self.failures > 0 {
            self.tell(None);
        }
    }

    fn tell(&self, trouble: Option<&str>) {
        self.options.unread.iter().for_each(|unread| unread.tell(trouble));
    }

    /// Pauses before the chain is read again.
    ///
    /// # Errors
    /// The same error, if it does not pass, came too often, or a stop was asked for.
    pub(crate) async fn after(&mut self, error: KeeperError) -> Result<(), KeeperError> {
        self.failures = self.failures.saturating_add(1);
        if self.options.stop.is_requested() && matches!(error, KeeperError::Behind) {
            return Err(KeeperError::Stopped);
        }
        let give_up = self.failures > self.options.idle_rounds || self.options.stop.is_requested();
        if give_up || !error.is_transient() {
            return Err(error);
        }
        let trouble = format!("the chain cannot be read, will try again: {error}");
        tracing::warn!("{trouble}");
        self.tell(Some(&trouble));
        tokio::time::sleep(self.options.idle_pause).await;
        Ok(())
    }
}
