//! The four accounts: their layouts, their rules and their invariants. No CPI, no accounts structs. A rule about one account
//! is a method of it, in the file of its subject; a rule about several is a method of the one that it changes.

mod access;
mod layout;
mod operator_pool;
mod pool_overview;
mod reward_record;
mod staking_record;
mod time;

pub use access::*;
pub use layout::*;
pub use operator_pool::*;
pub use pool_overview::*;
pub use reward_record::*;
pub use staking_record::*;
pub use time::*;
