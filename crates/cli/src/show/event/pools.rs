//! What happened to a pool.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::events::*;
use inference_staking_client::text::unpadded;

use super::state::state;
use crate::show::pool::scheduled;
use crate::view::{Value, View};

pub(super) fn operator_pool_created(event: &OperatorPoolCreated) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("admin", event.admin)
        .with("operator_staking_record", event.operator_staking_record)
        .with("payer", event.payer)
        .with("registration_fee", Value::Tokens(event.registration_fee))
        .with("epoch", Value::Count(event.epoch))
        .with("reward_commission_bps", Value::Bps(event.reward_commission_bps))
        .with("usdc_commission_bps", Value::Bps(event.usdc_commission_bps))
        .with("auto_stake", event.auto_stake)
        .with("delegation_allowed", event.delegation_allowed)
        .with("name", unpadded(&event.name))
        .with("metadata_uri", unpadded(&event.metadata_uri))
        .with("pool", state(&event.pool))
}

pub(super) fn operator_pool_updated(event: &OperatorPoolUpdated) -> View {
    let (reward, reward_from) =
        scheduled(event.scheduled_reward_commission_bps, event.scheduled_reward_commission_from);
    let (usdc, usdc_from) = scheduled(event.scheduled_usdc_commission_bps, event.scheduled_usdc_commission_from);
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("admin", event.admin)
        .with("reward_commission_bps", Value::Bps(event.reward_commission_bps))
        .with("scheduled_reward_commission_bps", reward)
        .with("scheduled_reward_commission_from", reward_from)
        .with("usdc_commission_bps", Value::Bps(event.usdc_commission_bps))
        .with("scheduled_usdc_commission_bps", usdc)
        .with("scheduled_usdc_commission_from", usdc_from)
        .with("auto_stake", event.auto_stake)
        .with("delegation_allowed", event.delegation_allowed)
        .with("name", unpadded(&event.name))
        .with("metadata_uri", unpadded(&event.metadata_uri))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn operator_pool_admin_proposed(event: &OperatorPoolAdminProposed) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("admin", event.admin)
        .with("pending_admin", Value::key_or_none(event.pending_admin))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn operator_pool_admin_accepted(event: &OperatorPoolAdminAccepted) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("previous_admin", event.previous_admin)
        .with("admin", event.admin)
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn operator_staking_record_changed(event: &OperatorStakingRecordChanged) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("admin", event.admin)
        .with("previous_record", event.previous_record)
        .with("operator_staking_record", event.operator_staking_record)
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn operator_pool_closed(event: &OperatorPoolClosed) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("authority", event.authority)
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn closed_pool_usdc_dust_swept(event: &ClosedPoolUsdcDustSwept) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("admin", event.admin)
        .with("destination", event.destination)
        .with("amount", Value::Usdc(event.amount))
        .with("usdc_liability", Value::Usdc(event.usdc_liability))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn commission_withdrawn(event: &CommissionWithdrawn, stake_mint: &Pubkey) -> View {
    let amount = if event.mint == *stake_mint { Value::Tokens } else { Value::Usdc };
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("admin", event.admin)
        .with("destination", event.destination)
        .with("mint", event.mint)
        .with("amount", amount(event.amount))
        .with("liability", amount(event.liability))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn halt_status_set(event: &HaltStatusSet) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("authority", event.authority)
        .with("is_halted", event.is_halted)
        .with("halted_since", event.is_halted.then_some(Value::Time(event.halted_since)))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn stake_slashed(event: &StakeSlashed) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("operator_staking_record", event.operator_staking_record)
        .with("authority", event.authority)
        .with("shares", Value::Shares(event.shares))
        .with("staked_amount", Value::Tokens(event.staked_amount))
        .with("activating_amount", Value::Tokens(event.activating_amount))
        .with("unstaking_amount", Value::Tokens(event.unstaking_amount))
        .with("reward_commission", Value::Tokens(event.reward_commission))
        .with("usdc_commission", Value::Usdc(event.usdc_commission))
        .with("settled_usdc", Value::Usdc(event.settled_usdc))
        .with("record_activating", Value::Tokens(event.record_activating))
        .with("record_shares", Value::Shares(event.record_shares))
        .with("record_settled_usdc", Value::Usdc(event.record_settled_usdc))
        .with("reward_liability", Value::Tokens(event.reward_liability))
        .with("usdc_liability", Value::Usdc(event.usdc_liability))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn pool_rewards_collected(event: &PoolRewardsCollected) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("amount", Value::Tokens(event.amount))
        .with("reward_liability", Value::Tokens(event.reward_liability))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}

pub(super) fn pool_vault_surplus_swept(event: &PoolVaultSurplusSwept) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("amount", Value::Tokens(event.amount))
        .with("epoch", Value::Count(event.epoch))
        .with("pool", state(&event.pool))
}
