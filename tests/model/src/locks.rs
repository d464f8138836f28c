//! Time-locks (SPEC 10).

use crate::arithmetic::floor_of;
use crate::broken::Broken;
use crate::names::{Actor, RecordId};
use crate::rule::Rule;
use crate::state::Lock;
use crate::world::World;

const DAY: u64 = 86_400;

impl World {
    /// `locked(now)`: shares that `unstake` must leave.
    pub fn locked_shares(&self, id: RecordId) -> Result<u64, Broken> {
        let record = self.record(id)?;
        Ok(match record.lock {
            _ if self.pool(id.pool)?.closed_at.is_some() => 0,
            Lock::None => 0,
            Lock::Locked { .. } => record.shares,
            Lock::Unlocking { duration, started_at, shares } => {
                let elapsed = u64::try_from(self.now - started_at).unwrap_or(0);
                let released = floor_of(shares, elapsed, duration).unwrap_or(u64::MAX);
                record.shares.min(shares.saturating_sub(released))
            }
        })
    }

    /// Commissions that a lock made now remembers.
    fn lock_rates(&self, id: RecordId) -> Result<(u16, u16), Broken> {
        let pool = self.pool(id.pool)?;
        Ok((pool.reward_commission_rate.highest(), pool.usdc_commission_rate.highest()))
    }

    fn change_lock(&mut self, by: Actor, id: RecordId, mut broken: Broken, lock: Lock) -> Result<(), Broken> {
        let rates = self.lock_rates(id)?;
        broken.unless(by == id.owner, Rule::RecordOwner);
        broken.check()?;
        let record = self.record_mut(id)?;
        record.lock = lock;
        match lock {
            Lock::None => record.lock_rates = (0, 0),
            Lock::Locked { .. } => record.lock_rates = rates,
            Lock::Unlocking { .. } => {}
        }
        self.pool_mut(id.pool)?.events += 1;
        Ok(())
    }

    /// A lock whose release is over is none any more.
    pub(crate) fn lock(&mut self, by: Actor, id: RecordId, duration: u64) -> Result<(), Broken> {
        let record = self.record(id)?;
        let is_free = match record.lock {
            Lock::None => true,
            Lock::Locked { .. } => false,
            Lock::Unlocking { duration, started_at, .. } => self.now - started_at >= duration as i64,
        };
        let mut broken = Broken::default();
        broken.unless((14 * DAY..=365 * DAY).contains(&duration), Rule::LockDuration);
        broken.unless(is_free, Rule::NotLockedYet);
        broken.unless(record.shares > 0, Rule::SharesToLock);
        self.change_lock(by, id, broken, Lock::Locked { duration })
    }

    pub(crate) fn extend_lock(&mut self, by: Actor, id: RecordId, seconds: u64) -> Result<(), Broken> {
        let mut broken = Broken::default();
        let Lock::Locked { duration } = self.record(id)?.lock else {
            broken.unless(false, Rule::Locked);
            return self.change_lock(by, id, broken, Lock::None);
        };
        let extended = duration.checked_add(seconds).filter(|extended| seconds > 0 && *extended <= 365 * DAY);
        broken.unless(extended.is_some(), Rule::LockDuration);
        self.change_lock(by, id, broken, Lock::Locked { duration: extended.unwrap_or(duration) })
    }

    /// Under a higher commission than that of the lock nothing holds any more.
    pub(crate) fn begin_unlock(&mut self, by: Actor, id: RecordId) -> Result<(), Broken> {
        let mut broken = Broken::default();
        let (reward, usdc) = self.lock_rates(id)?;
        let record = self.record(id)?;
        let (shares, started_at) = (record.shares, self.now);
        let is_worse = reward > record.lock_rates.0 || usdc > record.lock_rates.1;
        let lock = match record.lock {
            Lock::Locked { .. } | Lock::Unlocking { .. } if is_worse => Lock::None,
            Lock::Locked { duration } => Lock::Unlocking { duration, started_at, shares },
            Lock::None | Lock::Unlocking { .. } => {
                broken.unless(false, Rule::Locked);
                Lock::None
            }
        };
        self.change_lock(by, id, broken, lock)
    }

    pub(crate) fn cancel_unlock(&mut self, by: Actor, id: RecordId) -> Result<(), Broken> {
        let mut broken = Broken::default();
        let Lock::Unlocking { duration, .. } = self.record(id)?.lock else {
            broken.unless(false, Rule::Unlocking);
            return self.change_lock(by, id, broken, Lock::None);
        };
        self.change_lock(by, id, broken, Lock::Locked { duration })
    }
}
