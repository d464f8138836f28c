//! A tree of a million leaves (SPEC 17), built in parallel.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod naive;

use inference_staking_merkle::{verify_multiproof, verify_proof, Hash, MerkleTree};
use naive::{leaf, leaves, NaiveTree};

const LEAVES: u32 = 1_000_000;

#[test]
fn a_million_leaves_give_the_root_of_the_plain_fold() {
    let leaves = leaves(LEAVES);
    let naive = NaiveTree::new(&leaves);
    let tree = MerkleTree::from_leaves(leaves).unwrap();
    assert_eq!((tree.root(), tree.depth(), tree.len()), (naive.root(), 20, LEAVES));

    for index in [0, 1, 499_999, 524_287, 524_288, LEAVES - 1] {
        let proof = tree.proof(index).unwrap();
        assert_eq!(proof, naive.proof(index));
        assert_eq!(verify_proof(&tree.root(), 20, &leaf(index), index, &proof), Ok(()));
    }

    let indices = [0, 1, 2, 499_999, 524_288, LEAVES - 1];
    let mut nodes = indices.map(|index| (index, leaf(index)));
    let proof: Vec<Hash> = tree.multiproof(&indices).unwrap();
    assert_eq!(verify_multiproof(&tree.root(), 20, &mut nodes, &proof), Ok(()));
}
