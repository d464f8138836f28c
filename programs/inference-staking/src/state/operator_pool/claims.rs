//! The USDC that a pool owes its holders and pays (SPEC 5).

use super::account::OperatorPool;
use crate::error::{require, Checked, StakingError};
use crate::state::staking_record::StakingRecord;

impl OperatorPool {
    /// Settles the record and takes all its USDC; returns the amount to pay from the global USDC vault.
    ///
    /// # Errors
    /// `NoUsdcToClaim`.
    pub fn claim_usdc(&mut self, record: &mut StakingRecord) -> Checked<u64> {
        self.settle(record)?;
        let amount = self.take_settled_usdc(record)?;
        require!(amount > 0, StakingError::NoUsdcToClaim);
        Ok(amount)
    }

    /// Takes all USDC that is written into the record.
    ///
    /// # Errors
    /// `MathOverflow` never happens: it is part of what the pool owes.
    pub(in crate::state) fn take_settled_usdc(&mut self, record: &mut StakingRecord) -> Checked<u64> {
        let amount = core::mem::take(&mut record.settled_usdc);
        self.settled_usdc = self.settled_usdc.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        self.delegator_usdc = self.delegator_usdc.checked_sub(amount).ok_or(StakingError::MathOverflow)?;
        Ok(amount)
    }
}
