//! Roots and proofs against `spl-merkle-tree-reference`, whose shape the spec takes (SPEC 6).

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod naive;

use inference_staking_merkle::{verify_proof, Hash, MerkleTree, EMPTY_LEAF};
use naive::leaves;
use spl_merkle_tree_reference::{recompute, MerkleTree as SplTree};

fn assert_same_tree(leaf_count: u32, proof_every: usize) {
    let leaves = leaves(leaf_count);
    let ours = MerkleTree::from_leaves(leaves.clone()).unwrap();
    let spl = SplTree::new(&leaves);
    assert_eq!(ours.root(), spl.get_root(), "root of {leaf_count}");
    assert_eq!(ours.root(), SplTree::new(&filled(&leaves)).get_root(), "filled root of {leaf_count}");
    assert_eq!(ours.len(), leaf_count);

    // The last one too, whatever the step: it is the neighbour of the empty leaves.
    let last = leaves.len() - 1;
    for index in (0..last).step_by(proof_every).chain([last]) {
        let leaf_index = u32::try_from(index).unwrap();
        let proof = ours.proof(leaf_index).unwrap();
        assert_eq!(proof, spl.get_proof_of_leaf(index), "proof of {index} in {leaf_count}");
        assert_eq!(recompute(leaves[index], &proof, leaf_index), ours.root());
        assert_eq!(verify_proof(&ours.root(), ours.depth(), &leaves[index], leaf_index, &proof), Ok(()));
    }
    assert_eq!(ours.proof(leaf_count), None);
}

fn filled(leaves: &[Hash]) -> Vec<Hash> {
    let mut filled = leaves.to_vec();
    filled.resize(leaves.len().next_power_of_two(), EMPTY_LEAF);
    filled
}

#[test]
fn trees_of_1_to_64_leaves_are_the_reference_s() {
    for leaf_count in 1..=64 {
        assert_same_tree(leaf_count, 1);
    }
}

#[test]
fn large_trees_are_the_reference_s() {
    for leaf_count in [100, 1_000, 1_023, 1_024, 1_025, 4_097, 10_000, 16_384] {
        assert_same_tree(leaf_count, 97);
    }
}
