//! Events: one for each state change, with the keys, the amounts, who acted and the state afterwards (SPEC 13). `epoch` is the
//! current epoch everywhere; the epoch of a record is `reward_epoch`. Who acted is the key that signed for its role:
//! `authority`, `program_admin`, `admin` or `owner`.

mod accrual_log;
mod log;
mod operator_pool;
mod pool_overview;
mod reward_record;
mod staking_record;

pub(crate) use accrual_log::AccrualLog;
pub(crate) use log::log;
pub use operator_pool::*;
pub use pool_overview::*;
pub use reward_record::*;
pub use staking_record::*;

pub use crate::state::PoolState;
