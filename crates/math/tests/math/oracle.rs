//! Exact formulas over big integers, written from SPEC section 5 and never from the crate under test.

use inference_staking_math::shares::PoolShares;
use inference_staking_math::MathError;
use num_bigint::BigUint;

/// `n` as a big integer.
pub fn big(n: impl Into<BigUint>) -> BigUint {
    n.into()
}

/// `floor(a b / d)`.
pub fn floor(a: impl Into<BigUint>, b: impl Into<BigUint>, d: impl Into<BigUint>) -> BigUint {
    big(a) * big(b) / big(d)
}

/// `ceil(a b / d)`: the floor, and one more unless the division is exact.
pub fn ceil(a: impl Into<BigUint>, b: impl Into<BigUint>, d: impl Into<BigUint>) -> BigUint {
    let (product, divisor) = (big(a) * big(b), big(d));
    let down = &product / &divisor;
    if &down * &divisor == product {
        down
    } else {
        down + 1u8
    }
}

/// `n` in the type of the result, or the error for a result that does not fit.
pub fn fit<T: TryFrom<BigUint>>(n: BigUint) -> Result<T, MathError> {
    T::try_from(n).map_err(|_| MathError::Overflow)
}

/// Whether a share is worth at least as much in `after` as in `before`: `T' / S' >= T / S`, cross-multiplied.
pub fn price_kept(before: PoolShares, after: PoolShares) -> bool {
    big(after.total_staked) * before.total_shares >= big(before.total_staked) * after.total_shares
}
