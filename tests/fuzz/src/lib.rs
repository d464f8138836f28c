//! Values that fuzz targets draw. The targets themselves are in `tests/`, the corpora in `tests/__fuzz__/`.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use bolero::{Driver, TypeGenerator};

/// A `u64` of any size: uniform ones are nearly all above 2^60, where most rules have one answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sized64(pub u64);

impl TypeGenerator for Sized64 {
    fn generate<D: Driver>(driver: &mut D) -> Option<Self> {
        let (bits, shift) = (u64::generate(driver)?, u8::generate(driver)?);
        Some(Self(bits.checked_shr(u32::from(shift % 65)).unwrap_or(0)))
    }
}
