//! What the program admin changes, checked before anything is asked.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instructions::{UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs};
use inference_staking_client::intent::SlashingDestinations;
use inference_staking_client::state::{EmissionSchedule, PoolOverview};
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
    /// What the program would make of the overview, by its own rules; destinations only the chain knows.
    ///
    /// # Errors
    /// The first rule that a change breaks.
    pub fn require_allowed(&self, now: &PoolOverview) -> Result<PoolOverview, Refusal> {
        let mut then = *now;
        // Lists of keys are changed by an instruction of their own, which asks nothing of parameters.
        if self.parameters != UpdatePoolOverviewArgs::default() {
            then.set_parameters(&self.parameters.applied_to(now.parameters()))?;
        }
        then.emission = self.lowered(now)?;
        let UpdatePoolOverviewAuthoritiesArgs { reward_authorities, halt_authorities, slashing_authorities, .. } =
            &self.authorities;
        reward_authorities.iter().try_for_each(|keys| then.set_reward_authorities(keys))?;
        halt_authorities.iter().try_for_each(|keys| then.set_halt_authorities(keys))?;
        slashing_authorities.iter().try_for_each(|keys| then.set_slashing_authorities(keys))?;
        Ok(then)
    }

    fn lowered(&self, now: &PoolOverview) -> Result<EmissionSchedule, Refusal> {
        let mut then = *now;
        if let Some(emission) = &self.parameters.emission {
            then.lower_emission(emission)?;
        }
        Ok(then.emission)
    }
}

/// A schedule can only be lowered, so one that issues nothing in `epoch` and all that follow is the last: no budgets are left in it,
/// nothing but zeros, or less than is issued already.
pub fn warn_if_nothing_is_issued(session: &mut Session<'_>, schedule: &EmissionSchedule, epoch: u64) {
    if schedule.has_ended(epoch).unwrap_or(false) {
        session.warn(
            "the schedule issues nothing, now and ever after, and no schedule can be raised: with it this network never has an \
             emission again",
        );
    }
}

#[cfg(test)]
mod tests {
    use bytemuck::Zeroable;
    use inference_staking_client::state::NewEmissionSchedule;

    use super::*;

    /// One percent of 10^15.
    const PERCENT: u64 = 10_000_000_000_000;

    /// Periods of 10 epochs over a supply of 1,000,000; 15 % less every period.
    fn disinflation(initial_rate: u64, long_term_rate: u64, cap: u64) -> NewEmissionSchedule {
        NewEmissionSchedule::Disinflation {
            base_supply: 1_000_000,
            initial_rate,
            decay: 15 * PERCENT,
            long_term_rate,
            epochs_per_period: 10,
            compounding: false,
            cap,
        }
    }

    /// Whether nothing is issued ever after, if this takes the place of 8 %, after the period that issued 80,000.
    fn ends(long_term_rate: u64, lower: NewEmissionSchedule) -> bool {
        let mut now = PoolOverview::zeroed();
        now.completed_reward_epoch = 10;
        now.emission = EmissionSchedule::new(&disinflation(8 * PERCENT, long_term_rate, u64::MAX)).unwrap();
        now.emission.advance_to(10).unwrap();
        let parameters = UpdatePoolOverviewArgs { emission: Some(lower), ..Default::default() };
        let changes = AdminChanges { parameters, ..Default::default() };
        // The parameters of an overview of zeros break rules of their own.
        let then = changes.lowered(&now).unwrap();
        then.has_ended(11).unwrap()
    }

    #[test]
    fn a_schedule_in_the_middle_of_its_time_goes_on_from_what_was_issued() {
        // A cap of 50,000 leaves nothing once 80,000 are issued, although 1 % from the beginning would take five periods to it.
        assert!(ends(PERCENT, disinflation(PERCENT, PERCENT, 50_000)));
        assert!(!ends(PERCENT, disinflation(PERCENT, PERCENT, 80_001)));
        // The initial rate counts in the first period alone: the next one issues 85 % of its 8 %.
        assert!(!ends(0, disinflation(0, 0, u64::MAX)));
    }
}
