//! A pool closes, and its last ones leave (SPEC 9).

use anchor_lang::prelude::*;

use super::account::OperatorPool;
use crate::error::{require, Checked, StakingError};
use crate::state::pool_overview::PoolOverview;

impl OperatorPool {
    /// # Errors
    /// `PoolClosed`.
    pub fn require_open(&self) -> Checked<()> {
        require!(!self.is_closed(), StakingError::PoolClosed);
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

    /// Whether nobody has shares or tokens in cooldown any more.
    pub fn is_empty(&self) -> bool {
        self.total_shares == 0 && self.total_unstaking == 0
    }

    /// Takes the USDC that no record can claim any more out of what the pool owes; returns it.
    ///
    /// # Errors
    /// `PoolNotClosed`, `PoolNotEmpty`, `PoolBehind`, `NothingToSweep`.
    pub fn take_usdc_dust(&mut self, overview: &PoolOverview, now: i64) -> Checked<u64> {
        // The records of its last epochs may have expired before anybody brought them.
        self.pass_expired(overview.last_expired_epoch(now));
        require!(self.is_closed(), StakingError::PoolNotClosed);
        require!(self.is_empty(), StakingError::PoolNotEmpty);
        require!(self.has_passed(self.closed_at_epoch), StakingError::PoolBehind);
        let dust = self.delegator_usdc.checked_sub(self.settled_usdc).ok_or(StakingError::InvariantViolated)?;
        require!(dust > 0, StakingError::NothingToSweep);
        self.delegator_usdc = self.settled_usdc;
        Ok(dust)
    }

    /// The operator's record has to stay until the pool is closed and empty.
    ///
    /// # Errors
    /// `OperatorRecordInUse`.
    pub fn require_record_not_in_use(&self, staking_record: &Pubkey) -> Checked<()> {
        let in_use = self.is_operators(staking_record) && !(self.is_closed() && self.is_empty());
        require!(!in_use, StakingError::OperatorRecordInUse);
        Ok(())
    }
}
