//! Locked shares over time, and the rank a lock earns.

use inference_staking_math::shares::PoolShares;
use inference_staking_math::time_lock::{
    Lock, MAX_LOCK_SECONDS, MIN_LOCK_SECONDS, RANK_DOUBLING_SECONDS, SECONDS_PER_DAY,
};
use inference_staking_math::MathError;
use proptest::prelude::*;

use crate::extremes::{amount, cases};
use crate::oracle::{big, fit, floor};

const DAY: u64 = 24 * 60 * 60;

fn locked_for(days: u64) -> Lock {
    Lock::Locked { duration: days * DAY }
}

/// A moment: any, and the first and last of them.
fn moment() -> impl Strategy<Value = i64> {
    prop_oneof![
        any::<i64>(),
        0..=40_000_000i64,
        (0..=3i64).prop_map(|by| i64::MIN + by),
        (0..=3i64).prop_map(|by| i64::MAX - by),
    ]
}

#[test]
fn bounds_are_fourteen_days_to_a_year_and_a_year_is_fourfold() {
    assert_eq!(SECONDS_PER_DAY, DAY);
    assert_eq!((MIN_LOCK_SECONDS, MAX_LOCK_SECONDS), (14 * DAY, 365 * DAY));
    assert_eq!(RANK_DOUBLING_SECONDS, 10_512_000);
}

#[test]
fn rank_grows_from_the_tokens_to_four_times_the_tokens() {
    let tokens = PoolShares { total_staked: 1_250, total_shares: 1_000 }.value_floor(1_000).unwrap();
    for (days, rank) in [(14, 1_393), (180, 3_099), (365, 5_000)] {
        assert_eq!(locked_for(days).rank(tokens), Ok(rank), "{days} days");
    }
    assert_eq!(locked_for(365).rank(u64::MAX), Ok(73_786_976_294_838_206_460));
    assert_eq!(locked_for(365).rank(0), Ok(0));
}

#[test]
fn only_a_lock_that_is_not_unlocking_has_a_rank() {
    assert_eq!(Lock::None.rank(1_250), Ok(0));
    assert_eq!(Lock::Unlocking { duration: 365 * DAY, shares_at_start: 1_000, started_at: 0 }.rank(1_250), Ok(0));
}

#[test]
fn rank_of_an_impossible_duration_is_refused_and_never_wraps() {
    assert_eq!(Lock::Locked { duration: u64::MAX }.rank(u64::MAX), Err(MathError::Overflow));
    // floor(2 (10,512,000 + 2^64 - 1) / 10,512,000).
    assert_eq!(Lock::Locked { duration: u64::MAX }.rank(2), Ok(3_509_654_504_132));
}

#[test]
fn without_a_lock_no_share_stays_and_with_one_all_do() {
    assert_eq!(Lock::None.locked_shares(1_000, 0), Ok(0));
    for now in [i64::MIN, 0, i64::MAX] {
        assert_eq!(locked_for(14).locked_shares(1_000, now), Ok(1_000));
    }
}

#[test]
fn release_is_linear_over_the_duration() {
    let start = 1_800_000_000;
    let lock = Lock::Unlocking { duration: 180 * DAY, shares_at_start: 1_000, started_at: start };
    for (days, locked) in [(0, 1_000), (1, 995), (45, 750), (135, 250), (179, 6), (180, 0), (181, 0), (100_000, 0)] {
        assert_eq!(lock.locked_shares(1_000, start + days * 86_400), Ok(locked), "after {days} days");
    }
    assert_eq!(lock.locked_shares(1_000, start + 180 * 86_400 - 1), Ok(1));
}

#[test]
fn few_shares_are_released_rounded_down() {
    let lock = Lock::Unlocking { duration: 14 * DAY, shares_at_start: 7, started_at: 0 };
    assert_eq!(lock.locked_shares(7, 86_400), Ok(7));
    assert_eq!(lock.locked_shares(7, 2 * 86_400 - 1), Ok(7));
    assert_eq!(lock.locked_shares(7, 2 * 86_400), Ok(6));
}

#[test]
fn shares_that_are_gone_cannot_be_locked_and_new_ones_are_free() {
    let lock = Lock::Unlocking { duration: 180 * DAY, shares_at_start: 1_000, started_at: 0 };
    assert_eq!(lock.locked_shares(400, 45 * 86_400), Ok(400));
    assert_eq!(lock.locked_shares(0, 0), Ok(0));
    assert_eq!(lock.locked_shares(5_000, 45 * 86_400), Ok(750));
}

#[test]
fn clock_before_the_start_counts_as_the_start() {
    let lock = Lock::Unlocking { duration: 14 * DAY, shares_at_start: 9, started_at: i64::MAX };
    assert_eq!(lock.locked_shares(9, i64::MIN), Ok(9));
    assert_eq!(lock.locked_shares(9, i64::MAX - 1), Ok(9));
    let first = Lock::Unlocking { duration: 14 * DAY, shares_at_start: 9, started_at: i64::MIN };
    assert_eq!(first.locked_shares(9, i64::MAX), Ok(0));
}

#[test]
fn release_without_a_duration_is_refused() {
    let lock = Lock::Unlocking { duration: 0, shares_at_start: 9, started_at: 0 };
    assert_eq!(lock.locked_shares(9, 5), Err(MathError::Overflow));
}

proptest! {
    #![proptest_config(cases(2_000))]

    #[test]
    fn release_follows_the_specification(
        duration in prop_oneof![1..=MAX_LOCK_SECONDS, 1..=100u64],
        start in amount(), shares in amount(), began in moment(), after in prop_oneof![-5..=120i64, 0..=40_000_000i64, any::<i64>()],
    ) {
        let now = began.saturating_add(after);
        let since = u64::try_from((i128::from(now) - i128::from(began)).clamp(0, i128::from(duration))).unwrap();
        let expected = big(start) - floor(start, since, duration);
        let lock = Lock::Unlocking { duration, shares_at_start: start, started_at: began };
        prop_assert_eq!(lock.locked_shares(shares, now), fit(expected.min(big(shares))));
    }

    #[test]
    fn release_never_takes_back_a_share(
        duration in 1..=MAX_LOCK_SECONDS, start in amount(), shares in amount(), began in moment(), now in moment(), then in moment(),
    ) {
        let lock = Lock::Unlocking { duration, shares_at_start: start, started_at: began };
        let (early, late) = (lock.locked_shares(shares, now.min(then)), lock.locked_shares(shares, now.max(then)));
        prop_assert!(late.unwrap() <= early.unwrap());
        prop_assert!(early.unwrap() <= shares);
    }

    #[test]
    fn rank_follows_the_specification(tokens in amount(), duration in 0..=MAX_LOCK_SECONDS) {
        let expected = floor(tokens, 10_512_000 + duration, 10_512_000u64);
        prop_assert_eq!(Lock::Locked { duration }.rank(tokens), fit(expected));
    }

    #[test]
    fn nothing_panics_for_any_lock(duration in amount(), start in amount(), shares in amount(), began in moment(), now in moment()) {
        let _ = Lock::Unlocking { duration, shares_at_start: start, started_at: began }.locked_shares(shares, now);
        let _ = Lock::Locked { duration }.rank(shares);
    }
}
