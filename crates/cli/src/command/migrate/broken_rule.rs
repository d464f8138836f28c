//! A rule of the program that a file breaks, in the words of a refusal on chain, with what the file says of it.

use inference_staking_client::intent::IntentError;
use inference_staking_client::state::AuthorityList;
use inference_staking_client::StakingError;

use super::difference::settings;
use super::wanted::Wanted;
use crate::failure::Failure;
use crate::show;
use crate::view::{Decimals, Value, View};

/// The refusal, with the settings that the rule is about, by their names and as the file has them; what is no refusal, as it is.
pub fn broken_rule(error: impl Into<IntentError>, wanted: &Wanted, decimals: Decimals) -> Failure {
    let refusal = error.into();
    let Some(error) = refusal.staking_error() else { return refusal.into() };
    let all = View::new()
        .with("is_test_network", wanted.network.is_test_network)
        .with("stake_mint", wanted.mints.stake)
        .with("usdc_mint", wanted.mints.usdc)
        .and(settings(wanted))
        .and(show::emission_args(&wanted.network.emission));
    let names = settings_of(error, wanted);
    let is_named = |(name, _): &&(&'static str, Value)| names.contains(name);
    let said: Vec<_> = all
        .fields()
        .iter()
        .filter(is_named)
        .map(|(name, value)| format!("{name} = {}", in_words(value, decimals)))
        .collect();
    let as_given = if said.is_empty() { String::new() } else { format!("; {} {}", wanted.said_by, said.join(", ")) };
    Failure::from(refusal).but(&as_given)
}

/// Names of the settings that a rule is about (SPEC 11, 12).
fn settings_of(error: StakingError, wanted: &Wanted) -> Vec<&'static str> {
    use StakingError as E;
    match error {
        E::MintsNotDistinct => vec!["stake_mint", "usdc_mint"],
        E::WrongSlashingDestination | E::SlashingDestinationFrozen | E::SlashingDestinationOfProgram => {
            vec!["slashing_token_destination", "slashing_usdc_destination"]
        }
        E::FeeWalletIsZero => vec!["registration_fee", "registration_fee_wallet"],
        E::MinOperatorStakeBelowOneToken => vec!["is_test_network", "min_operator_token_stake"],
        E::DelegatorDelayOutOfRange => vec!["is_test_network", "delegator_unstake_delay", "min_epoch_length"],
        E::OperatorDelayOutOfRange => vec!["is_test_network", "operator_unstake_delay", "min_epoch_length"],
        E::OperatorDelayBelowSlashingDelay => vec!["operator_unstake_delay", "slashing_delay"],
        E::SlashingDelayOutOfRange => vec!["is_test_network", "slashing_delay"],
        E::ChallengePeriodOutOfRange => vec!["is_test_network", "challenge_period", "min_epoch_length"],
        E::BypassDelayOutOfRange => vec!["is_test_network", "bypass_delay"],
        E::MinEpochLengthOutOfRange => vec!["is_test_network", "min_epoch_length"],
        E::MaxCommissionOutOfRange => vec!["is_test_network", "max_commission"],
        E::CommissionNoticeOutOfRange => vec!["commission_notice_epochs"],
        E::EmissionRateOutOfRange => vec!["initial_rate", "decay", "long_term_rate"],
        E::EmissionPeriodEmpty => vec!["epochs_per_period"],
        E::EmissionTableTooLong | E::EmissionTotalTooLarge => vec!["budgets"],
        E::EmissionChangeNotAtPeriodStart | E::EmissionChangeNotDownwards => {
            show::emission_args(&wanted.network.emission).fields().iter().map(|(name, _)| *name).collect()
        }
        E::TooManyAuthorities | E::AuthorityIsZero | E::DuplicateAuthority => {
            let network = &wanted.network;
            let lists = [
                ("reward_authorities", &network.reward_authorities),
                ("halt_authorities", &network.halt_authorities),
                ("slashing_authorities", &network.slashing_authorities),
            ];
            lists.into_iter().filter(|(_, keys)| AuthorityList::new(keys).is_err()).map(|(name, _)| name).collect()
        }
        _ => Vec::new(),
    }
}

/// A value on one line, as tables write it.
pub fn in_words(value: &Value, decimals: Decimals) -> String {
    let table = View::new().with("is", value.clone()).to_table(decimals, None);
    let values: Vec<_> =
        table.lines().filter_map(|line| line.split_once("  ")).map(|(_, value)| value.trim()).collect();
    values.join(", ")
}
