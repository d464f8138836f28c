//! The deposits of a record that are not shares yet (SPEC 5).

use super::account::StakingRecord;
use crate::error::{Checked, StakingError};

impl StakingRecord {
    /// Adds a deposit that came in `epoch`, the current one.
    ///
    /// # Errors
    /// `MathOverflow` never happens: it is part of the pool's total.
    pub(in crate::state) fn add_activating(&mut self, amount: u64, epoch: u64) -> Checked<()> {
        if self.latest_deposit_epoch != epoch {
            self.latest_deposit_epoch = epoch;
            self.latest_deposit = 0;
        }
        self.latest_deposit = self.latest_deposit.checked_add(amount).ok_or(StakingError::MathOverflow)?;
        self.activating = self.activating.checked_add(amount).ok_or(StakingError::MathOverflow)?;
        self.has_activating = 1;
        Ok(())
    }

    /// The part of the activating tokens that came before `current_epoch`.
    pub fn ripe(&self, current_epoch: u64) -> u64 {
        let unripe = if self.latest_deposit_epoch < current_epoch { 0 } else { self.latest_deposit };
        self.activating.saturating_sub(unripe)
    }

    /// Takes activating tokens away, the oldest first.
    ///
    /// # Errors
    /// `NotEnoughActivating`.
    pub(in crate::state) fn take_activating(&mut self, amount: u64) -> Checked<()> {
        self.activating = self.activating.checked_sub(amount).ok_or(StakingError::NotEnoughActivating)?;
        self.latest_deposit = self.latest_deposit.min(self.activating);
        Ok(())
    }

    /// Takes activating tokens away, the newest first.
    ///
    /// # Errors
    /// `NotEnoughActivating`.
    pub(in crate::state) fn take_newest_activating(&mut self, amount: u64) -> Checked<()> {
        self.latest_deposit = self.latest_deposit.saturating_sub(amount);
        self.take_activating(amount)
    }
}
