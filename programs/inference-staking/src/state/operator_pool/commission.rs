//! A pool's commission: its rates, their schedule, and what is owed of it (SPEC 6.8).

use core::cmp::Ordering;

use super::account::{OperatorPool, NOT_SCHEDULED};
use crate::error::{require, Checked, StakingError};
use crate::state::pool_overview::PoolOverview;
use crate::state::staking_record::LockTerms;

/// The two commissions of one accrual, bps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CommissionRates {
    /// Of the stake tokens.
    pub reward_bps: u16,
    /// Of the USDC.
    pub usdc_bps: u16,
}

/// A rate that is to hold from an epoch on.
struct ScheduledRate {
    bps: u16,
    from: u64,
}

/// A commission as an update finds it: the active rate, and what is scheduled.
struct Commission {
    active_bps: u16,
    scheduled: ScheduledRate,
}

impl OperatorPool {
    /// Schedules the token commission, or cancels its schedule if `bps` is the active rate.
    ///
    /// # Errors
    /// `CommissionAboveMaximum`; `ScheduledCommissionHolds` if a scheduled rate already counts for epochs the pool has not
    /// passed; `AnnouncedDecreaseStands` if a lower rate is scheduled.
    pub fn schedule_reward_commission(&mut self, bps: u16, overview: &PoolOverview) -> Checked<()> {
        let commission = Commission {
            active_bps: self.reward_commission_bps,
            scheduled: ScheduledRate {
                bps: self.scheduled_reward_commission_bps,
                from: self.scheduled_reward_commission_from,
            },
        };
        let scheduled = commission.schedule(bps, overview)?;
        self.scheduled_reward_commission_bps = scheduled.bps;
        self.scheduled_reward_commission_from = scheduled.from;
        Ok(())
    }

    /// Schedules the USDC commission, or cancels its schedule if `bps` is the active rate.
    ///
    /// # Errors
    /// As `schedule_reward_commission`.
    pub fn schedule_usdc_commission(&mut self, bps: u16, overview: &PoolOverview) -> Checked<()> {
        let commission = Commission {
            active_bps: self.usdc_commission_bps,
            scheduled: ScheduledRate {
                bps: self.scheduled_usdc_commission_bps,
                from: self.scheduled_usdc_commission_from,
            },
        };
        let scheduled = commission.schedule(bps, overview)?;
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

    /// The rates that hold for epoch `L`.
    pub(super) fn active_rates(&self) -> CommissionRates {
        CommissionRates { reward_bps: self.reward_commission_bps, usdc_bps: self.usdc_commission_bps }
    }

    /// The rates at which a skipped epoch is caught up: each commission at the lowest rate that it had at a skip that is
    /// still open, if that is below the active one (SPEC 5). Of a pool that has skipped nothing they say nothing.
    pub fn rates_of_skipped_epochs(&self) -> CommissionRates {
        let active = self.active_rates();
        CommissionRates {
            reward_bps: active.reward_bps.min(self.lowest_skipped_reward_commission_bps),
            usdc_bps: active.usdc_bps.min(self.lowest_skipped_usdc_commission_bps),
        }
    }

    /// Remembers the rates at which epoch `L` is skipped, before its bit is set: running minima, which begin anew when no
    /// skipped epoch is open.
    pub(super) fn remember_rates_of_skip(&mut self) {
        let has_open_skips = self.skipped_epochs.get() != 0;
        let lowest = if has_open_skips { self.rates_of_skipped_epochs() } else { self.active_rates() };
        self.lowest_skipped_reward_commission_bps = lowest.reward_bps;
        self.lowest_skipped_usdc_commission_bps = lowest.usdc_bps;
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

impl Commission {
    /// SPEC 6.8: an increase holds from current epoch + 1 + notice, a decrease from current epoch + 1. An announced increase
    /// can be replaced and withdrawn, an announced decrease cannot.
    fn schedule(&self, bps: u16, overview: &PoolOverview) -> Checked<ScheduledRate> {
        let current = overview.current_epoch()?;
        if self.scheduled.from != NOT_SCHEDULED {
            // Replacing a rate that already holds would change what epochs pay that are over.
            require!(self.scheduled.from > current, StakingError::ScheduledCommissionHolds);
            // Who stakes because of a decrease would find it withdrawn in the slot in which the epoch ends.
            require!(self.scheduled.bps > self.active_bps, StakingError::AnnouncedDecreaseStands);
        }
        let notice = match bps.cmp(&self.active_bps) {
            Ordering::Equal => return Ok(ScheduledRate { bps: 0, from: NOT_SCHEDULED }),
            Ordering::Greater => u64::from(overview.commission_notice_epochs),
            Ordering::Less => 0,
        };
        overview.require_commission_allowed(bps)?;
        let next = current.checked_add(1).ok_or(StakingError::MathOverflow)?;
        Ok(ScheduledRate { bps, from: next.checked_add(notice).ok_or(StakingError::MathOverflow)? })
    }
}
