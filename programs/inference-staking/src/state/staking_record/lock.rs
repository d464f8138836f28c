//! The time-lock of a record (SPEC 10).

use inference_staking_math::time_lock::{Lock, MAX_LOCK_SECONDS, MIN_LOCK_SECONDS};

use super::account::{StakingRecord, LOCKED, UNLOCKED, UNLOCKING};
use crate::error::{require, Checked, StakingError};

/// The commissions under which a lock is made: of each kind the higher of the active and the announced rate, bps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockTerms {
    /// Of tokens.
    pub reward_commission_bps: u16,
    /// Of USDC.
    pub usdc_commission_bps: u16,
}

impl LockTerms {
    /// Whether one of the commissions is higher than in the other terms.
    fn exceed(&self, agreed: &Self) -> bool {
        self.reward_commission_bps > agreed.reward_commission_bps
            || self.usdc_commission_bps > agreed.usdc_commission_bps
    }
}

impl StakingRecord {
    /// The lock as the maths takes it. `OperatorPool::lock_of` says whether it holds.
    pub(in crate::state) fn lock(&self) -> Lock {
        match self.lock_state {
            LOCKED => Lock::Locked { duration: self.lock_duration },
            UNLOCKING => Lock::Unlocking {
                duration: self.lock_duration,
                shares_at_start: self.unlock_shares,
                started_at: self.unlock_started_at,
            },
            _ => Lock::None,
        }
    }

    /// Locks all shares, with a release of `duration` seconds once it begins, under today's `terms`. A lock whose release is
    /// over is none any more.
    ///
    /// # Errors
    /// `LockDurationOutOfRange`, `AlreadyLocked`, `NoSharesToLock`.
    pub fn lock_shares(&mut self, duration: u64, terms: LockTerms, now: i64) -> Checked<()> {
        let in_range = (MIN_LOCK_SECONDS..=MAX_LOCK_SECONDS).contains(&duration);
        require!(in_range, StakingError::LockDurationOutOfRange);
        let is_free = self.lock_state != LOCKED && self.lock().locked_shares(self.shares, now)? == 0;
        require!(is_free, StakingError::AlreadyLocked);
        require!(self.shares > 0, StakingError::NoSharesToLock);
        self.lock_duration = duration;
        self.hold(terms);
        Ok(())
    }

    /// Adds `seconds` to the lock's duration; its owner agrees to today's `terms`.
    ///
    /// # Errors
    /// `NotLocked` without a lock or while unlocking; `LockDurationOutOfRange` for no time or more than the most.
    pub fn extend_lock(&mut self, seconds: u64, terms: LockTerms) -> Checked<()> {
        require!(self.lock_state == LOCKED, StakingError::NotLocked);
        let extended = self.lock_duration.checked_add(seconds).filter(|duration| *duration <= MAX_LOCK_SECONDS);
        require!(seconds > 0, StakingError::LockDurationOutOfRange);
        self.lock_duration = extended.ok_or(StakingError::LockDurationOutOfRange)?;
        self.hold(terms);
        Ok(())
    }

    /// Begins the linear release of all shares. If today's `terms` are worse than those of the lock, it holds nobody: all
    /// shares are released at once, also those of a release that runs.
    ///
    /// # Errors
    /// `NotLocked` without a lock, or while unlocking under terms that are no worse.
    pub fn begin_unlock(&mut self, terms: LockTerms, now: i64) -> Checked<()> {
        require!(self.lock_state != UNLOCKED, StakingError::NotLocked);
        if terms.exceed(&self.lock_terms()) {
            self.clear_lock();
            return Ok(());
        }
        require!(self.lock_state == LOCKED, StakingError::NotLocked);
        self.lock_state = UNLOCKING;
        self.unlock_started_at = now;
        self.unlock_shares = self.shares;
        Ok(())
    }

    /// Locks everything present again, for the same duration, under today's `terms`.
    ///
    /// # Errors
    /// `NotUnlocking`.
    pub fn cancel_unlock(&mut self, terms: LockTerms) -> Checked<()> {
        require!(self.lock_state == UNLOCKING, StakingError::NotUnlocking);
        self.hold(terms);
        Ok(())
    }

    /// Removes the lock.
    pub(super) fn clear_lock(&mut self) {
        self.lock_state = UNLOCKED;
        self.lock_duration = 0;
        self.unlock_started_at = 0;
        self.unlock_shares = 0;
        self.lock_reward_commission_bps = 0;
        self.lock_usdc_commission_bps = 0;
    }

    fn hold(&mut self, terms: LockTerms) {
        self.lock_state = LOCKED;
        self.unlock_started_at = 0;
        self.unlock_shares = 0;
        self.lock_reward_commission_bps = terms.reward_commission_bps;
        self.lock_usdc_commission_bps = terms.usdc_commission_bps;
    }

    fn lock_terms(&self) -> LockTerms {
        LockTerms {
            reward_commission_bps: self.lock_reward_commission_bps,
            usdc_commission_bps: self.lock_usdc_commission_bps,
        }
    }
}
