//! What `query_staking_record` answers.

use num_bigint::BigUint;
use num_traits::ToPrimitive;

use crate::broken::Broken;
use crate::names::RecordId;
use crate::state::Lock;
use crate::world::World;

/// A record as its owner sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "named as in SPEC 7")]
pub struct RecordView {
    pub token_value: u64,
    pub claimable_usdc: u64,
    pub activating: u64,
    pub ripe: u64,
    pub can_activate: bool,
    pub locked_shares: u64,
    pub rank: u128,
    pub matured_unstake: u64,
    pub pending_unstake: u64,
}

impl World {
    /// The view of a record.
    ///
    /// # Errors
    /// `AccountExists`.
    pub fn view(&self, id: RecordId) -> Result<RecordView, Broken> {
        let (pool, record) = (self.pool(id.pool)?, self.record(id)?);
        let token_value = pool.value_rounded_down(record.shares);
        let rank = match record.lock {
            Lock::Locked { duration } if pool.closed_at.is_none() => {
                BigUint::from(token_value) * (10_512_000 + duration) / 10_512_000u64
            }
            _ => BigUint::ZERO,
        };
        let matured_unstake = record.matured(self.now);
        Ok(RecordView {
            token_value,
            claimable_usdc: record.settled_usdc + self.earned(id)?,
            activating: record.deposits.total(),
            ripe: record.deposits.ripe(self.overview.current_epoch()),
            can_activate: self.can_activate(id),
            locked_shares: self.locked_shares(id)?,
            rank: rank.to_u128().unwrap_or(u128::MAX),
            matured_unstake,
            pending_unstake: record.unstaking() - matured_unstake,
        })
    }
}
