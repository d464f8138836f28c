//! A pool closes, and its last ones leave (SPEC 9).

use anchor_lang::prelude::*;

use super::account::OperatorPool;
use crate::error::{require, Checked, StakingError};
use crate::state::pool_overview::PoolOverview;
use crate::state::staking_record::StakingRecord;

impl OperatorPool {
    /// # Errors
    /// `PoolClosed`.
    pub fn require_open(&self) -> Checked<()> {
        require!(!self.is_closed(), StakingError::PoolClosed);
        Ok(())
    }

    /// The pool's admin closes it, or the owner of the operator's record, whose stake backs it.
    ///
    /// # Errors
    /// `NotPoolAdminOrOperator`.
    pub fn require_may_close(&self, key: &Pubkey, operator_record: &StakingRecord) -> Checked<()> {
        let may_close = self.admin == *key || operator_record.owner == *key;
        require!(may_close, StakingError::NotPoolAdminOrOperator);
        Ok(())
    }

    /// Closes the pool with `current_epoch` as the last it takes part in.
    ///
    /// # Errors
    /// `PoolClosed`.
    pub fn close(&mut self, current_epoch: u64) -> Checked<()> {
        self.require_open()?;
        self.closed_at_epoch = current_epoch;
        Ok(())
    }

    /// Takes the USDC that no record can claim any more out of what the pool owes; returns it. Tokens in cooldown earn no
    /// USDC and do not matter.
    ///
    /// # Errors
    /// `PoolNotClosed`, `PoolNotEmpty`, `PoolBehind`, `NothingToSweep`.
    pub fn take_usdc_dust(&mut self, overview: &PoolOverview, now: i64) -> Checked<u64> {
        // The records of its last epochs may have expired before anybody brought them.
        self.pass_expired(overview.last_expired_epoch(now));
        require!(self.is_closed(), StakingError::PoolNotClosed);
        require!(self.total_shares == 0, StakingError::PoolNotEmpty);
        require!(self.has_passed(self.closed_at_epoch), StakingError::PoolBehind);
        let dust = self.delegator_usdc.checked_sub(self.settled_usdc).ok_or(StakingError::InvariantViolated)?;
        require!(dust > 0, StakingError::NothingToSweep);
        self.delegator_usdc = self.settled_usdc;
        Ok(dust)
    }

    /// The operator's record has to stay until the pool can earn nothing for it any more and owes its operator nothing:
    /// closed, without shares, past its last epoch, and with all commission paid.
    ///
    /// # Errors
    /// `OperatorRecordInUse`.
    pub fn release_record(&mut self, staking_record: &Pubkey, overview: &PoolOverview, now: i64) -> Checked<()> {
        if !self.is_operators(staking_record) {
            return Ok(());
        }
        self.pass_expired(overview.last_expired_epoch(now));
        let is_over = self.is_closed() && self.total_shares == 0 && self.has_passed(self.closed_at_epoch);
        let is_paid = self.reward_commission == 0 && self.usdc_commission == 0;
        require!(is_over && is_paid, StakingError::OperatorRecordInUse);
        Ok(())
    }
}
