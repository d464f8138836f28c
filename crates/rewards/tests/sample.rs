//! The sample: exact sums, the same for the same seed, skewed, with idle pools.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use inference_staking_rewards::{
    read_rewards_csv, sample_rewards, write_rewards_csv_file, ApportionError, RewardRow, Totals,
};
use solana_pubkey::Pubkey;

const TOTALS: Totals = Totals { rewards: 123_456_789_012_345, usdc: 987_654_321 };

fn pools(count: u64) -> Vec<Pubkey> {
    let address = |index: u64| {
        let mut bytes = [7; 32];
        bytes[..8].copy_from_slice(&index.to_le_bytes());
        Pubkey::from(bytes)
    };
    (0..count).map(address).collect()
}

fn sums(rows: &[RewardRow]) -> (u128, u128) {
    (rows.iter().map(|row| u128::from(row.reward)).sum(), rows.iter().map(|row| u128::from(row.usdc)).sum())
}

#[test]
fn sums_are_exact() {
    let largest = Totals { rewards: u64::MAX, usdc: u64::MAX };
    for totals in [TOTALS, largest, Totals { rewards: 0, usdc: 1 }, Totals { rewards: 3, usdc: 0 }] {
        for count in [1, 2, 3, 49, 50, 51, 1000] {
            let rows = sample_rewards(&pools(count), totals, 42).unwrap();
            assert_eq!(rows.iter().map(|row| row.pool).collect::<Vec<_>>(), pools(count));
            assert_eq!(sums(&rows), (totals.rewards.into(), totals.usdc.into()));
        }
    }
}

#[test]
fn same_seed_same_rows() {
    let sample = |seed| sample_rewards(&pools(200), TOTALS, seed).unwrap();
    assert_eq!(sample(1), sample(1));
    assert_ne!(sample(1), sample(2));
}

#[test]
fn one_pool_in_fifty_is_idle() {
    // Totals so large that no other share rounds to zero.
    for (count, idle) in [(1, 0), (2, 1), (50, 1), (51, 2), (1000, 20)] {
        let rows = sample_rewards(&pools(count), TOTALS, 42).unwrap();
        assert_eq!(rows.iter().filter(|row| row.reward == 0 && row.usdc == 0).count(), idle, "of {count}");
        assert_eq!(rows.iter().filter(|row| row.reward == 0 || row.usdc == 0).count(), idle, "of {count}");
    }
}

#[test]
fn rewards_are_skewed() {
    let mut rewards: Vec<_> =
        sample_rewards(&pools(1000), TOTALS, 42).unwrap().into_iter().map(|row| row.reward).collect();
    rewards.sort_unstable();
    let upper_tenth: u64 = rewards[900..].iter().sum();
    assert!(upper_tenth > TOTALS.rewards / 2, "a tenth of the pools earns more than half");
    assert!(rewards[20] > 0 && rewards[999] / rewards[20] <= 1024);
}

#[test]
fn no_pools_is_an_error() {
    assert_eq!(sample_rewards(&[], TOTALS, 42), Err(ApportionError::AllWeightsZero));
}

#[test]
fn file_reads_back() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("sample.csv");
    let rows = sample_rewards(&pools(300), TOTALS, 42).unwrap();
    write_rewards_csv_file(&path, &rows).unwrap();
    assert_eq!(read_rewards_csv(std::fs::File::open(path).unwrap()).unwrap(), rows);
}
