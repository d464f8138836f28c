//! Lowering the schedule of a network that runs (SPEC 11).

use super::account::PoolOverview;
use super::emission_args::NewEmissionSchedule;
use crate::error::{require, Checked, StakingError};

impl PoolOverview {
    /// Replaces the schedule by a lower one, before the next period begins (SPEC 11).
    ///
    /// # Errors
    /// `EmissionChangeNotAtPeriodStart`, `EmissionChangeNotDownwards`, and those of a new schedule.
    pub fn lower_emission(&mut self, args: &NewEmissionSchedule) -> Checked<()> {
        let at_period_start = !self.is_finalizing() && self.emission.is_period_start(self.next_record_epoch()?)?;
        require!(at_period_start, StakingError::EmissionChangeNotAtPeriodStart);
        let next_epoch = self.next_record_epoch()?;
        self.emission.lower(args, next_epoch)
    }
}
