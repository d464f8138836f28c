//! The operator's staking record: the one that can be slashed, and backs the pool with a minimum stake.

use anchor_lang::prelude::*;

use super::account::OperatorPool;
use crate::error::{require, Checked, StakingError};
use crate::state::staking_record::StakingRecord;

impl OperatorPool {
    /// Whether this is the address of the operator's record.
    pub fn is_operators(&self, staking_record: &Pubkey) -> bool {
        self.operator_staking_record == *staking_record
    }

    /// # Errors
    /// `WrongOperatorRecord`.
    pub fn require_operator_record(&self, staking_record: &Pubkey) -> Checked<()> {
        require!(self.is_operators(staking_record), StakingError::WrongOperatorRecord);
        Ok(())
    }

    /// The operator of an open pool keeps at least `minimum` tokens staked; its shares count rounded up.
    ///
    /// # Errors
    /// `OperatorStakeBelowMinimum`.
    pub fn require_operator_minimum(&self, operator_shares: u64, minimum: u64) -> Checked<()> {
        let enough = self.shares().is_worth_at_least(operator_shares, minimum);
        require!(enough, StakingError::OperatorStakeBelowMinimum);
        Ok(())
    }

    /// What an unstake of shares leaves the operator of an open pool has to be worth the minimum. Activating tokens alone may
    /// always leave, and the operator of a closed pool may leave with all (SPEC 7).
    ///
    /// # Errors
    /// `OperatorStakeBelowMinimum`.
    pub fn require_minimum_left(&self, burned: u64, shares_left: u64, minimum: u64) -> Checked<()> {
        if burned > 0 && !self.is_closed() {
            self.require_operator_minimum(shares_left, minimum)?;
        }
        Ok(())
    }

    /// Another record may become the operator's only if the old one is worth the minimum, and if what can be slashed does
    /// not shrink: the new one's shares are worth at least the minimum, and together with its activating tokens at least what
    /// the old record has staked, activating and in cooldown (SPEC 7). Values rounded up.
    ///
    /// # Errors
    /// `OldOperatorRecordBelowMinimum`, `OperatorStakeBelowMinimum`, `NewOperatorRecordTooSmall`.
    pub fn require_rotation_keeps_stake(&self, old: &StakingRecord, new: &StakingRecord, minimum: u64) -> Checked<()> {
        let old_is_enough = self.shares().is_worth_at_least(old.shares, minimum);
        require!(old_is_enough, StakingError::OldOperatorRecordBelowMinimum);
        self.require_operator_minimum(new.shares, minimum)?;
        let slashable = self.backing(old)?.checked_add(old.unstaking()?).ok_or(StakingError::MathOverflow)?;
        require!(self.backing(new)? >= slashable, StakingError::NewOperatorRecordTooSmall);
        Ok(())
    }

    /// What a record's shares, rounded up, and its activating tokens are worth.
    fn backing(&self, record: &StakingRecord) -> Checked<u64> {
        let staked = self.shares().value_ceil(record.shares)?;
        Ok(staked.checked_add(record.activating).ok_or(StakingError::MathOverflow)?)
    }

    /// Makes another record the operator's; returns the previous one.
    pub fn change_operator_record(&mut self, staking_record: Pubkey) -> Pubkey {
        core::mem::replace(&mut self.operator_staking_record, staking_record)
    }
}
