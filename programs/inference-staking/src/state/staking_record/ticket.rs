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

impl Ticket {
    /// Whether it can be claimed at `now`.
    pub fn is_matured(&self, now: i64) -> bool {
        self.claimable_from <= now
    }
}

/// What its owner asks to unstake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnstakeRequest {
    /// Shares to burn.
    pub shares: u64,
    /// Activating tokens to take back, base units, the newest first.
    pub activating: u64,
    /// Place of the open ticket that both join; none for a ticket of their own.
    pub joins: Option<u8>,
}

/// What an unstake did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unstaking {
    /// Tokens that left shares and activating stake, base units.
    pub tokens: u64,
    /// Place of the ticket in the record: a new one, or the one that was joined.
    pub place: u8,
}
