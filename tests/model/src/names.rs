//! By what wallets and records are known.

/// A wallet. A pool is named by the wallet that created it.
pub type Actor = u8;

/// A staking record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordId {
    /// The wallet that created the pool.
    pub pool: Actor,
    /// The record's owner.
    pub owner: Actor,
}
