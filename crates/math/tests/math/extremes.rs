//! Strategies that seek the corners of `u64`: tiny, huge, powers of two and ten with their neighbours, and plain random.

use inference_staking_math::shares::PoolShares;
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// A run of `cases` whose failures are kept in `crates/math/proptest-regressions/`.
pub fn cases(cases: u32) -> ProptestConfig {
    // From the package's folder, where tests run.
    let regressions = "proptest-regressions/math.txt";
    ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(regressions))),
        ..ProptestConfig::with_cases(cases)
    }
}

/// Any `u64`, the corners far more often than chance would.
pub fn amount() -> impl Strategy<Value = u64> {
    prop_oneof![
        3 => 0..=20u64,
        3 => any::<u64>(),
        2 => (0..=20u64).prop_map(|below| u64::MAX - below),
        2 => (0..64u32, -1..=1i64).prop_map(|(power, by)| (1u64 << power).wrapping_add_signed(by)),
        2 => (0..=19u32, -1..=1i64).prop_map(|(power, by)| 10u64.pow(power).wrapping_add_signed(by)),
        2 => (0..64u32, any::<u64>()).prop_map(|(bits, n)| n >> bits),
    ]
}

/// A pool as the program can reach it: shares, and at least a token for each.
pub fn pool() -> impl Strategy<Value = PoolShares> {
    let any_ratio = (amount(), amount()).prop_map(|(a, b)| (a.max(b).max(1), a.min(b).max(1)));
    let near_par = (amount(), 0..=20u64).prop_map(|(a, over)| (a.saturating_add(over).max(1), a.max(1)));
    prop_oneof![3 => any_ratio, 1 => near_par]
        .prop_map(|(total_staked, total_shares)| PoolShares { total_staked, total_shares })
}
