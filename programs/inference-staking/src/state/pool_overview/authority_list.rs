//! A list of keys (SPEC 12).

use anchor_lang::prelude::*;

use crate::constants::MAX_AUTHORITIES;
use crate::error::{require, Checked, StakingError};

/// Keys of which any one may act. Unused places are zero, a key that is never a member.
#[zero_copy]
pub struct AuthorityList {
    /// Keys in use, then zeros.
    pub keys: [Pubkey; MAX_AUTHORITIES],
}

impl AuthorityList {
    /// A list of `keys`.
    ///
    /// # Errors
    /// `TooManyAuthorities`, `AuthorityIsZero` or `DuplicateAuthority` (SPEC 12).
    pub fn new(keys: &[Pubkey]) -> Checked<Self> {
        let mut list = Self { keys: [Pubkey::default(); MAX_AUTHORITIES] };
        require!(keys.len() <= MAX_AUTHORITIES, StakingError::TooManyAuthorities);
        for (place, key) in list.keys.iter_mut().zip(keys) {
            require!(*key != Pubkey::default(), StakingError::AuthorityIsZero);
            require!(keys.iter().filter(|other| *other == key).count() == 1, StakingError::DuplicateAuthority);
            *place = *key;
        }
        Ok(list)
    }

    /// Whether `key` is in the list. The zero key, which fills unused places, never is.
    pub fn contains(&self, key: &Pubkey) -> bool {
        *key != Pubkey::default() && self.keys.contains(key)
    }
}
