//! The time-lock of a record (SPEC 10).

use inference_staking_math::time_lock::{Lock, MAX_LOCK_SECONDS, MIN_LOCK_SECONDS};

use super::account::{StakingRecord, LOCKED, UNLOCKED, UNLOCKING};
use crate::error::{require, Checked, StakingError};

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

    /// Locks all shares, with a release of `duration` seconds once it begins.
    ///
    /// # Errors
    /// `LockDurationOutOfRange`, `AlreadyLocked`, `NoSharesToLock`.
    pub fn lock_shares(&mut self, duration: u64) -> Checked<()> {
        let in_range = (MIN_LOCK_SECONDS..=MAX_LOCK_SECONDS).contains(&duration);
        require!(in_range, StakingError::LockDurationOutOfRange);
        require!(self.lock_state == UNLOCKED, StakingError::AlreadyLocked);
        require!(self.shares > 0, StakingError::NoSharesToLock);
        self.lock_state = LOCKED;
        self.lock_duration = duration;
        Ok(())
    }

    /// Adds `seconds` to the lock's duration.
    ///
    /// # Errors
    /// `NotLocked` without a lock or while unlocking; `LockDurationOutOfRange` for no time or more than the most.
    pub fn extend_lock(&mut self, seconds: u64) -> Checked<()> {
        require!(self.lock_state == LOCKED, StakingError::NotLocked);
        let extended = self.lock_duration.checked_add(seconds).filter(|duration| *duration <= MAX_LOCK_SECONDS);
        require!(seconds > 0, StakingError::LockDurationOutOfRange);
        self.lock_duration = extended.ok_or(StakingError::LockDurationOutOfRange)?;
        Ok(())
    }

    /// Begins the linear release of all shares.
    ///
    /// # Errors
    /// `NotLocked` without a lock or while unlocking.
    pub fn begin_unlock(&mut self, now: i64) -> Checked<()> {
        require!(self.lock_state == LOCKED, StakingError::NotLocked);
        self.lock_state = UNLOCKING;
        self.unlock_started_at = now;
        self.unlock_shares = self.shares;
        Ok(())
    }

    /// Locks everything present again, for the same duration.
    ///
    /// # Errors
    /// `NotUnlocking`.
    pub fn cancel_unlock(&mut self) -> Checked<()> {
        require!(self.lock_state == UNLOCKING, StakingError::NotUnlocking);
        self.lock_state = LOCKED;
        self.unlock_started_at = 0;
        self.unlock_shares = 0;
        Ok(())
    }
}
