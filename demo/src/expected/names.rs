//! Who is who in a pool's world.

use inference_staking_model::RecordId;

/// The operator's place among a pool's holders.
pub const OPERATOR: usize = 0;
/// The wallet that names the pool in its world: the operator's.
pub(super) const POOL: u8 = 0;
/// Admins and authorities, who do nothing in a pool's world.
pub(super) const NETWORK: u8 = u8::MAX;

pub(super) fn wallet(holder: usize) -> u8 {
    // At most four members: see the terms.
    u8::try_from(holder).unwrap_or(NETWORK)
}

pub(super) fn record(holder: usize) -> RecordId {
    RecordId { pool: POOL, owner: wallet(holder) }
}
