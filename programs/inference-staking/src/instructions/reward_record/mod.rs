mod accrue_reward;
mod create_reward_record;
mod mark_epoch_as_finalizing;

pub use accrue_reward::*;
pub use create_reward_record::*;
pub use mark_epoch_as_finalizing::*;
