//! What a record of a pool is worth (SPEC 7).

use anchor_lang::prelude::*;

use super::account::OperatorPool;
use crate::error::{Checked, StakingError};
use crate::state::pool_overview::PoolOverview;
use crate::state::staking_record::StakingRecord;

/// Return data of `query_staking_record`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct StakingRecordView {
    /// Tokens that all shares would pay, base units.
    pub token_value: u64,
    /// USDC that could be claimed, base units.
    pub claimable_usdc: u64,
    /// Tokens of deposits that are not shares yet, base units.
    pub activating: u64,
    /// The part of them that came before the current epoch, base units.
    pub ripe: u64,
    /// Whether `activate_stake` would make the ripe part shares now.
    pub can_activate: bool,
    /// Shares that `unstake` must leave.
    pub locked_shares: u64,
    /// Rank for votes and giveaways (SPEC 10).
    pub rank: u128,
    /// Tokens in tickets that can be claimed, base units.
    pub matured_unstake: u64,
    /// Tokens in tickets still in cooldown, base units.
    pub pending_unstake: u64,
}

impl OperatorPool {
    /// What a record of this pool is worth and what its owner could do at `now`. `operator_record` as in `activate`.
    ///
    /// # Errors
    /// `MathOverflow` never happens for a record of the pool.
    pub fn view(
        &self,
        overview: &PoolOverview,
        record: &StakingRecord,
        operator_record: Option<&StakingRecord>,
        now: i64,
    ) -> Checked<StakingRecordView> {
        let lock = self.lock_of(record);
        let token_value = self.shares().value_floor(record.shares)?;
        let earned = self.usdc_index().earned_since(record.usdc_checkpoint.get(), record.shares)?;
        let matured_unstake = record.matured(now)?;
        Ok(StakingRecordView {
            token_value,
            claimable_usdc: record.settled_usdc.checked_add(earned).ok_or(StakingError::MathOverflow)?,
            activating: record.activating,
            ripe: record.ripe(overview.current_epoch()?),
            can_activate: self.clone().activate(overview, &mut record.clone(), operator_record).is_ok(),
            locked_shares: lock.locked_shares(record.shares, now)?,
            rank: lock.rank(token_value)?,
            matured_unstake,
            pending_unstake: record.unstaking()?.checked_sub(matured_unstake).ok_or(StakingError::MathOverflow)?,
        })
    }
}
