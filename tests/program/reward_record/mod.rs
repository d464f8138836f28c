//! Instructions of an epoch and its record (SPEC 4 to 8, 11 and 15 to 17).

mod accrue_reward;
mod accrue_reward_emergency_bypass;
mod accrue_rewards;
mod create_reward_record;
mod far_behind;
mod lagging_pools;
mod mark_epoch_as_finalizing;
mod reclaim_expired_reward_record;
mod revoke_reward_record;
