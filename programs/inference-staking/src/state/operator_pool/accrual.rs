//! What a leaf pays a pool, and where it goes (SPEC 5).

use anchor_lang::prelude::*;
use inference_staking_math::commission;

use super::account::OperatorPool;
use crate::error::{Checked, StakingError};
use crate::state::reward_record::{LeafAmounts, RewardRecord};
use crate::state::staking_record::StakingRecord;

/// Where a leaf's amounts went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Accrual {
    /// Tokens that raised the price of all shares.
    pub holder_reward: u64,
    /// Token commission, staked or owed.
    pub reward_commission: u64,
    /// Shares minted for the commission; 0 if it is owed.
    pub commission_shares: u64,
    /// USDC that moved the index.
    pub holder_usdc: u64,
    /// USDC commission, owed.
    pub usdc_commission: u64,
}

impl OperatorPool {
    /// Stakes token commission for the operator from now on, or leaves it owed.
    pub fn set_auto_stake(&mut self, auto_stake: bool) {
        self.auto_stake = u8::from(auto_stake);
    }

    /// Whether an accrual writes the operator's staking record.
    pub fn auto_stakes(&self) -> bool {
        self.auto_stake != 0 && self.total_shares > 0
    }

    /// Passes the record's epoch, which is open (`RewardRecord::require_accrual_open`), and takes what the leaf pays (SPEC 5).
    /// Moves counters only, no tokens. `operator_record` is needed if `auto_stakes()`.
    ///
    /// # Errors
    /// Those of `pass_epoch`; `LeafExceedsRecord`; `OperatorRecordMissing`; `MathOverflow`.
    #[inline(always)]
    pub fn accrue(
        &mut self,
        last_expired_epoch: u64,
        record: &mut RewardRecord,
        operator_record: Option<&mut StakingRecord>,
        leaf: LeafAmounts,
    ) -> Checked<Accrual> {
        self.pass_expired(last_expired_epoch);
        let is_caught_up = self.has_passed(record.epoch);
        self.pass_epoch(record.epoch)?;
        let rates = if is_caught_up { self.rates_of_skipped_epochs() } else { self.active_rates() };
        let reward = commission::split(leaf.reward, rates.reward_bps)?;
        let usdc = commission::split(leaf.usdc, rates.usdc_bps)?;
        record.require_covers(leaf)?;
        if self.total_shares == 0 {
            // The holders' parts stay in the record and return to the pot when it expires.
            record.deduct_leaf(LeafAmounts { reward: reward.operator, usdc: usdc.operator })?;
            self.owe_commission(reward.operator, usdc.operator)?;
            return Ok(Accrual {
                reward_commission: reward.operator,
                usdc_commission: usdc.operator,
                ..Accrual::default()
            });
        }
        record.deduct_leaf(leaf)?;
        // The index moves before commission mints shares: new shares earn nothing of this epoch.
        self.credit_holders(reward.holders, usdc.holders)?;
        let staked = if self.auto_stakes() { self.stake_commission(operator_record, reward.operator)? } else { None };
        let owed_reward = if staked.is_some() { 0 } else { reward.operator };
        self.owe_commission(owed_reward, usdc.operator)?;
        Ok(Accrual {
            holder_reward: reward.holders,
            reward_commission: reward.operator,
            commission_shares: staked.unwrap_or(0),
            holder_usdc: usdc.holders,
            usdc_commission: usdc.operator,
        })
    }

    fn credit_holders(&mut self, reward: u64, usdc: u64) -> Checked<()> {
        let index = self.usdc_index().advance(usdc, self.total_shares)?;
        self.set_usdc_index(index);
        self.delegator_usdc = self.delegator_usdc.checked_add(usdc).ok_or(StakingError::MathOverflow)?;
        self.set_shares(self.shares().reward(reward)?);
        self.uncollected_rewards = self.uncollected_rewards.checked_add(reward).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }

    /// Shares minted for the operator, or `None` if the commission buys none.
    #[inline(never)]
    fn stake_commission(&mut self, record: Option<&mut StakingRecord>, tokens: u64) -> Checked<Option<u64>> {
        let record = record.ok_or(StakingError::OperatorRecordMissing)?;
        let Some((shares, after)) = self.shares().stake_commission(tokens)? else {
            return Ok(None);
        };
        self.settle(record)?;
        record.add_shares(shares)?;
        self.set_shares(after);
        self.uncollected_rewards = self.uncollected_rewards.checked_add(tokens).ok_or(StakingError::MathOverflow)?;
        Ok(Some(shares))
    }

    fn owe_commission(&mut self, reward: u64, usdc: u64) -> Checked<()> {
        self.reward_commission = self.reward_commission.checked_add(reward).ok_or(StakingError::MathOverflow)?;
        self.usdc_commission = self.usdc_commission.checked_add(usdc).ok_or(StakingError::MathOverflow)?;
        Ok(())
    }
}
