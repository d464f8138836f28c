//! Events: one for each state change, with the keys, the amounts, who acted and the state afterwards (SPEC 13).

mod accrual_log;
mod operator_pool;
mod pool_overview;
mod reward_record;
mod staking_record;

pub(crate) use accrual_log::AccrualLog;
pub use operator_pool::*;
pub use pool_overview::*;
pub use reward_record::*;
pub use staking_record::*;

pub use crate::state::PoolState;
