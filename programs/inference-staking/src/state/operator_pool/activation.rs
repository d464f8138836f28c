//! Activating stake becomes shares, through one gate (SPEC 5, SPEC 6.9).

use anchor_lang::prelude::Pubkey;
use inference_staking_math::shares::Deposit;

use super::account::OperatorPool;
use crate::constants::RECENT_SKIP_EPOCHS;
use crate::error::{require, Checked, StakingError};
use crate::state::pool_overview::PoolOverview;
use crate::state::staking_record::StakingRecord;

impl OperatorPool {
    /// The gate for everything that becomes shares: nothing that is over can still be paid to the pool, but by epochs that
    /// were skipped long ago (SPEC 6.9). What it asks afterwards is `require_operator_minimum`.
    ///
    /// # Errors
    /// `StakingHalted`, `PoolClosed`, `PoolHalted`, `PoolBehind`, `SkippedLately`.
    fn require_gate_open(&self, overview: &PoolOverview) -> Checked<()> {
        self.require_deposits_open(overview)?;
        require!(self.is_even(overview)?, StakingError::PoolBehind);
        require!(!self.has_recent_open_skip(overview), StakingError::SkippedLately);
        Ok(())
    }

    /// Whether the pool has passed everything that is over.
    fn is_even(&self, overview: &PoolOverview) -> Checked<bool> {
        Ok(self.has_passed(overview.epoch_before_current()?))
    }

    /// Whether an epoch was skipped lately that can still pay the pool.
    fn has_recent_open_skip(&self, overview: &PoolOverview) -> bool {
        self.skipped_epochs.get() != 0 && overview.completed_reward_epoch < self.skips_are_recent_until()
    }

    /// The epoch whose completion opens the gate, whatever the pool has skipped until now (SPEC 6.9).
    pub fn skips_are_recent_until(&self) -> u64 {
        self.last_skip_at.saturating_add(RECENT_SKIP_EPOCHS)
    }

    /// Makes the ripe part of a record's activating stake shares. `operator_record` is the operator's; `None` if `record` is.
    ///
    /// # Errors
    /// Those of the gate; `NothingRipe`; `DepositBuysNoShare`; `OperatorStakeBelowMinimum`.
    pub fn activate(
        &mut self,
        overview: &PoolOverview,
        record: &mut StakingRecord,
        operator_record: Option<&StakingRecord>,
    ) -> Checked<Deposit> {
        self.require_gate_open(overview)?;
        let ripe = record.ripe(overview.current_epoch()?);
        require!(ripe > 0, StakingError::NothingRipe);
        let deposit = self.buy_shares(record, ripe)?;
        let operator_shares = operator_record.map_or(record.shares, |record| record.shares);
        self.require_operator_minimum(operator_shares, overview.min_operator_token_stake)?;
        Ok(deposit)
    }

    /// The operator's deposits into its own new pool are shares at once, all that is activating, as soon as it is worth the
    /// minimum and the gate is open: nobody is there whom it could dilute. Otherwise they wait like any deposit, as those of
    /// others do. `address` is that of the record. Returns the shares (SPEC 5).
    ///
    /// # Errors
    /// `MathOverflow` never happens: the pool has room for the tokens already.
    pub fn activate_at_once(
        &mut self,
        overview: &PoolOverview,
        record: &mut StakingRecord,
        address: &Pubkey,
    ) -> Checked<u64> {
        let is_new = self.total_shares == 0 && !self.has_passed(self.joined_epoch);
        let enough = record.activating >= overview.min_operator_token_stake;
        if self.is_operators(address) && is_new && enough && self.require_gate_open(overview).is_ok() {
            return Ok(self.buy_shares(record, record.activating)?.shares);
        }
        Ok(0)
    }

    fn buy_shares(&mut self, record: &mut StakingRecord, tokens: u64) -> Checked<Deposit> {
        self.settle(record)?;
        let deposit = self.shares().deposit(tokens)?;
        record.add_shares(deposit.shares)?;
        self.set_shares(deposit.after);
        self.take_activating(record, deposit.cost)?;
        Ok(deposit)
    }
}
