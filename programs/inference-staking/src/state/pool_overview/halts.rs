//! Halts of the whole network (SPEC 8).

use super::account::PoolOverview;
use crate::constants::{WITHDRAWAL_HALT_PAUSE_SECONDS, WITHDRAWAL_HALT_SECONDS};
use crate::error::{require, Checked, StakingError};
use crate::state::time::after;

impl PoolOverview {
    /// # Errors
    /// `StakingHalted`.
    pub fn require_staking_not_halted(&self) -> Checked<()> {
        require!(self.staking_halted == 0, StakingError::StakingHalted);
        Ok(())
    }

    /// # Errors
    /// `AccrualHalted`.
    pub fn require_accrual_not_halted(&self) -> Checked<()> {
        require!(self.accrual_halted == 0, StakingError::AccrualHalted);
        Ok(())
    }

    /// Halts or resumes deposits and activations.
    pub fn set_staking_halted(&mut self, halted: bool) {
        self.staking_halted = u8::from(halted);
    }

    /// Halts accruals, bypasses, marks and reclaims, or resumes them and notes when: bypass delays and the next mark count from
    /// then too (SPEC 6.1, SPEC 6.6). Resuming what is not halted changes nothing.
    pub fn set_accrual_halted(&mut self, halted: bool, now: i64) {
        if self.accrual_halted != 0 && !halted {
            self.accrual_resumed_at = now;
        }
        self.accrual_halted = u8::from(halted);
    }

    /// End of the last withdrawal halt, Unix seconds; none if withdrawals were never halted.
    pub fn withdrawal_halt_end(&self) -> Option<i64> {
        (self.has_withdrawal_halt != 0).then_some(self.withdrawal_halted_until)
    }

    /// Halts withdrawals for a fixed time, or ends such a halt early.
    ///
    /// # Errors
    /// `WithdrawalHaltTooSoon` during a halt and for some time after it ended.
    pub fn set_withdrawals_halted(&mut self, halted: bool, now: i64) -> Checked<()> {
        let is_halted = self.require_withdrawals_open(now).is_err();
        if halted {
            let allowed = self.has_withdrawal_halt == 0 || now >= self.withdrawal_halt_allowed_from;
            require!(allowed, StakingError::WithdrawalHaltTooSoon);
            self.end_withdrawal_halt_at(after(now, WITHDRAWAL_HALT_SECONDS)?)?;
        } else if is_halted {
            self.end_withdrawal_halt_at(now)?;
        }
        Ok(())
    }

    fn end_withdrawal_halt_at(&mut self, end: i64) -> Checked<()> {
        self.has_withdrawal_halt = 1;
        self.withdrawal_halted_until = end;
        self.withdrawal_halt_allowed_from = after(end, WITHDRAWAL_HALT_PAUSE_SECONDS)?;
        Ok(())
    }

    /// # Errors
    /// `WithdrawalsHalted` until the time box of a halt has run out.
    pub fn require_withdrawals_open(&self, now: i64) -> Checked<()> {
        let open = self.has_withdrawal_halt == 0 || now >= self.withdrawal_halted_until;
        require!(open, StakingError::WithdrawalsHalted);
        Ok(())
    }
}
