//! A ticket: what an unstake opens (SPEC 9).

use anchor_lang::prelude::*;

/// Tokens in cooldown.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Ticket {
    /// Base units; 0 in a free place.
    pub amount: u64,
    /// From when they can be claimed, Unix seconds.
    pub claimable_from: i64,
}

/// What an unstake did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unstaking {
    /// Tokens that left the shares, base units.
    pub tokens: u64,
    /// Place of the ticket in the record: a new one, or the one that was joined.
    pub place: u8,
}
