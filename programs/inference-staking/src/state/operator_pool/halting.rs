//! A pool's halt, and whom it stops (SPEC 8).

use anchor_lang::prelude::*;

use super::account::OperatorPool;
use crate::error::{require, Checked, StakingError};

impl OperatorPool {
    /// Halts or resumes the pool. Halting again keeps the first time and the slashing delay of then, so that the slashing clock
    /// cannot be moved.
    pub fn set_halted(&mut self, halted: bool, now: i64, slashing_delay: u64) {
        if halted && self.is_halted == 0 {
            self.halted_since = now;
            self.slashing_delay_at_halt = slashing_delay;
        }
        self.is_halted = u8::from(halted);
    }

    /// # Errors
    /// `PoolHalted`.
    pub fn require_not_halted(&self) -> Checked<()> {
        require!(self.is_halted == 0, StakingError::PoolHalted);
        Ok(())
    }

    /// A halted pool's operator may not leave with anything; delegators may (SPEC 8).
    ///
    /// # Errors
    /// `OperatorHalted`.
    pub fn require_operator_not_halted(&self, staking_record: &Pubkey) -> Checked<()> {
        let stopped = self.is_halted != 0 && self.is_operators(staking_record);
        require!(!stopped, StakingError::OperatorHalted);
        Ok(())
    }
}
