//! Attempts to take rewards that are due to others, or to keep others from theirs.

mod closed_pool_usdc;
mod commission_raise;
mod commission_shares;
mod deposit_before_reward;
mod empty_pool_rewards;
mod schedule_lowered_then_revoked;
mod skipped_funded_epoch;
