//! Accounts and events as views.

mod event;
mod overview;
mod pool;
mod record;
mod reward_record;

pub use event::event;
pub use overview::{emission, emission_args, halts, overview, parameters};
pub use pool::{pool, pool_row};
pub use record::{lock, record, record_row};
pub use reward_record::{reward_record, reward_record_row};
