//! Attempts to take rewards that are due to others, or to keep others from theirs.

mod batch_held_up;
mod closed_pool_usdc;
mod commission_raise;
mod commission_shares;
mod deposit_before_reward;
mod deposits_at_once;
mod deposits_of_closed_pools;
mod empty_pool_rewards;
mod locked_while_commission_rises;
mod recent_skips;
mod schedule_lowered_for_the_surplus;
mod schedule_lowered_then_revoked;
mod skip_and_raise;
mod skipped_funded_epoch;
mod tickets_as_options;
mod waiting_deposit;
mod withdrawn_decrease;
