//! A pool's commission: its rates, their schedule, and what is owed of it (SPEC 6.8).

use core::cmp::Ordering;

use super::account::{OperatorPool, NOT_SCHEDULED};
use crate::error::{require, Checked, StakingError};
use crate::state::pool_overview::PoolOverview;
use crate::state::staking_record::LockTerms;

/// A rate that is to hold from an epoch on.
struct ScheduledRate {
    bps: u16,
    from: u64,
}

impl OperatorPool {
    /// Schedules the token commission, or cancels its schedule if `bps` is the active rate.
    ///
    /// # Errors
    /// `CommissionAboveMaximum`; `ScheduledCommissionHolds` if a scheduled rate already counts for epochs the pool has not
    /// passed.
    pub fn schedule_reward_commission(&mut self, bps: u16, overview: &PoolOverview) -> Checked<()> {
        let scheduled = scheduled(self.reward_commission_bps, self.scheduled_reward_commission_from, bps, overview)?;
        self.scheduled_reward_commission_bps = scheduled.bps;
        self.scheduled_reward_commission_from = scheduled.from;
        Ok(())
    }

    /// Schedules the USDC commission, or cancels its schedule if `bps` is the active rate.
    ///
    /// # Errors
    /// As `schedule_reward_commission`.
    pub fn schedule_usdc_commission(&mut self, bps: u16, overview: &PoolOverview) -> Checked<()> {
        let scheduled = scheduled(self.usdc_commission_bps, self.scheduled_usdc_commission_from, bps, overview)?;
        self.scheduled_usdc_commission_bps = scheduled.bps;
        self.scheduled_usdc_commission_from = scheduled.from;
        Ok(())
    }

    /// The commissions under which a lock is made today (SPEC 10).
    pub fn lock_terms(&self) -> LockTerms {
        let announced = |bps: u16, from: u64| if from == NOT_SCHEDULED { 0 } else { bps };
        let reward = announced(self.scheduled_reward_commission_bps, self.scheduled_reward_commission_from);
        let usdc = announced(self.scheduled_usdc_commission_bps, self.scheduled_usdc_commission_from);
        LockTerms {
            reward_commission_bps: self.reward_commission_bps.max(reward),
            usdc_commission_bps: self.usdc_commission_bps.max(usdc),
        }
    }

    /// Takes all token commission owed; returns it.
    ///
    /// # Errors
    /// `NoCommissionToWithdraw`.
    pub fn take_reward_commission(&mut self) -> Checked<u64> {
        let amount = core::mem::take(&mut self.reward_commission);
        require!(amount > 0, StakingError::NoCommissionToWithdraw);
        Ok(amount)
    }

    /// Takes all USDC commission owed; returns it.
    ///
    /// # Errors
    /// `NoCommissionToWithdraw`.
    pub fn take_usdc_commission(&mut self) -> Checked<u64> {
        let amount = core::mem::take(&mut self.usdc_commission);
        require!(amount > 0, StakingError::NoCommissionToWithdraw);
        Ok(amount)
    }

    /// Makes scheduled commissions active that hold at `epoch`.
    pub(super) fn activate_commissions(&mut self, epoch: u64) {
        if self.scheduled_reward_commission_from != NOT_SCHEDULED && epoch >= self.scheduled_reward_commission_from {
            self.reward_commission_bps = self.scheduled_reward_commission_bps;
            self.scheduled_reward_commission_from = NOT_SCHEDULED;
        }
        if self.scheduled_usdc_commission_from != NOT_SCHEDULED && epoch >= self.scheduled_usdc_commission_from {
            self.usdc_commission_bps = self.scheduled_usdc_commission_bps;
            self.scheduled_usdc_commission_from = NOT_SCHEDULED;
        }
    }
}

/// SPEC 6.8: an increase holds from current epoch + 1 + notice, a decrease from current epoch + 1.
fn scheduled(active: u16, scheduled_from: u64, bps: u16, overview: &PoolOverview) -> Checked<ScheduledRate> {
    let current = overview.current_epoch()?;
    // Replacing a rate that already holds would change what epochs pay that are over.
    let holds = scheduled_from != NOT_SCHEDULED && scheduled_from <= current;
    require!(!holds, StakingError::ScheduledCommissionHolds);
    let notice = match bps.cmp(&active) {
        Ordering::Equal => return Ok(ScheduledRate { bps: 0, from: NOT_SCHEDULED }),
        Ordering::Greater => u64::from(overview.commission_notice_epochs),
        Ordering::Less => 0,
    };
    overview.require_commission_allowed(bps)?;
    let next = current.checked_add(1).ok_or(StakingError::MathOverflow)?;
    Ok(ScheduledRate { bps, from: next.checked_add(notice).ok_or(StakingError::MathOverflow)? })
}
