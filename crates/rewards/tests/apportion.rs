//! The largest remainder method: examples worked out by hand, and what holds for any input.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use inference_staking_rewards::{apportion, ApportionError};
use proptest::prelude::*;

#[test]
fn units_left_over_go_to_the_largest_fractions() {
    // 10 * 1/7 = 1.43, 10 * 2/7 = 2.86, 10 * 4/7 = 5.71: down 1, 2, 5, and two left.
    assert_eq!(apportion(10, &[1, 2, 4]), Ok(vec![1, 3, 6]));
    // 100 * 47/100 and so on are exact.
    assert_eq!(apportion(100, &[47, 16, 37]), Ok(vec![47, 16, 37]));
}

#[test]
fn of_equal_fractions_the_earlier_comes_first() {
    assert_eq!(apportion(5, &[1, 1, 1]), Ok(vec![2, 2, 1]));
    assert_eq!(apportion(1, &[3, 3, 3, 3]), Ok(vec![1, 0, 0, 0]));
}

#[test]
fn a_weight_of_zero_gets_nothing() {
    assert_eq!(apportion(7, &[0, 1, 0, 1, 0]), Ok(vec![0, 4, 0, 3, 0]));
}

#[test]
fn a_total_of_zero_is_split_into_zeros() {
    assert_eq!(apportion(0, &[5, 0, 9]), Ok(vec![0, 0, 0]));
}

#[test]
fn the_largest_total_and_weights_fit() {
    const MAX: u64 = u64::MAX;
    assert_eq!(apportion(MAX, &[MAX]), Ok(vec![MAX]));
    // 2^64 - 1 is three times 6148914691236517205.
    assert_eq!(apportion(MAX, &[MAX, MAX, MAX]), Ok(vec![6_148_914_691_236_517_205; 3]));
    assert_eq!(apportion(MAX, &[MAX, 0, 1]), Ok(vec![MAX - 1, 0, 1]));
}

#[test]
fn weights_that_are_all_zero_are_an_error() {
    for weights in [&[] as &[u64], &[0], &[0, 0, 0]] {
        assert_eq!(apportion(7, weights), Err(ApportionError::AllWeightsZero));
        assert_eq!(apportion(0, weights), Err(ApportionError::AllWeightsZero));
    }
}

/// Small, large and equal weights, so that ties and overflows both come up. At least one is not zero.
fn weights() -> impl Strategy<Value = Vec<u64>> {
    let weight = prop_oneof![0..4u64, any::<u64>(), Just(0), Just(u64::MAX)];
    prop::collection::vec(weight, 1..40).prop_filter("all zero", |weights| weights.iter().any(|weight| *weight > 0))
}

proptest! {
    #[test]
    fn sum_is_exact_and_each_is_its_exact_share_rounded(total in prop_oneof![0..50u64, any::<u64>()], weights in weights()) {
        let shares = apportion(total, &weights).unwrap();
        prop_assert_eq!(shares.len(), weights.len());
        prop_assert_eq!(shares.iter().map(|share| u128::from(*share)).sum::<u128>(), u128::from(total));

        let weight_sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
        for (share, weight) in shares.iter().zip(&weights) {
            let exact = u128::from(total) * u128::from(*weight);
            let (down, up) = (exact / weight_sum, exact.div_ceil(weight_sum));
            prop_assert!((down..=up).contains(&u128::from(*share)), "{} is not {} or {}", share, down, up);
        }
    }

    #[test]
    fn larger_weights_never_get_less(total in prop_oneof![0..50u64, any::<u64>()], weights in weights()) {
        let shares = apportion(total, &weights).unwrap();
        let mut by_weight: Vec<_> = weights.iter().zip(&shares).collect();
        by_weight.sort();
        prop_assert!(by_weight.is_sorted_by_key(|(_, share)| **share));
        // Equal weights in their own order: the earlier one never gets less.
        for (index, weight) in weights.iter().enumerate() {
            let later_equals = (index + 1..weights.len()).filter(|later| weights[*later] == *weight);
            for later in later_equals {
                prop_assert!(shares[index] >= shares[later]);
            }
        }
    }
}
