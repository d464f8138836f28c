//! `a b / d` over `u128` intermediates, with the rounding in the name. `None` if `d` is 0 or the result exceeds a `u64`.

pub(crate) fn mul_div_floor(a: u64, b: u64, d: u64) -> Option<u64> {
    // The product of two u64 always fits a u128.
    let product = u128::from(a).checked_mul(u128::from(b))?;
    u64::try_from(product.checked_div(u128::from(d))?).ok()
}

pub(crate) fn mul_div_ceil(a: u64, b: u64, d: u64) -> Option<u64> {
    let product = u128::from(a).checked_mul(u128::from(b))?;
    let round_up = u128::from(d).checked_sub(1)?;
    u64::try_from(product.checked_add(round_up)?.checked_div(u128::from(d))?).ok()
}
