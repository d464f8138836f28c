//! One file per instruction, in the folder of the account that it is about: accounts, checks, state method, transfer,
//! invariant, event. What several instructions share is in the files beside the folders.

mod admin_payout;
mod by_pool_admin;
mod by_record_owner;
mod change_lock;
mod create_account;
mod destination;
mod operator_pool;
mod operator_record;
mod pool_overview;
mod proof;
mod reward_record;
mod staking_record;
mod token_holding;
mod transfer;

pub use admin_payout::*;
pub use by_pool_admin::*;
pub use by_record_owner::*;
pub use operator_pool::*;
pub use pool_overview::*;
pub use proof::*;
pub use reward_record::*;
pub use staking_record::*;
pub use token_holding::TokenHolding;
