//! Parameters and schedules of the model as the program takes them.

use inference_staking_client::state::{NewEmissionSchedule, PoolOverviewParameters};
use inference_staking_model::{Kind, Parameters, Schedule};

use crate::side_by_side::actors::Actors;

/// Parameters as the program takes them.
pub fn parameters_args(parameters: &Parameters, actors: &Actors) -> PoolOverviewParameters {
    PoolOverviewParameters {
        pool_creation_allowed: parameters.pool_creation_allowed,
        registration_fee: parameters.registration_fee,
        registration_fee_wallet: actors.key_or_zero(parameters.registration_fee_wallet),
        min_operator_token_stake: parameters.min_operator_token_stake,
        delegator_unstake_delay: parameters.delegator_unstake_delay,
        operator_unstake_delay: parameters.operator_unstake_delay,
        slashing_delay: parameters.slashing_delay,
        challenge_period: parameters.challenge_period,
        bypass_delay: parameters.bypass_delay,
        min_epoch_length: parameters.min_epoch_length,
        max_commission_bps: parameters.max_commission_bps,
        commission_notice_epochs: parameters.commission_notice_epochs,
    }
}

/// A schedule as the program takes it.
pub fn schedule_args(schedule: &Schedule) -> NewEmissionSchedule {
    let epochs_per_period = schedule.epochs_per_period;
    match schedule.kind.clone() {
        Kind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap } => {
            NewEmissionSchedule::Disinflation {
                base_supply,
                initial_rate,
                decay,
                long_term_rate,
                epochs_per_period,
                compounding,
                cap,
            }
        }
        Kind::Table(budgets) => NewEmissionSchedule::Table { epochs_per_period, budgets },
    }
}
