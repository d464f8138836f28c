//! The four accounts: their layouts, their rules and their invariants. No CPI, no accounts structs. A rule stands
//! in the file of its subject, as a method. The overview knows no other account, a reward record knows the overview, a
//! staking record knows nobody, and a pool knows all three.

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
