//! Where a plot's numbers come from, in words that stand below it.

use inference_staking_math::emission::{Schedule, ScheduleKind};
use inference_staking_rewards::in_units;
use inference_staking_simulator::RateRange;

use super::settings::{RangeSettings, Settled, WrittenRange};
use crate::input::{ui, Rate};

/// The schedule, and the command that makes the same again. Of a network's schedule, as it was after so many epochs, the command
/// says nothing: it reads it. No URL: there may be a key in it.
pub fn source(schedule: &Schedule, settled: &Settled, ranges: RangeSettings, passed: Option<u64>) -> String {
    let parts = schedule_flags(schedule, settled.decimals);
    let mut command = vec!["inference-staking simulate".to_owned()];
    let schedule = match passed {
        Some(passed) => {
            format!("Schedule of a network of which {passed} epochs have passed: {}", in_words(schedule, settled))
        }
        None => {
            command.extend(parts);
            format!("Schedule: {}", in_words(schedule, settled))
        }
    };
    command.push(format!("--starting-supply {}", ui(settled.starting_supply, settled.decimals)));
    if passed.is_none() {
        command.push(format!("--decimals {}", settled.decimals));
    }
    command.push(format!("--epoch-length {}", settled.epoch_length.to_string().replace(' ', "")));
    command.push(format!("--staked {}", settled.staked));
    command.push(format!("--restaking {}", settled.restaking));
    command.push(format!("--to-stakers {}", settled.to_stakers));
    command.push(format!("--burnt-per-year {}", ui(settled.burnt_per_year, settled.decimals)));
    command.push(format!("--commission {}", settled.commission));
    command.push(format!("--epochs {}", settled.epochs));
    let mut range = |name: &str, given: Option<WrittenRange>| {
        if let Some(WrittenRange(RateRange { low, high })) = given {
            command.push(format!("--{name} {}..{}", Rate(low), Rate(high)));
        }
    };
    range("initial-rates", ranges.initial_rates);
    range("decays", ranges.decays);
    range("long-term-rates", ranges.long_term_rates);
    format!("{schedule}\nCommand: {}", command.join(" "))
}

fn schedule_flags(schedule: &Schedule, decimals: u8) -> Vec<String> {
    let tokens = |base: u64| ui(base, decimals);
    let epochs = format!("--epochs-per-period {}", schedule.epochs_per_period);
    match schedule.kind {
        ScheduleKind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap } => vec![
            "--emission disinflation".to_owned(),
            epochs,
            format!("--base-supply {}", tokens(base_supply)),
            format!("--initial-rate {}", Rate(initial_rate)),
            format!("--decay {}", Rate(decay)),
            format!("--long-term-rate {}", Rate(long_term_rate)),
            format!("--compounding {compounding}"),
            format!("--cap {}", if cap == u64::MAX { "ALL".to_owned() } else { tokens(cap) }),
        ],
        ScheduleKind::Table(budgets) => {
            vec!["--emission table".to_owned(), epochs, format!("--budgets {}", budgets.map(tokens).join(","))]
        }
    }
}

fn in_words(schedule: &Schedule, settled: &Settled) -> String {
    let tokens = |base: u64| in_units(base.into(), settled.decimals);
    let periods = format!("periods of {} epochs of {}", schedule.epochs_per_period, settled.epoch_length);
    match schedule.kind {
        ScheduleKind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap } => {
            let of = if compounding { "and what is issued" } else { "without what is issued" };
            let cap =
                if cap == u64::MAX { "no cap".to_owned() } else { format!("at most {} tokens in all", tokens(cap)) };
            format!(
                "disinflation from {} a period, {} lower each period, never below {}, of {} tokens {of}, {cap}, {periods}.",
                Rate(initial_rate),
                Rate(decay),
                Rate(long_term_rate),
                tokens(base_supply),
            )
        }
        ScheduleKind::Table(budgets) => format!("table of {} tokens, {periods}.", budgets.map(tokens).join(", ")),
    }
}
