//! Splitting an amount by weights without losing a unit: the largest remainder method (SPEC 14).

use std::cmp::Reverse;

use thiserror::Error;

/// The weights sum to at most this, so that twice a remainder and a weight fit 128 bits.
const MAX_WEIGHT_SUM: u128 = 1 << 126;

/// Why an amount cannot be split.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ApportionError {
    /// No weight is above zero, or there is no weight at all.
    #[error("all weights are zero: give at least one weight above zero")]
    AllWeightsZero,
    /// The sum of the weights is beyond what can be computed with.
    #[error("the weights sum to more than 2^126: give smaller weights, only their ratios matter")]
    WeightsTooLarge,
}

/// Splits `total` in proportion to `weights`: one share per weight, in their order.
///
/// The exact share is `total * weight / sum of the weights`. Each share is first rounded down. What
/// that leaves, fewer units than there are weights, goes out one unit each to the shares that lost
/// the largest fraction; of equal fractions the earlier weight comes first. All in integers.
///
/// So the shares sum to exactly `total`, each is its exact share rounded down or up, a weight of
/// zero gets zero, and of two weights the larger never gets less. Known trait of the method: with a
/// larger `total` a single share can come out one unit smaller.
///
/// # Errors
///
/// [`ApportionError::AllWeightsZero`], even for a `total` of zero.
pub fn apportion(total: u64, weights: &[u64]) -> Result<Vec<u64>, ApportionError> {
    apportion_by(total, weights.iter().map(|weight| u128::from(*weight)))
}

/// [`apportion`] by weights of up to 128 bits.
///
/// # Errors
///
/// See [`ApportionError`].
pub(crate) fn apportion_by(
    total: u64,
    weights: impl ExactSizeIterator<Item = u128> + Clone,
) -> Result<Vec<u64>, ApportionError> {
    let weight_sum = weights.clone().try_fold(0u128, u128::checked_add).ok_or(ApportionError::WeightsTooLarge)?;
    if weight_sum == 0 {
        return Err(ApportionError::AllWeightsZero);
    }
    if weight_sum > MAX_WEIGHT_SUM {
        return Err(ApportionError::WeightsTooLarge);
    }

    let mut shares = Vec::with_capacity(weights.len());
    let mut by_remainder = Vec::with_capacity(weights.len());
    let mut left = total;
    for (index, weight) in weights.enumerate() {
        let (share, remainder) = share_and_remainder(total, weight, weight_sum);
        left = left.saturating_sub(share);
        shares.push(share);
        by_remainder.push((Reverse(remainder), index));
    }

    // The remainders sum to `left * weight_sum` and each is below `weight_sum`, so more than `left`
    // of them are above zero, or `left` is zero: no weight of zero gets a unit.
    by_remainder.sort_unstable();
    let left = usize::try_from(left).unwrap_or(usize::MAX);
    for (_, index) in by_remainder.iter().take(left) {
        if let Some(share) = shares.get_mut(*index) {
            *share = share.saturating_add(1);
        }
    }
    Ok(shares)
}

/// `total * weight / weight_sum` rounded down, and what the division leaves.
///
/// `weight` is at most `weight_sum`, so the share is at most `total`; `weight_sum` is above zero.
fn share_and_remainder(total: u64, weight: u128, weight_sum: u128) -> (u64, u128) {
    if let Some(product) = u128::from(total).checked_mul(weight) {
        let share = product.checked_div(weight_sum).unwrap_or_default();
        let remainder = product.checked_rem(weight_sum).unwrap_or_default();
        return (u64::try_from(share).unwrap_or(total), remainder);
    }
    // The product has more than 128 bits: long division, one bit of `total` after the other.
    let (mut share, mut remainder) = (0u64, 0u128);
    for bit in (0..u64::BITS).rev() {
        let is_set = total.checked_shr(bit).unwrap_or_default() & 1 == 1;
        share = share.saturating_mul(2);
        remainder = remainder.saturating_mul(2).saturating_add(if is_set { weight } else { 0 });
        while remainder >= weight_sum {
            remainder = remainder.saturating_sub(weight_sum);
            share = share.saturating_add(1);
        }
    }
    (share, remainder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_above_128_bits_are_divided_exactly() {
        // total * weight = (2^64 - 1) * 2^100, divided by 2^101: half of 2^64 - 1, with half the divisor left.
        assert_eq!(share_and_remainder(u64::MAX, 1 << 100, 1 << 101), ((1 << 63) - 1, 1 << 100));
        // (2^64 - 1) * 2^100 / (3 * 2^100): 2^64 - 1 is three times 6148914691236517205.
        assert_eq!(share_and_remainder(u64::MAX, 1 << 100, 3 << 100), (6_148_914_691_236_517_205, 0));
        assert_eq!(share_and_remainder(u64::MAX, 1 << 126, 1 << 126), (u64::MAX, 0));
    }

    #[test]
    fn both_ways_of_dividing_agree() {
        // The same ratios, once with a product below 2^128 and once above: a common factor changes no share.
        let (total, weights) = (10_000_000_000_000_000_019u64, [3u128, 1_000_003, 7, 0, 999_999_999_989]);
        let small = apportion_by(total, weights.into_iter()).unwrap();
        let large = apportion_by(total, weights.into_iter().map(|weight| weight << 80)).unwrap();
        assert_eq!(small, large);
    }

    #[test]
    fn weights_beyond_126_bits_are_refused() {
        assert_eq!(apportion_by(7, [1 << 126, 1].into_iter()), Err(ApportionError::WeightsTooLarge));
        assert_eq!(apportion_by(7, [u128::MAX, 1].into_iter()), Err(ApportionError::WeightsTooLarge));
        assert_eq!(apportion_by(7, [1 << 125, 1 << 125].into_iter()), Ok(vec![4, 3]));
    }
}
