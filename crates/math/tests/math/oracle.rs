//! Exact formulas over big integers, written from SPEC 5 and never from the crate under test. The fuzz targets of the
//! maths use them too.

use inference_staking_math::shares::{Deposit, PoolShares, Withdrawal};
use inference_staking_math::usdc_index::UsdcIndex;
use inference_staking_math::MathError;
use num_bigint::BigUint;

/// USDC precision, SPEC 2.
const K: u128 = 1_000_000_000_000_000_000;

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

/// SPEC 5, stake.
pub fn expected_deposit(before: PoolShares, amount: u64) -> Result<Deposit, MathError> {
    let (t, s) = (before.total_staked, before.total_shares);
    let n = if s == 0 { big(amount) } else { floor(amount, s, t) };
    if n == big(0u8) {
        return Err(MathError::DepositBuysNoShare);
    }
    let cost = if s == 0 { n.clone() } else { ceil(n.clone(), t, s) };
    let after = PoolShares { total_staked: fit(&cost + t)?, total_shares: fit(&n + s)? };
    Ok(Deposit { shares: fit(n)?, cost: fit(cost)?, after })
}

/// SPEC 5: whether an amount, as a fraction of the pool's tokens, is worth a whole share: `a / (T / S) >= 1`.
pub fn is_worth_a_share(pool: PoolShares, amount: u64) -> bool {
    match pool.total_shares {
        0 => amount >= 1,
        shares => floor(amount, shares, pool.total_staked) >= big(1u8),
    }
}

/// SPEC 5, unstake.
pub fn expected_withdrawal(before: PoolShares, shares: u64) -> Result<Withdrawal, MathError> {
    let (t, s) = (before.total_staked, before.total_shares);
    if shares > s {
        return Err(MathError::NotEnoughShares);
    }
    let tokens = if s == 0 { big(0u8) } else { floor(shares, t, s) };
    if tokens == big(0u8) {
        return Err(MathError::SharesWorthNothing);
    }
    let after = PoolShares { total_staked: fit(big(t) - &tokens)?, total_shares: s - shares };
    Ok(Withdrawal { tokens: fit(tokens)?, after })
}

/// SPEC 5, auto-stake.
pub fn expected_stake_commission(before: PoolShares, tokens: u64) -> Result<Option<(u64, PoolShares)>, MathError> {
    let (t, s) = (before.total_staked, before.total_shares);
    let n = if s == 0 { big(0u8) } else { floor(tokens, s, t) };
    if n == big(0u8) {
        return Ok(None);
    }
    let after = PoolShares { total_staked: fit(big(t) + tokens)?, total_shares: fit(&n + s)? };
    Ok(Some((fit(n)?, after)))
}

/// SPEC 5, the operator's part of an amount.
pub fn expected_commission(amount: u64, bps: u16) -> Result<u64, MathError> {
    fit(floor(amount, bps, 10_000u16))
}

/// SPEC 5, USDC for a pool with shares.
pub fn expected_advance(before: UsdcIndex, usdc: u64, shares: u64) -> Result<UsdcIndex, MathError> {
    let total = big(usdc) * K + before.remainder;
    Ok(UsdcIndex { cumulative: fit(&total / shares + before.cumulative)?, remainder: fit(total % shares)? })
}

/// SPEC 5, what shares have earned since a checkpoint.
pub fn expected_earnings(now: UsdcIndex, checkpoint: u128, shares: u64) -> Result<u64, MathError> {
    let growth = now.cumulative.checked_sub(checkpoint).ok_or(MathError::Overflow)?;
    fit(floor(growth, shares, K))
}
