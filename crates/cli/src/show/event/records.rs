//! What happened to an owner's record.

use inference_staking_client::events::*;

use super::state::state;
use crate::view::{Value, View};

pub(super) fn staking_record_created(event: &StakingRecordCreated) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("staking_record", event.staking_record)
        .with("owner", event.owner)
        .with("payer", event.payer)
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn staked(event: &Staked) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("staking_record", event.staking_record)
        .with("owner", event.owner)
        .with("amount", Value::Tokens(event.amount))
        .with("shares", Value::Shares(event.shares))
        .with("record_activating", Value::Tokens(event.record_activating))
        .with("record_shares", Value::Shares(event.record_shares))
        .with("record_settled_usdc", Value::Usdc(event.record_settled_usdc))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn stake_activated(event: &StakeActivated) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("staking_record", event.staking_record)
        .with("owner", event.owner)
        .with("cost", Value::Tokens(event.cost))
        .with("shares", Value::Shares(event.shares))
        .with("record_activating", Value::Tokens(event.record_activating))
        .with("record_shares", Value::Shares(event.record_shares))
        .with("record_settled_usdc", Value::Usdc(event.record_settled_usdc))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn unstaked(event: &Unstaked) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("staking_record", event.staking_record)
        .with("owner", event.owner)
        .with("shares", Value::Shares(event.shares))
        .with("activating", Value::Tokens(event.activating))
        .with("amount", Value::Tokens(event.amount))
        .with("ticket", Value::Count(u64::from(event.ticket)))
        .with("ticket_amount", Value::Tokens(event.ticket_amount))
        .with("claimable_from", Value::Time(event.claimable_from))
        .with("record_activating", Value::Tokens(event.record_activating))
        .with("record_shares", Value::Shares(event.record_shares))
        .with("record_settled_usdc", Value::Usdc(event.record_settled_usdc))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn unstake_cancelled(event: &UnstakeCancelled) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("staking_record", event.staking_record)
        .with("owner", event.owner)
        .with("ticket", Value::Count(u64::from(event.ticket)))
        .with("amount", Value::Tokens(event.amount))
        .with("record_activating", Value::Tokens(event.record_activating))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn unstake_claimed(event: &UnstakeClaimed) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("staking_record", event.staking_record)
        .with("owner", event.owner)
        .with("destination", event.destination)
        .with("amount", Value::Tokens(event.amount))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn usdc_earnings_claimed(event: &UsdcEarningsClaimed) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("staking_record", event.staking_record)
        .with("owner", event.owner)
        .with("destination", event.destination)
        .with("amount", Value::Usdc(event.amount))
        .with("usdc_liability", Value::Usdc(event.usdc_liability))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn lock_changed(event: &LockChanged) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("staking_record", event.staking_record)
        .with("owner", event.owner)
        .with(
            "lock_state",
            ["none", "locked", "unlocking"].get(usize::from(event.lock_state)).copied().unwrap_or("unknown"),
        )
        .with("lock_duration", Value::Seconds(event.lock_duration))
        .with("unlock_started_at", (event.unlock_started_at != 0).then_some(Value::Time(event.unlock_started_at)))
        .with("unlock_shares", Value::Shares(event.unlock_shares))
        .with("lock_reward_commission_bps", Value::Bps(event.lock_reward_commission_bps))
        .with("lock_usdc_commission_bps", Value::Bps(event.lock_usdc_commission_bps))
        .with("record_shares", Value::Shares(event.record_shares))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn staking_record_closed(event: &StakingRecordClosed) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("staking_record", event.staking_record)
        .with("owner", event.owner)
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}
