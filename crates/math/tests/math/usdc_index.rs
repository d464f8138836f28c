//! The USDC index: exact numbers, the oracle, and what its rounding may lose.

use inference_staking_math::usdc_index::{UsdcIndex, USDC_PRECISION};
use inference_staking_math::MathError;
use num_bigint::BigUint;
use proptest::prelude::*;

use crate::extremes::{amount, cases};
use crate::oracle::{big, expected_advance, expected_earnings, fit};

const K: u128 = 1_000_000_000_000_000_000;
const START: UsdcIndex = UsdcIndex { cumulative: 0, remainder: 0 };

fn index(cumulative: u128, remainder: u64) -> UsdcIndex {
    UsdcIndex { cumulative, remainder }
}

/// Any `u128` the index may stand at, the corners more often.
fn cumulative() -> impl Strategy<Value = u128> {
    prop_oneof![
        amount().prop_map(u128::from),
        (amount(), 0..=2u128).prop_map(|(usdc, more)| u128::from(usdc) * K + more),
        any::<u128>(),
        amount().prop_map(|below| u128::MAX - u128::from(below)),
    ]
}

#[test]
fn precision_is_ten_to_the_eighteenth() {
    assert_eq!(USDC_PRECISION, K);
}

#[test]
fn remainder_is_carried_into_the_next_division() {
    let first = START.advance(10, 3).unwrap();
    assert_eq!(first, index(3_333_333_333_333_333_333, 1));
    // 10 and then 2 over 3 shares are 4 a share, to the last unit.
    assert_eq!(first.advance(2, 3), Ok(index(4 * K, 0)));
    assert_eq!(first.advance(0, 3), Ok(first));
    // A remainder above fewer shares pays itself out.
    assert_eq!(index(0, 7).advance(0, 3), Ok(index(2, 1)));
    assert_eq!(index(5, u64::MAX).advance(0, 1), Ok(index(5 + u128::from(u64::MAX), 0)));
}

#[test]
fn holder_earns_its_part_since_its_checkpoint_rounded_down() {
    let now = START.advance(10, 3).unwrap();
    assert_eq!((now.earned_since(0, 1), now.earned_since(0, 2), now.earned_since(0, 3)), (Ok(3), Ok(6), Ok(9)));
    let later = now.advance(2, 3).unwrap();
    assert_eq!((later.earned_since(0, 3), later.earned_since(now.cumulative, 3)), (Ok(12), Ok(2)));
    assert_eq!(later.earned_since(later.cumulative, u64::MAX), Ok(0));
    assert_eq!(later.earned_since(0, 0), Ok(0));
}

#[test]
fn smallest_usdc_over_the_most_shares_is_not_lost() {
    let full = u64::MAX;
    // 10^18 over 2^64 - 1 shares moves nothing yet; the 19th unit makes the first step.
    let eighteen = (0..18).try_fold(START, |index, _| index.advance(1, full)).unwrap();
    assert_eq!(eighteen, index(0, 18_000_000_000_000_000_000));
    assert_eq!(eighteen.advance(1, full), Ok(index(1, 553_255_926_290_448_385)));
}

#[test]
fn index_of_a_pool_without_shares_cannot_move() {
    assert_eq!(START.advance(1, 0), Err(MathError::Overflow));
    assert_eq!(START.advance(0, 0), Err(MathError::Overflow));
}

#[test]
fn index_holds_the_largest_step_and_refuses_to_wrap() {
    let most = u128::from(u64::MAX) * K;
    assert_eq!(START.advance(u64::MAX, 1), Ok(index(most, 0)));
    assert_eq!(index(u128::MAX - most, 0).advance(u64::MAX, 1), Ok(index(u128::MAX, 0)));
    assert_eq!(index(u128::MAX - most + 1, 0).advance(u64::MAX, 1), Err(MathError::Overflow));
}

#[test]
fn all_sizes_of_pool_payment_and_remainder_divide_alike() {
    // Long division in digits of 1,000 ends where a product of three digits more leaves a u64.
    let most = u64::MAX / 1_000;
    let around = |n: u64| [n - 1, n, n.saturating_add(1)];
    let sizes = [around(2), around(1_000), around(u64::from(u32::MAX)), around(most), around(u64::MAX)].concat();
    for shares in &sizes {
        for usdc in sizes.iter().chain(&[0]) {
            for remainder in sizes.iter().chain(&[0]) {
                let total = big(*usdc) * K + *remainder;
                let expected = (fit(&total / *shares).unwrap(), fit(&total % *shares).unwrap());
                let after = index(0, *remainder).advance(*usdc, *shares).unwrap();
                assert_eq!((after.cumulative, after.remainder), expected, "{usdc} over {shares}, {remainder} left");
            }
        }
    }
}

#[test]
fn checkpoint_ahead_of_the_index_is_refused() {
    assert_eq!(index(5, 0).earned_since(6, 1), Err(MathError::Overflow));
    assert_eq!(index(5, 0).earned_since(5, 1), Ok(0));
}

#[test]
fn earnings_fill_a_u64_and_no_more() {
    let most = u128::from(u64::MAX) * K;
    assert_eq!(index(most + K - 1, 0).earned_since(0, 1), Ok(u64::MAX));
    assert_eq!(index(most + K, 0).earned_since(0, 1), Err(MathError::Overflow));
    assert_eq!(index(u128::MAX, 0).earned_since(0, 2), Err(MathError::Overflow));
    assert_eq!(index(1 << 127, 0).earned_since(0, 2), Err(MathError::Overflow));
    assert_eq!(index(K, 0).earned_since(0, u64::MAX), Ok(u64::MAX));
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn advance_follows_the_specification(
        at in cumulative(), remainder in amount(), usdc in amount(), shares in amount().prop_map(|n| n.max(1)),
    ) {
        let after = index(at, remainder).advance(usdc, shares);
        prop_assert_eq!(after, expected_advance(index(at, remainder), usdc, shares));
        prop_assert!(after.map_or(true, |after| after.remainder < shares && after.cumulative >= at));
    }

    #[test]
    fn earnings_follow_the_specification(at in cumulative(), since in cumulative(), shares in amount()) {
        // The product itself has to fit a u128 too; any pair that does not earns more than a u64.
        let now = index(at, 0);
        prop_assert_eq!(now.earned_since(since, shares), expected_earnings(now, since, shares));
    }

    #[test]
    fn holders_together_never_earn_more_than_was_distributed(
        holders in prop::collection::vec(amount(), 1..8), distributions in prop::collection::vec(amount(), 1..12),
    ) {
        // Shares within a u64 together, as in a pool; USDC within a u64 together, as in a vault.
        let most_shares = u64::MAX / u64::try_from(holders.len()).unwrap();
        let holders: Vec<u64> = holders.iter().map(|n| n % most_shares + 1).collect();
        let all: u64 = holders.iter().sum();
        let most_usdc = u64::MAX / u64::try_from(distributions.len()).unwrap();
        let (mut now, mut distributed) = (START, big(0u8));
        for usdc in distributions {
            let usdc = usdc % most_usdc;
            now = now.advance(usdc, all).unwrap();
            distributed += usdc;
        }
        let earned: BigUint = holders.iter().map(|n| big(now.earned_since(0, *n).unwrap())).sum();
        prop_assert!(earned <= distributed);
        // Lost: less than one unit for each settlement, and the remainder that waits.
        let lost = (distributed - earned) * K;
        prop_assert!(lost <= big(now.remainder) + big(holders.len()) * (K - 1));
    }
}
