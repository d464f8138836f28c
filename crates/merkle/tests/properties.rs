//! Properties of random trees: what is built verifies, and nothing that was tampered with does.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod naive;

use inference_staking_merkle::{verify_multiproof, verify_proof, Hash, MerkleTree};
use naive::{leaf, leaves, NaiveTree};
use proptest::{
    prelude::*,
    sample::{subsequence, Index},
};

const MAX_LEAVES: u32 = 600;

fn tree_and_index() -> impl Strategy<Value = (MerkleTree, u32)> {
    (1..=MAX_LEAVES).prop_flat_map(|len| (Just(MerkleTree::from_leaves(leaves(len)).unwrap()), 0..len))
}

fn tree_and_indices() -> impl Strategy<Value = (MerkleTree, Vec<u32>)> {
    (1..=MAX_LEAVES).prop_flat_map(|len| {
        let most = usize::try_from(len.min(24)).unwrap();
        let all: Vec<u32> = (0..len).collect();
        (Just(MerkleTree::from_leaves(leaves(len)).unwrap()), subsequence(all, 1..=most))
    })
}

fn at(indices: &[u32]) -> Vec<(u32, Hash)> {
    indices.iter().map(|index| (*index, leaf(*index))).collect()
}

fn verifies(root: Hash, depth: u8, mut nodes: Vec<(u32, Hash)>, proof: &[Hash]) -> bool {
    verify_multiproof(&root, depth, &mut nodes, proof).is_ok()
}

fn flip(hash: &mut Hash, bit: u8) {
    hash[usize::from(bit / 8)] ^= 1 << (bit % 8);
}

proptest! {
    #[test]
    fn any_leaf_of_any_tree_verifies((tree, index) in tree_and_index()) {
        let proof = tree.proof(index).unwrap();
        let naive = NaiveTree::new(&leaves(tree.len()));
        prop_assert_eq!((tree.root(), tree.depth()), (naive.root(), naive.depth()));
        prop_assert_eq!(&proof, &naive.proof(index));
        prop_assert_eq!(verify_proof(&tree.root(), tree.depth(), &leaf(index), index, &proof), Ok(()));
    }

    #[test]
    fn any_flipped_bit_fails_a_proof((tree, index) in tree_and_index(), bit: u8, level: Index, index_bit in 0..32) {
        let (root, depth, leaf) = (tree.root(), tree.depth(), leaf(index));
        let proof = tree.proof(index).unwrap();

        let mut other_root = root;
        flip(&mut other_root, bit);
        prop_assert!(verify_proof(&other_root, depth, &leaf, index, &proof).is_err());

        let mut other_leaf = leaf;
        flip(&mut other_leaf, bit);
        prop_assert!(verify_proof(&root, depth, &other_leaf, index, &proof).is_err());

        prop_assert!(verify_proof(&root, depth, &leaf, index ^ (1u32 << index_bit), &proof).is_err());
        prop_assert!(verify_proof(&root, depth ^ (1 << (bit % 8)), &leaf, index, &proof).is_err());

        if !proof.is_empty() {
            let mut other_proof = proof.clone();
            flip(&mut other_proof[level.index(proof.len())], bit);
            prop_assert!(verify_proof(&root, depth, &leaf, index, &other_proof).is_err());
        }
    }

    #[test]
    fn any_set_of_leaves_of_any_tree_verifies((tree, indices) in tree_and_indices()) {
        let proof = tree.multiproof(&indices).unwrap();
        prop_assert_eq!(&proof, &NaiveTree::new(&leaves(tree.len())).multiproof(&indices));
        prop_assert!(verifies(tree.root(), tree.depth(), at(&indices), &proof));
    }

    #[test]
    fn any_flipped_bit_fails_a_multiproof(
        (tree, indices) in tree_and_indices(), bit: u8, which: Index, index_bit in 0..32
    ) {
        let (root, depth) = (tree.root(), tree.depth());
        let proof = tree.multiproof(&indices).unwrap();
        let which_leaf = which.index(indices.len());

        let mut other_root = root;
        flip(&mut other_root, bit);
        prop_assert!(!verifies(other_root, depth, at(&indices), &proof));
        prop_assert!(!verifies(root, depth ^ (1 << (bit % 8)), at(&indices), &proof));

        let mut other_leaf = at(&indices);
        flip(&mut other_leaf[which_leaf].1, bit);
        prop_assert!(!verifies(root, depth, other_leaf, &proof));

        let mut other_index = at(&indices);
        other_index[which_leaf].0 ^= 1u32 << index_bit;
        prop_assert!(!verifies(root, depth, other_index.clone(), &proof));
        other_index.sort_unstable();
        prop_assert!(!verifies(root, depth, other_index, &proof));

        if !proof.is_empty() {
            let mut other_proof = proof.clone();
            flip(&mut other_proof[which.index(proof.len())], bit);
            prop_assert!(!verifies(root, depth, at(&indices), &other_proof));
        }
    }

    #[test]
    fn a_leaf_or_node_more_or_less_fails_a_multiproof(
        (tree, indices) in tree_and_indices(), which: Index, extra: Hash
    ) {
        let (root, depth) = (tree.root(), tree.depth());
        let proof = tree.multiproof(&indices).unwrap();

        let mut fewer_leaves = at(&indices);
        fewer_leaves.remove(which.index(indices.len()));
        prop_assert!(!verifies(root, depth, fewer_leaves, &proof));

        let mut more_leaves = at(&indices);
        more_leaves.insert(which.index(indices.len() + 1), (which.index(1 << depth) as u32, extra));
        prop_assert!(!verifies(root, depth, more_leaves, &proof));

        let mut more_nodes = proof.clone();
        more_nodes.insert(which.index(proof.len() + 1), extra);
        prop_assert!(!verifies(root, depth, at(&indices), &more_nodes));

        if !proof.is_empty() {
            let mut fewer_nodes = proof.clone();
            fewer_nodes.remove(which.index(proof.len()));
            prop_assert!(!verifies(root, depth, at(&indices), &fewer_nodes));
        }
    }

    #[test]
    fn no_input_makes_a_verifier_panic(
        root: Hash, depth: u8, leaf: Hash, leaf_index: u32,
        mut nodes in prop::collection::vec((0u32..64, any::<Hash>()), 0..20),
        proof in prop::collection::vec(any::<Hash>(), 0..40),
        sorted: bool,
    ) {
        if sorted {
            nodes.sort_unstable();
        }
        prop_assert!(verify_proof(&root, depth, &leaf, leaf_index, &proof).is_err());
        prop_assert!(verify_multiproof(&root, depth, &mut nodes, &proof).is_err());
    }
}
