//! How fast transactions go out.

use std::num::NonZeroU32;
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{interval, Interval, MissedTickBehavior};

const NANOS_PER_SECOND: u64 = 1_000_000_000;

/// Lets one through at a time, at most so many in a second.
pub(crate) struct RateLimit(Mutex<Interval>);

impl RateLimit {
    pub(crate) fn per_second(times: NonZeroU32) -> Self {
        // Rounded up, so never zero.
        let mut interval = interval(Duration::from_nanos(NANOS_PER_SECOND.div_ceil(times.get().into())));
        interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self(Mutex::new(interval))
    }

    /// Waits for its turn.
    pub(crate) async fn turn(&self) {
        self.0.lock().await.tick().await;
    }
}
