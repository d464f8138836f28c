//! Ten thousand pools from sample to proof, by way of both files.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use std::fs::File;

use inference_staking_merkle::{verify_proof, Leaf, ProofError};
use inference_staking_rewards::{
    read_rewards_csv, read_tree_file, sample_rewards, write_rewards_csv_file, write_tree_file, RewardsTree, Totals,
};
use solana_pubkey::Pubkey;

const POOLS: u32 = 10_000;
const TOTALS: Totals = Totals { rewards: 82_191_780_821_917_808, usdc: 1_234_567_890_123 };
const EPOCH: u64 = 42;

/// Addresses whose bytes are far apart and in no order: the index times an odd number, 2^32 over the golden ratio.
fn pool(index: u32) -> Pubkey {
    let mut bytes = [index.to_le_bytes()[0]; 32];
    bytes[..4].copy_from_slice(&index.wrapping_mul(2_654_435_769).to_be_bytes());
    Pubkey::from(bytes)
}

#[test]
fn ten_thousand_pools_from_sample_to_proof() {
    let program_id = Pubkey::from([1; 32]);
    let directory = tempfile::tempdir().unwrap();
    let (csv_path, tree_path) = (directory.path().join("rewards.csv"), directory.path().join("tree.json"));

    let pools: Vec<_> = (0..POOLS).map(pool).collect();
    write_rewards_csv_file(&csv_path, &sample_rewards(&pools, TOTALS, 7).unwrap()).unwrap();
    let rows = read_rewards_csv(File::open(csv_path).unwrap()).unwrap();
    let built = RewardsTree::from_rows(program_id, EPOCH, rows.clone()).unwrap();
    write_tree_file(&built, &tree_path).unwrap();
    let tree = read_tree_file(&tree_path).unwrap();

    assert_eq!(tree.root(), built.root());
    // 2^13 = 8192 < 10,000 <= 2^14.
    assert_eq!(tree.depth(), 14);
    assert_eq!(tree.totals(), TOTALS);
    assert_eq!(rows.iter().map(|row| row.reward).sum::<u64>(), TOTALS.rewards);
    assert_eq!(rows.iter().map(|row| row.usdc).sum::<u64>(), TOTALS.usdc);
    assert_eq!(rows.iter().filter(|row| row.reward == 0).count(), 200);

    for row in rows {
        let proof = tree.proof(&row.pool).unwrap();
        assert_eq!((proof.reward, proof.usdc), (row.reward, row.usdc));
        let verify = |epoch, reward| {
            let leaf =
                Leaf { program_id: &program_id.to_bytes(), epoch, pool: &row.pool.to_bytes(), reward, usdc: row.usdc };
            verify_proof(&tree.root(), 14, &leaf.hash(), proof.leaf_index, &proof.siblings)
        };
        assert_eq!(verify(EPOCH, row.reward), Ok(()));
        assert_eq!(verify(EPOCH + 1, row.reward), Err(ProofError::RootMismatch));
        assert_eq!(verify(EPOCH, row.reward + 1), Err(ProofError::RootMismatch));
    }
}
