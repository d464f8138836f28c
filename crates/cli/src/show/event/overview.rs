//! What happened to the singleton.

use inference_staking_client::events::*;

use crate::show::overview::{emission_args, parameters};
use crate::view::{Value, View};

pub(super) fn pool_overview_created(event: &PoolOverviewCreated) -> View {
    View::new()
        .with("program_admin", event.program_admin)
        .with("stake_mint", event.stake_mint)
        .with("usdc_mint", event.usdc_mint)
        .with("slashing_token_destination", event.slashing_token_destination)
        .with("slashing_usdc_destination", event.slashing_usdc_destination)
        .with("reward_authorities", Value::keys(&event.reward_authorities))
        .with("halt_authorities", Value::keys(&event.halt_authorities))
        .with("slashing_authorities", Value::keys(&event.slashing_authorities))
        .with("test_network", event.is_test_network)
        .with("parameters", parameters(&event.parameters))
        .with("emission", emission_args(&event.emission))
        .with("epoch", Value::Count(event.epoch))
}

pub(super) fn pool_overview_updated(event: &PoolOverviewUpdated) -> View {
    View::new()
        .with("program_admin", event.program_admin)
        .with("parameters", parameters(&event.parameters))
        .with("staking_halted", event.staking_halted)
        .with("accrual_halted", event.accrual_halted)
        .with("withdrawal_halted_until", event.withdrawal_halted_until.map(Value::Time))
        .with("slashing_token_destination", event.slashing_token_destination)
        .with("slashing_usdc_destination", event.slashing_usdc_destination)
        .with("emission", event.emission.as_ref().map(emission_args))
        .with("epoch", Value::Count(event.epoch))
}

pub(super) fn pool_overview_authorities_updated(event: &PoolOverviewAuthoritiesUpdated) -> View {
    View::new()
        .with("program_admin", event.program_admin)
        .with("reward_authorities", Value::keys(&event.reward_authorities))
        .with("halt_authorities", Value::keys(&event.halt_authorities))
        .with("slashing_authorities", Value::keys(&event.slashing_authorities))
        .with("pending_program_admin", Value::key_or_none(event.pending_program_admin))
        .with("epoch", Value::Count(event.epoch))
}

pub(super) fn program_admin_accepted(event: &ProgramAdminAccepted) -> View {
    View::new()
        .with("previous_admin", event.previous_admin)
        .with("program_admin", event.program_admin)
        .with("epoch", Value::Count(event.epoch))
}

pub(super) fn reward_surplus_withdrawn(event: &RewardSurplusWithdrawn) -> View {
    View::new()
        .with("program_admin", event.program_admin)
        .with("destination", event.destination)
        .with("amount", Value::Tokens(event.amount))
        .with("reward_liability", Value::Tokens(event.reward_liability))
        .with("epoch", Value::Count(event.epoch))
}
