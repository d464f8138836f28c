//! What can be set of an accrual.

use std::fmt;
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;
use std::time::Duration;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::rpc::SendOptions;

use crate::schedule::Bypass;
use crate::stop::Stop;
use crate::tables::TableSource;

/// What can be set of an accrual.
#[derive(Clone, Debug)]
pub struct Options {
    /// Only these pools; `None`: all.
    pub pools: Option<Vec<Pubkey>>,
    /// Whether ripe stake, everybody's, is made shares once its pool was accrued.
    pub activate: bool,
    /// Which epochs pools may pass without a proof.
    pub bypass: Bypass,
    /// Where accruals find lookup tables; without tables twice as many transactions are needed.
    pub tables: TableSource,
    /// Transactions that go out in a second at most.
    pub transactions_per_second: NonZeroU32,
    /// Transactions that wait for their confirmation at a time at most.
    pub in_flight: NonZeroUsize,
    /// Fee and attempts of each transaction.
    pub send: SendOptions,
    /// Rounds in a row in which nothing gets through before the rest is left.
    pub idle_rounds: u32,
    /// Pause after such a round.
    pub idle_pause: Duration,
    /// Shows a progress bar, if standard error is a terminal that draws.
    pub progress: bool,
    /// Ends the accrual early.
    pub stop: Stop,
    /// Is told whenever the chain could not be read and is read again, and when it was read.
    pub unread: Option<Unread>,
}

/// Takes in why the chain could not be read; nothing once it was.
#[derive(Clone)]
pub struct Unread(Arc<Tell>);

type Tell = dyn Fn(Option<&str>) + Send + Sync;

impl Unread {
    /// That does this with it.
    pub fn new(tell: impl Fn(Option<&str>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(tell))
    }

    pub(crate) fn tell(&self, trouble: Option<&str>) {
        (self.0)(trouble);
    }
}

impl fmt::Debug for Unread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Unread")
    }
}

/// Twenty.
const TRANSACTIONS_PER_SECOND: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);
/// Sixty-four.
const IN_FLIGHT: NonZeroUsize = NonZeroUsize::MIN.saturating_add(63);

impl Default for Options {
    fn default() -> Self {
        Self {
            pools: None,
            activate: true,
            bypass: Bypass::default(),
            tables: TableSource::default(),
            transactions_per_second: TRANSACTIONS_PER_SECOND,
            in_flight: IN_FLIGHT,
            send: SendOptions::default(),
            idle_rounds: 5,
            idle_pause: Duration::from_secs(3),
            progress: true,
            stop: Stop::default(),
            unread: None,
        }
    }
}
