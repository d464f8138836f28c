//! The singleton.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::Mints;
use inference_staking_client::instructions::CreatePoolOverviewArgs;
use inference_staking_client::intent::SlashingDestinations;
use inference_staking_client::state::{
    EmissionSchedule, NewEmissionSchedule, PoolOverview, PoolOverviewParameters, NEVER,
};
use inference_staking_math::emission::ScheduleKind;

use crate::view::{Value, View};

/// Mints, vaults, authorities, parameters, halts, epoch state and schedule at `now`.
pub fn overview(overview: &PoolOverview, now: i64) -> View {
    let addresses = View::new()
        .with("stake_mint", overview.stake_mint)
        .with("usdc_mint", overview.usdc_mint)
        .with("reward_vault", overview.reward_vault)
        .with("usdc_vault", overview.usdc_vault)
        .with("slashing_token_destination", overview.slashing_token_destination)
        .with("slashing_usdc_destination", overview.slashing_usdc_destination);
    let authorities = View::new()
        .with("program_admin", overview.program_admin)
        .with("pending_program_admin", Value::key_or_none(overview.pending_program_admin))
        .with("reward_authorities", Value::keys(&overview.reward_authorities.keys))
        .with("halt_authorities", Value::keys(&overview.halt_authorities.keys))
        .with("slashing_authorities", Value::keys(&overview.slashing_authorities.keys));
    View::new()
        .with("test_network", overview.is_test_network())
        .with("address", inference_staking_client::address::pool_overview())
        .with("pools_created", Value::Count(overview.operator_pool_count))
        .with("addresses", addresses)
        .with("authorities", authorities)
        .with("parameters", parameters(&overview.parameters()))
        .with("halts", halts(overview, now))
        .with("emission", emission(&overview.emission))
}

/// What a network begins with.
pub fn new_overview(
    program_admin: &Pubkey,
    mints: &Mints,
    slashing: &SlashingDestinations<Pubkey>,
    args: &CreatePoolOverviewArgs,
) -> View {
    let addresses = View::new()
        .with("stake_mint", mints.stake)
        .with("usdc_mint", mints.usdc)
        .with("slashing_token_destination", slashing.tokens)
        .with("slashing_usdc_destination", slashing.usdc);
    let authorities = View::new()
        .with("program_admin", *program_admin)
        .with("reward_authorities", Value::keys(&args.reward_authorities))
        .with("halt_authorities", Value::keys(&args.halt_authorities))
        .with("slashing_authorities", Value::keys(&args.slashing_authorities));
    View::new()
        .with("test_network", args.is_test_network)
        .with("addresses", addresses)
        .with("authorities", authorities)
        .with("parameters", parameters(&args.parameters))
        .with("emission", emission_args(&args.emission))
}

/// The halts that hold for all pools.
pub fn halts(overview: &PoolOverview, now: i64) -> View {
    let has_halt = overview.has_withdrawal_halt != 0;
    View::new()
        .with("staking_halted", overview.staking_halted != 0)
        .with("accrual_halted", overview.accrual_halted != 0)
        .with(
            "accrual_resumed_at",
            (overview.accrual_resumed_at != NEVER).then_some(Value::Time(overview.accrual_resumed_at)),
        )
        .with("withdrawals_halted", overview.require_withdrawals_open(now).is_err())
        .with("withdrawal_halt_ends", has_halt.then_some(Value::Time(overview.withdrawal_halted_until)))
        .with("withdrawal_halt_allowed_from", has_halt.then_some(Value::Time(overview.withdrawal_halt_allowed_from)))
}

/// All parameters.
pub fn parameters(parameters: &PoolOverviewParameters) -> View {
    View::new()
        .with("pool_creation_allowed", parameters.pool_creation_allowed)
        .with("registration_fee", Value::Tokens(parameters.registration_fee))
        .with("registration_fee_wallet", Value::key_or_none(parameters.registration_fee_wallet))
        .with("min_operator_token_stake", Value::Tokens(parameters.min_operator_token_stake))
        .with("delegator_unstake_delay", Value::Seconds(parameters.delegator_unstake_delay))
        .with("operator_unstake_delay", Value::Seconds(parameters.operator_unstake_delay))
        .with("slashing_delay", Value::Seconds(parameters.slashing_delay))
        .with("challenge_period", Value::Seconds(parameters.challenge_period))
        .with("bypass_delay", Value::Seconds(parameters.bypass_delay))
        .with("min_epoch_length", Value::Seconds(parameters.min_epoch_length))
        .with("max_commission", Value::Bps(parameters.max_commission_bps))
        .with("commission_notice_epochs", Value::Count(u64::from(parameters.commission_notice_epochs)))
}

/// The schedule with its current period.
pub fn emission(emission: &EmissionSchedule) -> View {
    let schedule = emission.schedule();
    let view = match schedule.kind {
        ScheduleKind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap } => {
            View::new()
                .with("kind", "disinflation")
                .with("base_supply", Value::Tokens(base_supply))
                .with("initial_rate", Value::Rate(initial_rate))
                .with("decay", Value::Rate(decay))
                .with("long_term_rate", Value::Rate(long_term_rate))
                .with("compounding", compounding)
                .with("cap", cap_in_words(cap))
        }
        ScheduleKind::Table(budgets) => {
            View::new().with("kind", "table").with("budgets", Value::List(budgets.map(Value::Tokens).to_vec()))
        }
    };
    view.with("epochs_per_period", Value::Count(schedule.epochs_per_period))
        .with("period", Value::Count(emission.period_index))
        .with("period_rate", Value::Rate(emission.period_rate))
        .with("period_budget", Value::Tokens(emission.period_budget))
        .with("issued_before_period", Value::Tokens(emission.period_issued_before))
}

/// A schedule as an instruction gives it.
pub fn emission_args(args: &NewEmissionSchedule) -> View {
    match args {
        NewEmissionSchedule::Disinflation {
            base_supply,
            initial_rate,
            decay,
            long_term_rate,
            epochs_per_period,
            compounding,
            cap,
        } => View::new()
            .with("kind", "disinflation")
            .with("base_supply", Value::Tokens(*base_supply))
            .with("initial_rate", Value::Rate(*initial_rate))
            .with("decay", Value::Rate(*decay))
            .with("long_term_rate", Value::Rate(*long_term_rate))
            .with("epochs_per_period", Value::Count(*epochs_per_period))
            .with("compounding", *compounding)
            .with("cap", cap_in_words(*cap)),
        NewEmissionSchedule::Table { epochs_per_period, budgets } => View::new()
            .with("kind", "table")
            .with("epochs_per_period", Value::Count(*epochs_per_period))
            .with("budgets", Value::List(budgets.iter().map(|budget| Value::Tokens(*budget)).collect())),
    }
}

/// The most that may be issued, as it is given: the highest number there is means no cap.
fn cap_in_words(cap: u64) -> Value {
    match cap {
        u64::MAX => "ALL".into(),
        cap => Value::Tokens(cap),
    }
}
