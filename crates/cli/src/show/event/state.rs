//! The pool after an event.

use inference_staking_client::events::PoolState;

use crate::view::{Value, View};

/// The pool after an event: for programs that follow it, not for people.
pub(super) fn state(pool: &PoolState) -> Value {
    Value::Detail(
        View::new()
            .with("sequence", Value::Count(pool.sequence))
            .with("total_staked_amount", Value::Tokens(pool.total_staked_amount))
            .with("total_shares", Value::Shares(pool.total_shares))
            .with("total_unstaking", Value::Tokens(pool.total_unstaking))
            .with("total_activating", Value::Tokens(pool.total_activating))
            .with("uncollected_rewards", Value::Tokens(pool.uncollected_rewards))
            .with("reward_commission", Value::Tokens(pool.reward_commission))
            .with("usdc_commission", Value::Usdc(pool.usdc_commission))
            .with("delegator_usdc", Value::Usdc(pool.delegator_usdc))
            .with("settled_usdc", Value::Usdc(pool.settled_usdc))
            .with("cumulative_usdc_per_share", pool.cumulative_usdc_per_share)
            .with("reward_last_claimed_epoch", Value::Count(pool.reward_last_claimed_epoch)),
    )
}
