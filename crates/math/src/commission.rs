//! Commission: the operator's part of an amount (SPEC 5).

use crate::MathError;

/// Basis points of the whole: 100 %.
pub const BPS_DENOMINATOR: u16 = 10_000;

/// An amount divided between the operator and the share holders; the two parts sum to the amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// `floor(amount x bps / 10000)`, for the operator.
    pub operator: u64,
    /// The rest, for all share holders (the operator's own shares included).
    pub holders: u64,
}

/// Divides `amount` at a commission of `bps` basis points, the operator's part rounded down.
///
/// # Errors
/// `Overflow` if `bps` is above 10,000.
#[inline]
pub fn split(amount: u64, bps: u16) -> Result<Split, MathError> {
    if bps > BPS_DENOMINATOR {
        return Err(MathError::Overflow);
    }
    // amount = 10000 whole + rest, so the floor is taken of the rest alone and no product leaves a u64.
    const WHOLE: u64 = BPS_DENOMINATOR as u64;
    let bps = u64::from(bps);
    let whole = (amount / WHOLE).checked_mul(bps);
    let rest = (amount % WHOLE).checked_mul(bps).map(|product| product / WHOLE);
    let operator = whole.zip(rest).and_then(|(whole, rest)| whole.checked_add(rest)).ok_or(MathError::Overflow)?;
    let holders = amount.checked_sub(operator).ok_or(MathError::Overflow)?;
    Ok(Split { operator, holders })
}
