//! The cumulative USDC-per-share index and what a record earns by it (SPEC 5).

use crate::MathError;

/// `K`: the index counts USDC base units per share, times 10^18.
pub const USDC_PRECISION: u128 = 1_000_000_000_000_000_000;

/// `K` is `DIGIT` to the power of `DIGITS`.
const DIGIT: u64 = 1_000;
const DIGITS: u32 = 6;
/// Up to here a number times `DIGIT` fits a u64.
const MOST_BY_DIGITS: u64 = u64::MAX / DIGIT;

/// A pool's index and what its last division left over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsdcIndex {
    /// USDC base units per share ever earned, times `K`. Only grows.
    pub cumulative: u128,
    /// Remainder of the last division, in USDC base units times `K`; carried into the next.
    pub remainder: u64,
}

impl UsdcIndex {
    /// The index after `usdc` base units are earned by `total_shares` shares:
    /// `index += floor((d K + remainder) / S)`, remainder kept.
    ///
    /// # Errors
    /// `Overflow` if there are no shares, or the index would exceed a `u128`.
    #[inline]
    pub fn advance(self, usdc: u64, total_shares: u64) -> Result<Self, MathError> {
        let (step, remainder) = if usdc <= total_shares && total_shares.max(self.remainder) <= MOST_BY_DIGITS {
            self.divide_by_digits(usdc, total_shares).map(|(step, remainder)| (u128::from(step), remainder))
        } else {
            self.divide(usdc, total_shares)
        }
        .ok_or(MathError::Overflow)?;
        Ok(Self { cumulative: self.cumulative.checked_add(step).ok_or(MathError::Overflow)?, remainder })
    }

    /// Quotient and remainder of `(d K + remainder) / S`; `None` if `S` is 0.
    #[cold]
    #[inline(never)]
    fn divide(self, usdc: u64, total_shares: u64) -> Option<(u128, u64)> {
        // u64::MAX x 10^18 + u64::MAX is below 2^124.
        let numerator = u128::from(usdc).checked_mul(USDC_PRECISION)?.checked_add(u128::from(self.remainder))?;
        let step = numerator.checked_div(u128::from(total_shares))?;
        // The remainder is below total_shares, so it is what the low words give: no 128-bit product is needed.
        let taken = low_word(step).wrapping_mul(total_shares);
        Some((step, low_word(numerator).wrapping_sub(taken)))
    }

    /// The same by long division, `K` in digits of 1,000, where `d` is at most `S`, and `S` and the remainder are at most
    /// `MOST_BY_DIGITS`. All steps fit a u64 then, which costs the chain less than a 128-bit division.
    fn divide_by_digits(self, usdc: u64, total_shares: u64) -> Option<(u64, u64)> {
        // The quotient is at most K, because the rest is at most S.
        let (mut quotient, mut rest) = (0u64, usdc);
        for _ in 0..DIGITS {
            let scaled = rest.wrapping_mul(DIGIT);
            quotient = quotient.wrapping_mul(DIGIT).wrapping_add(scaled.checked_div(total_shares)?);
            rest = scaled.checked_rem(total_shares)?;
        }
        let rest = rest.checked_add(self.remainder)?;
        Some((quotient.checked_add(rest.checked_div(total_shares)?)?, rest.checked_rem(total_shares)?))
    }

    /// USDC base units that `shares` earned since the index stood at `checkpoint`, rounded down.
    ///
    /// # Errors
    /// `Overflow` if the checkpoint is ahead of the index, or more was earned than a `u64` holds: neither can happen to
    /// shares that were in the pool since the checkpoint, because what they may claim is part of the pool's `delegator_usdc`.
    pub fn earned_since(self, checkpoint: u128, shares: u64) -> Result<u64, MathError> {
        let growth = self.cumulative.checked_sub(checkpoint).ok_or(MathError::Overflow)?;
        if growth == 0 {
            return Ok(0);
        }
        // A product of two u64 always fits, and costs the chain less.
        let scaled = match u64::try_from(growth) {
            Ok(growth) => u128::from(growth).checked_mul(u128::from(shares)),
            Err(_) => growth.checked_mul(u128::from(shares)),
        };
        scaled.and_then(divided_by_precision).ok_or(MathError::Overflow)
    }
}

/// `K` is this times 2 to the power of `TWOS`.
const ODD_FACTOR: u64 = 5u64.pow(TWOS);
const TWOS: u32 = 18;
/// Bits of a digit: a rest below `ODD_FACTOR`, which is below 2^42, and a digit behind it fit a u64.
const DIGIT_BITS: u32 = 22;
/// Where the digits of 110 bits begin, the highest first.
const DIGITS_FROM: [u32; 5] = [4 * DIGIT_BITS, 3 * DIGIT_BITS, 2 * DIGIT_BITS, DIGIT_BITS, 0];

/// `value / K`, rounded down; `None` if that is more than a u64. By long division in digits of 22 bits, which costs the
/// chain a fraction of a 128-bit division.
fn divided_by_precision(value: u128) -> Option<u64> {
    let value = value >> TWOS;
    let (mut quotient, mut rest) = (0u64, 0u64);
    for from in DIGITS_FROM {
        let digit = low_word(value >> from) & ((1 << DIGIT_BITS) - 1);
        let scaled = rest << DIGIT_BITS | digit;
        quotient = quotient.checked_mul(1 << DIGIT_BITS)?.checked_add(scaled / ODD_FACTOR)?;
        rest = scaled % ODD_FACTOR;
    }
    Some(quotient)
}

/// The value modulo 2^64.
fn low_word(value: u128) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = value.to_le_bytes();
    u64::from_le_bytes([a, b, c, d, e, f, g, h])
}
