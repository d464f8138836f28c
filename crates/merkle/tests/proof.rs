//! What a proof of one leaf must not pass for.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod naive;

use inference_staking_merkle::{verify_proof, Leaf, MerkleTree, ProofError, EMPTY_LEAF, MAX_DEPTH};
use naive::{keccak, leaf, leaves, NaiveTree};

const INDEX: u32 = 5;

/// 11 leaves: depth 4, and five empty leaves at the end.
fn tree() -> (NaiveTree, MerkleTree) {
    let leaves = leaves(11);
    (NaiveTree::new(&leaves), MerkleTree::from_leaves(leaves).unwrap())
}

#[test]
fn a_proof_of_another_length_fails() {
    let (_, tree) = tree();
    let proof = tree.proof(INDEX).unwrap();
    let with_one_more = [proof.as_slice(), &[EMPTY_LEAF]].concat();
    for wrong in [&proof[..3], &proof[1..], &with_one_more, &[]] {
        assert_eq!(verify_proof(&tree.root(), 4, &leaf(INDEX), INDEX, wrong), Err(ProofError::WrongLength));
    }
}

#[test]
fn an_inner_node_cannot_pose_as_a_leaf() {
    let (naive, tree) = tree();
    let proof = tree.proof(INDEX).unwrap();
    for level in 1..=4 {
        let node = naive.node(level, INDEX >> level);
        let path = &proof[level..];
        // The path is a real one: only the length gives it away.
        let depth_above = 4 - u8::try_from(level).unwrap();
        assert_eq!(verify_proof(&tree.root(), depth_above, &node, INDEX >> level, path), Ok(()));
        assert_eq!(verify_proof(&tree.root(), 4, &node, INDEX >> level, path), Err(ProofError::WrongLength));
    }
}

#[test]
fn a_leaf_cannot_pose_as_an_inner_node() {
    // A deeper path whose lowest step rebuilds the leaf: the depth of the record forbids it.
    let (left, right) = ([1; 32], [2; 32]);
    let inner = keccak(&[left, right].concat());
    let root = keccak(&[inner, leaf(1)].concat());
    assert_eq!(verify_proof(&root, 2, &left, 0, &[right, leaf(1)]), Ok(()));
    assert_eq!(verify_proof(&root, 1, &left, 0, &[right, leaf(1)]), Err(ProofError::WrongLength));
}

#[test]
fn an_index_beyond_the_tree_fails() {
    let (_, tree) = tree();
    let proof = tree.proof(INDEX).unwrap();
    // The same path by its low bits: without the bound each of these would pass.
    for beyond in [INDEX + 16, INDEX + 32, INDEX + (1 << 31)] {
        assert_eq!(verify_proof(&tree.root(), 4, &leaf(INDEX), beyond, &proof), Err(ProofError::IndexBeyondTree));
    }
}

#[test]
fn a_tree_deeper_than_the_index_reaches_fails() {
    let mut root = leaf(0);
    let siblings = vec![[8; 32]; 40];
    for (depth, sibling) in (0u8..).zip(&siblings) {
        let result = verify_proof(&root, depth, &leaf(0), 0, &siblings[..depth.into()]);
        let expected = if depth <= MAX_DEPTH { Ok(()) } else { Err(ProofError::IndexBeyondTree) };
        assert_eq!(result, expected, "depth {depth}");
        root = keccak(&[root, *sibling].concat());
    }
}

#[test]
fn the_last_index_of_the_deepest_tree_can_be_proven() {
    let siblings = [[8; 32]; 31];
    let root = siblings.iter().fold(leaf(0), |node, sibling| keccak(&[*sibling, node].concat()));
    assert_eq!(verify_proof(&root, 31, &leaf(0), (1 << 31) - 1, &siblings), Ok(()));
    assert_eq!(verify_proof(&root, 31, &leaf(0), 1 << 31, &siblings), Err(ProofError::IndexBeyondTree));
}

#[test]
fn swapped_siblings_fail() {
    let (_, tree) = tree();
    for level in 0..3 {
        let mut proof = tree.proof(INDEX).unwrap();
        proof.swap(level, level + 1);
        assert_eq!(verify_proof(&tree.root(), 4, &leaf(INDEX), INDEX, &proof), Err(ProofError::RootMismatch));
    }
}

#[test]
fn the_proof_or_index_or_hash_of_another_leaf_fails() {
    let (_, tree) = tree();
    let proof = tree.proof(INDEX).unwrap();
    for other in (0..11).filter(|other| *other != INDEX) {
        let other_proof = tree.proof(other).unwrap();
        for (leaf_hash, index, proof) in
            [(leaf(INDEX), INDEX, &other_proof), (leaf(INDEX), other, &proof), (leaf(other), INDEX, &proof)]
        {
            assert_eq!(verify_proof(&tree.root(), 4, &leaf_hash, index, proof), Err(ProofError::RootMismatch));
        }
    }
}

#[test]
fn the_root_of_another_tree_fails() {
    let (_, tree) = tree();
    let other = MerkleTree::from_leaves(leaves(12)).unwrap();
    let proof = tree.proof(INDEX).unwrap();
    assert_eq!(verify_proof(&other.root(), 4, &leaf(INDEX), INDEX, &proof), Err(ProofError::RootMismatch));
}

#[test]
fn an_empty_leaf_proves_no_reward() {
    let (naive, tree) = tree();
    for index in 11..16 {
        let proof = naive.proof(index);
        assert_eq!(verify_proof(&tree.root(), 4, &EMPTY_LEAF, index, &proof), Ok(()));
        // Whoever names a pool and amounts brings a hash, and no such hash is zero.
        let nothing = Leaf { program_id: &[0; 32], epoch: 0, pool: &[0; 32], reward: 0, usdc: 0 }.hash();
        for leaf_hash in [nothing, leaf(index), leaf(INDEX)] {
            assert_eq!(verify_proof(&tree.root(), 4, &leaf_hash, index, &proof), Err(ProofError::RootMismatch));
        }
        assert_eq!(tree.proof(index), None);
    }
}

#[test]
fn the_only_leaf_is_the_root() {
    let tree = MerkleTree::from_leaves(leaves(1)).unwrap();
    assert_eq!((tree.root(), tree.depth(), tree.proof(0)), (leaf(0), 0, Some(vec![])));
    assert_eq!(verify_proof(&leaf(0), 0, &leaf(0), 0, &[]), Ok(()));
    assert_eq!(verify_proof(&leaf(0), 0, &leaf(0), 1, &[]), Err(ProofError::IndexBeyondTree));
    assert_eq!(verify_proof(&leaf(0), 0, &leaf(0), 0, &[leaf(0)]), Err(ProofError::WrongLength));
    assert_eq!(verify_proof(&leaf(0), 0, &leaf(1), 0, &[]), Err(ProofError::RootMismatch));
}
