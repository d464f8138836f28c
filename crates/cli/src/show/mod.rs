//! Accounts and events as views.

mod activating;
mod becomes_shares;
mod changes;
mod event;
mod overview;
mod pool;
mod record;
mod reward_record;

pub use activating::activating;
pub use becomes_shares::{becomes_shares, held_up};
pub use changes::{changes, changes_and};
pub use event::event;
pub use overview::{emission, emission_args, halts, new_overview, overview, parameters};
pub use pool::{handed_over, is_closing, pool, pool_named, pool_row, scheduled, yield_since_start};
pub use record::{lock, lock_commissions, rank, record, record_row};
pub use reward_record::{reward_record, reward_record_row};
