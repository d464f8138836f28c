//! What a proof of several leaves is, and what it must not pass for.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod naive;

use inference_staking_merkle::{verify_multiproof, BuildError, Hash, MerkleTree, MultiproofError, EMPTY_LEAF};
use naive::{leaf, leaves, NaiveTree};

/// 11 leaves: depth 4, and five empty leaves at the end.
fn tree() -> (NaiveTree, MerkleTree) {
    let leaves = leaves(11);
    (NaiveTree::new(&leaves), MerkleTree::from_leaves(leaves).unwrap())
}

fn at(indices: &[u32]) -> Vec<(u32, Hash)> {
    indices.iter().map(|index| (*index, leaf(*index))).collect()
}

fn verify(tree: &MerkleTree, mut nodes: Vec<(u32, Hash)>, proof: &[Hash]) -> Result<(), MultiproofError> {
    verify_multiproof(&tree.root(), tree.depth(), &mut nodes, proof)
}

#[test]
fn the_missing_siblings_stand_level_by_level_from_left_to_right() {
    let (naive, tree) = tree();
    // Leaves 2 and 3 are siblings; 6 and 9 miss theirs.
    let indices = [2, 3, 6, 9];
    let expected = [
        naive.node(0, 7),
        naive.node(0, 8),
        // Level 1 has 1, 3 and 4 in the climb.
        naive.node(1, 0),
        naive.node(1, 2),
        naive.node(1, 5),
        // Level 2 has 0, 1 and 2.
        naive.node(2, 3),
    ];
    assert_eq!(tree.multiproof(&indices).unwrap(), expected);
    assert_eq!(verify(&tree, at(&indices), &expected), Ok(()));
    for first in 0..expected.len() - 1 {
        let mut swapped = expected;
        swapped.swap(first, first + 1);
        assert_eq!(verify(&tree, at(&indices), &swapped), Err(MultiproofError::RootMismatch));
    }
}

#[test]
fn every_set_of_leaves_of_every_small_tree_verifies() {
    for leaf_count in 1..=11 {
        let leaves = leaves(leaf_count);
        let (naive, tree) = (NaiveTree::new(&leaves), MerkleTree::from_leaves(leaves).unwrap());
        for set in 1u32..1 << leaf_count {
            let indices: Vec<u32> = (0..leaf_count).filter(|index| set >> index & 1 == 1).collect();
            let proof = tree.multiproof(&indices).unwrap();
            assert_eq!(proof, naive.multiproof(&indices), "{indices:?} of {leaf_count}");
            assert_eq!(verify(&tree, at(&indices), &proof), Ok(()), "{indices:?} of {leaf_count}");
        }
    }
}

#[test]
fn the_multiproof_of_one_leaf_is_its_proof() {
    let (_, tree) = tree();
    for index in 0..11 {
        assert_eq!(tree.multiproof(&[index]).unwrap(), tree.proof(index).unwrap());
    }
}

#[test]
fn the_multiproof_of_all_leaves_of_a_full_tree_is_empty() {
    let tree = MerkleTree::from_leaves(leaves(16)).unwrap();
    let all: Vec<u32> = (0..16).collect();
    assert_eq!(tree.multiproof(&all), Ok(vec![]));
    assert_eq!(verify(&tree, at(&all), &[]), Ok(()));
}

#[test]
fn no_leaf_proves_nothing() {
    let (_, tree) = tree();
    assert_eq!(verify(&tree, vec![], &[]), Err(MultiproofError::NoLeaves));
    assert_eq!(verify(&tree, vec![], &[tree.root()]), Err(MultiproofError::NoLeaves));
    assert_eq!(tree.multiproof(&[]), Err(MultiproofError::NoLeaves));
}

#[test]
fn a_leaf_given_twice_or_out_of_order_fails() {
    let (_, tree) = tree();
    let proof = tree.multiproof(&[2, 3, 6]).unwrap();
    for indices in [&[2, 2, 3, 6], &[2, 3, 3, 6], &[2, 3, 6, 6]] {
        assert_eq!(verify(&tree, at(indices), &proof), Err(MultiproofError::IndicesNotIncreasing));
        assert_eq!(tree.multiproof(indices), Err(MultiproofError::IndicesNotIncreasing));
    }
    for indices in [[3, 2, 6], [2, 6, 3], [6, 3, 2]] {
        assert_eq!(verify(&tree, at(&indices), &proof), Err(MultiproofError::IndicesNotIncreasing));
    }
    // Twice with two paths of its own, as if they were two subtrees: the climb would accept it.
    let path = tree.proof(2).unwrap();
    let doubled: Vec<Hash> = path.iter().flat_map(|sibling| [*sibling, *sibling]).collect();
    assert_eq!(verify(&tree, at(&[2, 2]), &doubled), Err(MultiproofError::IndicesNotIncreasing));
}

#[test]
fn one_of_several_indices_beyond_the_tree_fails_them_all() {
    let (_, tree) = tree();
    let proof = tree.multiproof(&[2, 6]).unwrap();
    for beyond in [16 + 6, 32 + 6, (1 << 31) + 6] {
        let nodes = vec![(2, leaf(2)), (beyond, leaf(6))];
        assert_eq!(verify(&tree, nodes, &proof), Err(MultiproofError::IndexBeyondTree));
    }
    assert_eq!(tree.multiproof(&[2, 11]), Err(MultiproofError::IndexBeyondTree), "an empty leaf");
    assert_eq!(tree.multiproof(&[2, 16]), Err(MultiproofError::IndexBeyondTree));

    let too_deep = verify_multiproof(&leaf(0), 32, &mut [(0, leaf(0))], &[EMPTY_LEAF; 32]);
    assert_eq!(too_deep, Err(MultiproofError::IndexBeyondTree));
}

#[test]
fn a_multiproof_of_another_length_fails() {
    let (_, tree) = tree();
    // 2 and 9 meet only in the root; 2 and 3 go on as one node from level 1.
    for indices in [&[2, 9][..], &[2, 3], &[2, 3, 6, 9], &[4]] {
        let proof = tree.multiproof(indices).unwrap();
        for length in 0..proof.len() {
            assert_eq!(verify(&tree, at(indices), &proof[..length]), Err(MultiproofError::WrongLength));
        }
        for extra in [EMPTY_LEAF, tree.root(), proof[0]] {
            let longer = [proof.as_slice(), &[extra]].concat();
            assert_eq!(verify(&tree, at(indices), &longer), Err(MultiproofError::WrongLength));
        }
    }
}

#[test]
fn inner_nodes_cannot_pose_as_leaves() {
    let (naive, tree) = tree();
    // Nodes 1 and 4 of level 1 with the rest of the way: true in a tree of depth 3, not in this one.
    let mut nodes = [(1, naive.node(1, 1)), (4, naive.node(1, 4))];
    let proof = NaiveTree::new(&(0..8).map(|index| naive.node(1, index)).collect::<Vec<_>>()).multiproof(&[1, 4]);
    assert_eq!(verify_multiproof(&tree.root(), 3, &mut nodes.clone(), &proof), Ok(()));
    assert_eq!(verify_multiproof(&tree.root(), 4, &mut nodes, &proof), Err(MultiproofError::WrongLength));
}

#[test]
fn one_wrong_leaf_fails_the_whole_batch() {
    let (_, tree) = tree();
    let indices = [2, 3, 6, 9];
    let proof = tree.multiproof(&indices).unwrap();
    for wrong in 0..indices.len() {
        for hash in [leaf(10), EMPTY_LEAF] {
            let mut nodes = at(&indices);
            nodes[wrong].1 = hash;
            assert_eq!(verify(&tree, nodes, &proof), Err(MultiproofError::RootMismatch));
        }
    }
}

#[test]
fn a_tree_needs_a_leaf() {
    assert_eq!(MerkleTree::from_leaves(vec![]).unwrap_err(), BuildError::NoLeaves);
}
