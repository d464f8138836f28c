use anchor_lang::prelude::*;

use crate::error::{require, Checked, StakingError};
use crate::state::{OperatorPool, StakingRecord};

impl OperatorPool {
    /// # Errors
    /// `NotPoolAdmin`.
    pub fn require_admin(&self, key: &Pubkey) -> Checked<()> {
        require!(self.admin == *key, StakingError::NotPoolAdmin);
        Ok(())
    }

    /// Another record may become the operator's only if what can be slashed does not shrink: its shares are worth at least
    /// the minimum and at least what the old record has staked and in cooldown (SPEC section 7). Values rounded up.
    ///
    /// # Errors
    /// `OperatorStakeBelowMinimum`, `NewOperatorRecordTooSmall`.
    pub fn require_rotation_keeps_stake(&self, old: &StakingRecord, new: &StakingRecord, minimum: u64) -> Checked<()> {
        self.require_operator_minimum(new.shares, minimum)?;
        let staked = self.shares().value_ceil(old.shares)?;
        let slashable = staked.checked_add(old.unstaking()?).ok_or(StakingError::MathOverflow)?;
        require!(self.shares().value_ceil(new.shares)? >= slashable, StakingError::NewOperatorRecordTooSmall);
        Ok(())
    }
}
