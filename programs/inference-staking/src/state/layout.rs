//! How accounts lie in their data (SPEC 3).

use anchor_lang::prelude::*;

/// A `u128` as 16 little-endian bytes of alignment 8: account data is 8-aligned, a plain `u128` would need 16.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct PodU128 {
    /// Lower 64 bits.
    pub low: u64,
    /// Upper 64 bits.
    pub high: u64,
}

impl PodU128 {
    /// The number.
    pub fn get(self) -> u128 {
        u128::from(self.high) << 64 | u128::from(self.low)
    }
}

impl From<u128> for PodU128 {
    fn from(number: u128) -> Self {
        let [b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15] = number.to_le_bytes();
        Self {
            low: u64::from_le_bytes([b0, b1, b2, b3, b4, b5, b6, b7]),
            high: u64::from_le_bytes([b8, b9, b10, b11, b12, b13, b14, b15]),
        }
    }
}

/// An account that says in which version of its layout it was written. A later version takes its fields from the reserved
/// bytes and moves none, so whoever knows an older one still reads it, and must not write it (SPEC 3).
pub trait Versioned {
    /// The version in which this program writes, and the last that it may write.
    const VERSION: u8;

    /// The version in which the account was written; 0 in one that is being created.
    fn version(&self) -> u8;
}

/// Fails the build when an account's size or a field's offset (both with the 8-byte discriminator) is not the pinned one.
macro_rules! assert_layout {
    ($account:ty, $size:expr, $($field:ident: $offset:expr),+ $(,)?) => {
        #[allow(clippy::arithmetic_side_effects, reason = "evaluated by the compiler")]
        const _: () = {
            assert!(8 + core::mem::size_of::<$account>() == $size);
            assert!(core::mem::align_of::<$account>() <= 8);
            $(assert!(8 + core::mem::offset_of!($account, $field) == $offset);)+
        };
    };
}
pub(crate) use assert_layout;
