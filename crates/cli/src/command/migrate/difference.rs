//! How a deployment differs from a file, in words: what is, what is to be, who signs for it, and what it holds for.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::state::{AuthorityList, EmissionSchedule, PoolOverview};

use super::super::emission_settings::EmissionSettings;
use super::broken_rule::{broken_rule, in_words};
use super::wanted::{holds_the_same, Wanted};
use crate::failure::Outcome;
use crate::show;
use crate::view::{Decimals, Value, View};

/// How a deployment differs from a file.
pub struct Difference {
    /// What can never be changed.
    pub fixed: Vec<View>,
    /// What can.
    pub changeable: Vec<View>,
}

impl Difference {
    /// Compares everything that a file says; `signs` makes the changes, but for a hand-over.
    ///
    /// # Errors
    /// If the schedule is none that the program takes.
    pub fn between(now: &PoolOverview, then: &Wanted, signs: Pubkey) -> Outcome<Self> {
        let decimals = Decimals { stake: now.stake_decimals, usdc: now.usdc_decimals };
        let schedule =
            EmissionSchedule::new(&then.network.emission).map_err(|refusal| broken_rule(refusal, then, decimals))?;
        let stored = stated(&now.emission, now.stake_decimals)?;
        let stated = stated(&schedule, now.stake_decimals)?;
        let fixed = View::new()
            .with("stake_mint", now.stake_mint)
            .with("usdc_mint", now.usdc_mint)
            .with("test_network", now.is_test_network())
            .with("emission_kind", kind(&stored));
        let wanted_fixed = View::new()
            .with("stake_mint", then.mints.stake)
            .with("usdc_mint", then.mints.usdc)
            .with("test_network", then.network.is_test_network)
            .with("emission_kind", kind(&stated));
        let by_admin = |name| View::new().with("signs", signs).with("holds_for", holds_for(name));
        let mut changeable = hand_over(now, &then.program_admin);
        changeable.extend(show::changes_and(&settings_now(now, then), &settings(then), by_admin));
        if kind(&stored) == kind(&stated) {
            changeable.extend(show::changes_and(&stored, &stated, by_admin));
        }
        let for_ever = |_| View::new().with("signs", Value::Nothing).with("holds_for", "it is fixed for ever");
        Ok(Self { fixed: show::changes_and(&fixed, &wanted_fixed, for_ever), changeable })
    }

    /// What can never be changed, on one line: "name (here this, in the file that)".
    pub fn fixed_in_words(&self, decimals: Decimals) -> String {
        let words = |row: &View| {
            let of = |name| {
                row.fields().iter().find(|(other, _)| *other == name).map_or(&Value::Nothing, |(_, value)| value)
            };
            let [name, before, after] = ["parameter", "before", "after"].map(|name| in_words(of(name), decimals));
            format!("{name} (here {before}, in the file {after})")
        };
        self.fixed.iter().map(words).collect::<Vec<_>>().join(", ")
    }

    /// All rows.
    pub fn rows(&self) -> Vec<View> {
        [&self.fixed[..], &self.changeable].concat()
    }
}

/// The two steps of a hand-over, or a proposal of somebody whom the file does not name.
fn hand_over(now: &PoolOverview, wanted: &Pubkey) -> Vec<View> {
    let (admin, pending) = (now.program_admin, now.pending_program_admin);
    let row = |name: &'static str, before: Value, after: Value, signs: Pubkey, holds: &str| {
        let row = View::new().with("parameter", name).with("before", before).with("after", after);
        row.with("signs", signs).with("holds_for", holds)
    };
    let proposed = if admin == *wanted { Pubkey::default() } else { *wanted };
    let proposes = (pending != proposed).then(|| {
        let (before, after) = (Value::key_or_none(pending), Value::key_or_none(proposed));
        row("pending_program_admin", before, after, admin, "at once")
    });
    let accepts = (admin != *wanted)
        .then(|| row("program_admin", admin.into(), (*wanted).into(), *wanted, "once the proposed key has accepted"));
    proposes.into_iter().chain(accepts).collect()
}

/// The schedule as settings give it.
fn stated(schedule: &EmissionSchedule, decimals: u8) -> Outcome<View> {
    Ok(show::emission_args(&EmissionSettings::of(schedule, decimals)?.schedule(decimals)?))
}

fn kind(emission: &View) -> Value {
    emission.fields().iter().find(|(name, _)| *name == "kind").map_or(Value::Nothing, |(_, kind)| kind.clone())
}

/// What a file says of everything that can be changed, but for the schedule.
pub fn settings(wanted: &Wanted) -> View {
    let network = &wanted.network;
    View::new()
        .with("slashing_token_destination", wanted.slashing.tokens)
        .with("slashing_usdc_destination", wanted.slashing.usdc)
        .with("reward_authorities", Value::keys(&network.reward_authorities))
        .with("halt_authorities", Value::keys(&network.halt_authorities))
        .with("slashing_authorities", Value::keys(&network.slashing_authorities))
        .and(show::parameters(&network.parameters))
}

/// The same of the deployment. A list of the same keys is written in the order of the file, which means nothing.
fn settings_now(now: &PoolOverview, wanted: &Wanted) -> View {
    let network = &wanted.network;
    let list = |now: &AuthorityList, wanted: &[Pubkey]| match holds_the_same(now, wanted) {
        true => Value::keys(wanted),
        false => Value::keys(&now.keys),
    };
    View::new()
        .with("slashing_token_destination", now.slashing_token_destination)
        .with("slashing_usdc_destination", now.slashing_usdc_destination)
        .with("reward_authorities", list(&now.reward_authorities, &network.reward_authorities))
        .with("halt_authorities", list(&now.halt_authorities, &network.halt_authorities))
        .with("slashing_authorities", list(&now.slashing_authorities, &network.slashing_authorities))
        .and(show::parameters(&now.parameters()))
}

/// What a change holds for, in the words of docs/parameters.md: what waits already mostly keeps what held when it began.
fn holds_for(name: &str) -> &'static str {
    match name {
        "min_epoch_length" => "the next mark",
        "challenge_period" | "bypass_delay" => "records that are created afterwards",
        "delegator_unstake_delay" | "operator_unstake_delay" => "tickets that are opened afterwards",
        "slashing_delay" => "halts afterwards; of earlier ones the longer of the two counts",
        "min_operator_token_stake" => "the next activation, or unstake of shares",
        "max_commission" => "rates that are set or announced afterwards",
        "commission_notice_epochs" => "raises that are announced afterwards",
        "registration_fee" | "registration_fee_wallet" => "pools that are created afterwards",
        "kind" | "base_supply" | "initial_rate" | "decay" | "long_term_rate" | "compounding" | "cap" | "budgets"
        | "epochs_per_period" => "the period that is about to begin",
        _ => "at once",
    }
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use bytemuck::Zeroable;

    use super::*;

    #[test]
    fn what_a_change_holds_for_is_what_the_page_of_parameters_says() {
        let page = include_str!("../../../../../docs/parameters.md");
        let settings = show::parameters(&PoolOverview::zeroed().parameters());
        for (name, _) in settings.fields() {
            let named = if *name == "max_commission" { "max_commission_bps" } else { name };
            let row = page.lines().find(|line| line.starts_with(&format!("| `{named}` |"))).unwrap();
            assert!(row.ends_with(&format!("| {} |", holds_for(name))), "{name}: {row}");
        }
    }
}
