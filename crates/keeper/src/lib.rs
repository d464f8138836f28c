//! Accrues every pool of an epoch over RPC and makes ripe stake shares: batches, retries, resumes. The chain is its only
//! memory.
//!
//! [`accrue`] brings every pool up to date once, [`watch`] keeps them so. Both may be ended at any moment, and any number of
//! keepers may run beside each other: the program pays a leaf once, and a keeper reads the chain before it sends.

mod accrue;
mod activate;
mod errands;
mod error;
mod interrupted;
mod options;
mod patience;
mod progress;
mod rate_limit;
pub mod schedule;
pub mod snapshot;
mod stop;
mod summary;
pub mod tables;
pub mod trees;
mod upkeep;
mod watch;

pub use accrue::{accrue, Accrued};
pub use error::KeeperError;
pub use interrupted::{interrupted, Interrupts};
pub use options::{Options, Unread};
pub use schedule::{Bypass, Left, NotActivated, Reason};
pub use stop::{Stop, GRACE};
pub use summary::{LeftTogether, Summary};
pub use tables::TableSource;
pub use trees::TreeSource;
pub use upkeep::{close_tables, create_tables, ClosedTables, TablesSummary};
pub use watch::{watch, Claims, Monitor, WatchOptions, WatchSummary};
