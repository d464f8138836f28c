//! One file per instruction: accounts, checks, state method, transfer, invariant, event.

mod admin_payout;
mod change_lock;
mod create_account;
mod destination;
mod operator_pool;
mod pool_overview;
mod proof;
mod reward_record;
mod staking_record;
mod token_holding;
mod transfer;

pub use change_lock::*;
pub use operator_pool::*;
pub use pool_overview::*;
pub use proof::*;
pub use reward_record::*;
pub use staking_record::*;
