mod accrue_reward;
mod accrue_reward_emergency_bypass;
mod accrue_rewards;
mod create_reward_record;
mod mark_epoch_as_finalizing;
mod reclaim_expired_reward_record;
mod revoke_reward_record;

pub use accrue_reward::*;
pub use accrue_reward_emergency_bypass::*;
pub use accrue_rewards::*;
pub use create_reward_record::*;
pub use mark_epoch_as_finalizing::*;
pub use reclaim_expired_reward_record::*;
pub use revoke_reward_record::*;
