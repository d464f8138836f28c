//! The two roundings of SPEC 5, on integers of any size.

use num_bigint::BigUint;
use num_traits::ToPrimitive;

/// `floor(a b / c)`; `None` if `c` is 0 or the result is no `u64`.
pub fn floor_of(a: u64, b: u64, c: u64) -> Option<u64> {
    if c == 0 {
        return None;
    }
    (BigUint::from(a) * b / c).to_u64()
}

/// `ceil(a b / c)`; `None` if `c` is 0 or the result is no `u64`.
pub fn ceil_of(a: u64, b: u64, c: u64) -> Option<u64> {
    if c == 0 {
        return None;
    }
    let product = BigUint::from(a) * b;
    let rounded_down = &product / c;
    let exact = &rounded_down * c == product;
    (rounded_down + u8::from(!exact)).to_u64()
}
