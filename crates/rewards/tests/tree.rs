//! The tree of an epoch's rewards: order, shape, totals, proofs.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use inference_staking_merkle::{
    node_hash, verify_multiproof, verify_proof, BuildError, Hash, Leaf, MultiproofError, EMPTY_LEAF,
};
use inference_staking_rewards::{Amount, RewardRow, RewardsTree, Totals, TotalsOverflow, TreeError};
use solana_pubkey::Pubkey;

const PROGRAM: [u8; 32] = [11; 32];
const EPOCH: u64 = 7;

fn row(byte: u8, reward: u64, usdc: u64) -> RewardRow {
    RewardRow { pool: Pubkey::from([byte; 32]), reward, usdc }
}

fn leaf(byte: u8, reward: u64, usdc: u64) -> Hash {
    Leaf { program_id: &PROGRAM, epoch: EPOCH, pool: &[byte; 32], reward, usdc }.hash()
}

fn tree(rows: Vec<RewardRow>) -> Result<RewardsTree, TreeError> {
    RewardsTree::from_rows(Pubkey::from(PROGRAM), EPOCH, rows)
}

#[test]
fn one_pool_is_the_root() {
    let tree = tree(vec![row(5, 500, 70)]).unwrap();
    assert_eq!((tree.root(), tree.depth()), (leaf(5, 500, 70), 0));
    assert_eq!(tree.proof(&Pubkey::from([5; 32])).unwrap().siblings, [] as [Hash; 0]);
}

#[test]
fn leaves_are_ordered_by_the_bytes_of_the_address() {
    // The order of the text is another: an address of ones is one character shorter.
    assert!(Pubkey::from([1; 32]).to_string() > Pubkey::from([16; 32]).to_string());
    let tree = tree(vec![row(255, 3, 30), row(16, 2, 20), row(1, 1, 10)]).unwrap();
    assert_eq!(tree.rows(), [row(1, 1, 10), row(16, 2, 20), row(255, 3, 30)]);

    let left = node_hash(&leaf(1, 1, 10), &leaf(16, 2, 20));
    let right = node_hash(&leaf(255, 3, 30), &EMPTY_LEAF);
    assert_eq!((tree.root(), tree.depth()), (node_hash(&left, &right), 2));
    assert_eq!(tree.totals(), Totals { rewards: 6, usdc: 60 });
    assert_eq!((tree.program_id(), tree.epoch()), (Pubkey::from(PROGRAM), EPOCH));

    let proof = tree.proof(&Pubkey::from([255; 32])).unwrap();
    assert_eq!((proof.leaf_index, proof.reward, proof.usdc), (2, 3, 30));
    assert_eq!(proof.siblings, [EMPTY_LEAF, left]);
    assert_eq!(verify_proof(&tree.root(), 2, &leaf(255, 3, 30), 2, &proof.siblings), Ok(()));
}

#[test]
fn order_of_the_rows_does_not_matter() {
    let ascending = tree((0..100).map(|byte| row(byte, byte.into(), 1)).collect()).unwrap();
    let descending = tree((0..100).rev().map(|byte| row(byte, byte.into(), 1)).collect()).unwrap();
    assert_eq!(ascending.root(), descending.root());
}

#[test]
fn epoch_and_program_are_in_the_root() {
    let rows = vec![row(1, 1, 1), row(2, 2, 2)];
    let base = tree(rows.clone()).unwrap().root();
    assert_ne!(RewardsTree::from_rows(Pubkey::from(PROGRAM), EPOCH + 1, rows.clone()).unwrap().root(), base);
    assert_ne!(RewardsTree::from_rows(Pubkey::from([12; 32]), EPOCH, rows).unwrap().root(), base);
}

#[test]
fn pool_that_is_not_in_the_tree_has_no_proof() {
    let tree = tree(vec![row(1, 1, 1), row(3, 2, 2)]).unwrap();
    for byte in [0, 2, 4] {
        assert_eq!(tree.leaf_index(&Pubkey::from([byte; 32])), None);
        assert_eq!(tree.proof(&Pubkey::from([byte; 32])), None);
    }
    assert_eq!(tree.leaf_index(&Pubkey::from([3; 32])), Some(1));
}

#[test]
fn several_leaves_have_one_proof() {
    let tree = tree((0..5).map(|byte| row(byte, byte.into(), 0)).collect()).unwrap();
    let proof = tree.multiproof(&[1, 4]).unwrap();
    let mut nodes = [(1, leaf(1, 1, 0)), (4, leaf(4, 4, 0))];
    assert_eq!(verify_multiproof(&tree.root(), 3, &mut nodes, &proof), Ok(()));
    assert_eq!(tree.multiproof(&[5]), Err(MultiproofError::IndexBeyondTree));
}

#[test]
fn pool_twice_is_refused() {
    let twice = vec![row(1, 1, 1), row(2, 2, 2), row(1, 1, 1)];
    assert_eq!(tree(twice).unwrap_err(), TreeError::DuplicatePool(Pubkey::from([1; 32])));
}

#[test]
fn sums_above_64_bits_are_refused() {
    let overflow = |amount| TreeError::TotalsOverflow(TotalsOverflow { amount });
    assert_eq!(tree(vec![row(1, u64::MAX, 0), row(2, 1, 0)]).unwrap_err(), overflow(Amount::Reward));
    assert_eq!(tree(vec![row(1, 0, 1), row(2, 0, u64::MAX)]).unwrap_err(), overflow(Amount::Usdc));
}

#[test]
fn no_rows_are_refused() {
    assert_eq!(tree(vec![]).unwrap_err(), TreeError::Build(BuildError::NoLeaves));
}
