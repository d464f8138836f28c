//! What the program admin changes, checked before anything is asked.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instructions::{UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs};
use inference_staking_client::intent::SlashingDestinations;
use inference_staking_client::state::{EmissionSchedule, NewEmissionSchedule, PoolOverview};
use inference_staking_client::Refusal;

use crate::session::Session;

/// What the program admin has to send.
#[derive(Default, PartialEq, Eq)]
pub struct AdminChanges {
    /// Parameters and schedule.
    pub parameters: UpdatePoolOverviewArgs,
    /// New destinations.
    pub slashing: SlashingDestinations<Option<Pubkey>>,
    /// Lists, and the proposal of another admin.
    pub authorities: UpdatePoolOverviewAuthoritiesArgs,
}

impl AdminChanges {
    /// Checks what the program would check, by its own rules; destinations only the chain knows.
    ///
    /// # Errors
    /// The first rule that a change breaks.
    pub fn require_allowed(&self, now: &PoolOverview) -> Result<(), Refusal> {
        let mut then = *now;
        // Lists of keys are changed by an instruction of their own, which asks nothing of parameters.
        if self.parameters != UpdatePoolOverviewArgs::default() {
            then.set_parameters(&self.parameters.applied_to(now.parameters()))?;
        }
        if let Some(emission) = &self.parameters.emission {
            then.lower_emission(emission)?;
        }
        let UpdatePoolOverviewAuthoritiesArgs { reward_authorities, halt_authorities, slashing_authorities, .. } =
            &self.authorities;
        reward_authorities.iter().try_for_each(|keys| then.set_reward_authorities(keys))?;
        halt_authorities.iter().try_for_each(|keys| then.set_halt_authorities(keys))?;
        slashing_authorities.iter().try_for_each(|keys| then.set_slashing_authorities(keys))
    }
}

/// A schedule can only be lowered, so one that issues nothing in `epoch` and all that follow, with no budgets left in it or nothing but
/// zeros, is the last.
pub fn warn_if_nothing_is_issued(session: &mut Session<'_>, emission: &NewEmissionSchedule, epoch: u64) {
    let issues_nothing = |schedule: EmissionSchedule| schedule.has_ended(epoch).unwrap_or(false);
    if EmissionSchedule::new(emission).is_ok_and(issues_nothing) {
        session.warn(
            "the schedule issues nothing, now and ever after, and no schedule can be raised: with it this network never has an \
             emission again",
        );
    }
}
