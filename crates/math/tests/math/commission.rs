//! The operator's part of an amount.

use inference_staking_math::commission::{split, Split, BPS_DENOMINATOR};
use inference_staking_math::MathError;
use proptest::prelude::*;

use crate::extremes::{amount, cases};
use crate::oracle::{big, expected_commission};

#[test]
fn operator_gets_the_rounded_down_part_and_the_holders_the_rest() {
    for (amount, bps, operator) in [
        (1_000, 1_500, 150),
        (999, 1_500, 149),
        (1, 9_999, 0),
        (10_000, 1, 1),
        (9_999, 1, 0),
        (0, 10_000, 0),
        (u64::MAX, 1, 1_844_674_407_370_955),
        (u64::MAX, 9_999, 18_444_899_399_302_180_659),
    ] {
        assert_eq!(split(amount, bps), Ok(Split { operator, holders: amount - operator }), "{bps} bps of {amount}");
    }
}

#[test]
fn no_commission_leaves_all_to_the_holders_and_the_whole_to_the_operator() {
    assert_eq!(split(u64::MAX, 0), Ok(Split { operator: 0, holders: u64::MAX }));
    assert_eq!(BPS_DENOMINATOR, 10_000);
    assert_eq!(split(u64::MAX, 10_000), Ok(Split { operator: u64::MAX, holders: 0 }));
}

#[test]
fn rate_above_the_whole_is_refused() {
    assert_eq!(split(10_000, 10_001), Err(MathError::Overflow));
    assert_eq!(split(u64::MAX, 10_001), Err(MathError::Overflow));
    assert_eq!(split(u64::MAX, u16::MAX), Err(MathError::Overflow));
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn split_follows_the_specification_and_sums_to_the_amount(amount in amount(), bps in 0..=10_000u16) {
        let parts = split(amount, bps).unwrap();
        prop_assert_eq!(Ok(parts.operator), expected_commission(amount, bps));
        prop_assert_eq!(big(parts.operator) + parts.holders, big(amount));
    }

    #[test]
    fn split_never_panics_and_never_pays_more_than_there_is(amount in amount(), bps in any::<u16>()) {
        if let Ok(parts) = split(amount, bps) {
            prop_assert_eq!(big(parts.operator) + parts.holders, big(amount));
        }
    }
}
