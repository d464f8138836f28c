//! Splitting an amount by weights without losing a unit: the largest remainder method (spec section 14).

use std::cmp::Reverse;

use thiserror::Error;

/// Why an amount cannot be split.
#[derive(Clone, Copy, Debug, Error, PartialEq, Eq)]
pub enum ApportionError {
    /// No weight is above zero, or there is no weight at all.
    #[error("All weights are zero: give at least one weight above zero")]
    AllWeightsZero,
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
    // Both fit: fewer than 2^64 weights below 2^64, and a product of two numbers below 2^64.
    let weight_sum = weights.iter().fold(0u128, |sum, weight| sum.saturating_add(u128::from(*weight)));
    let scaled = |weight: u64| u128::from(total).saturating_mul(u128::from(weight));

    let mut shares = Vec::with_capacity(weights.len());
    let mut by_remainder = Vec::with_capacity(weights.len());
    let mut left = total;
    for (index, weight) in weights.iter().enumerate() {
        let share = scaled(*weight).checked_div(weight_sum).ok_or(ApportionError::AllWeightsZero)?;
        let remainder = scaled(*weight).checked_rem(weight_sum).ok_or(ApportionError::AllWeightsZero)?;
        // At most `total`, because no weight is above their sum.
        let share = u64::try_from(share).unwrap_or(total);
        left = left.saturating_sub(share);
        shares.push(share);
        by_remainder.push((Reverse(remainder), index));
    }
    if weights.is_empty() {
        return Err(ApportionError::AllWeightsZero);
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
