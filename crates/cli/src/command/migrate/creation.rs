//! A network that is to be created, by `init` or `migrate`: what is found out before anything is asked.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::intent::{self, SlashingDestinations};
use inference_staking_client::state::EmissionSchedule;
use inference_staking_client::StakingError;

use super::broken_rule::broken_rule;
use super::wanted::Wanted;
use crate::command::admin_changes::warn_if_nothing_is_issued;
use crate::failure::{rule, Outcome};
use crate::right_keys::of_other_keys;
use crate::session::Session;

/// A network begins in it.
const FIRST_EPOCH: u64 = 1;

/// Checks what the program would check of a new network, and warns of a schedule that never issues anything.
///
/// # Errors
/// The rule that it breaks, with what was given.
pub async fn require_creatable(session: &mut Session<'_>, wanted: &Wanted) -> Outcome<()> {
    let decimals = session.decimals();
    let creatable = wanted.require_creatable(decimals.stake, decimals.usdc);
    creatable.map_err(|refusal| broken_rule(refusal, wanted, decimals))?;
    let SlashingDestinations { tokens, usdc } = wanted.slashing;
    let slashing = SlashingDestinations { tokens: Some(tokens), usdc: Some(usdc) };
    let destinations = intent::new_destinations(&session.chain()?, wanted.mints, slashing).await;
    destinations.map_err(|error| broken_rule(error, wanted, decimals))?;
    let schedule = EmissionSchedule::new(&wanted.network.emission);
    let schedule = schedule.map_err(|refusal| broken_rule(refusal, wanted, decimals))?;
    warn_if_nothing_is_issued(session, &schedule, FIRST_EPOCH);
    Ok(())
}

/// Who acts, which has to be the upgrade authority of the program.
///
/// # Errors
/// If it is another key.
pub fn require_upgrade_authority(session: &Session<'_>, authority: Option<Pubkey>) -> Outcome<Pubkey> {
    let actor = session.actor()?.address();
    if authority != Some(actor) {
        let keys: Vec<_> = authority.into_iter().collect();
        return Err(of_other_keys(rule(StakingError::NotUpgradeAuthority), &actor, &keys));
    }
    Ok(actor)
}
