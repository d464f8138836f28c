//! Proofs against the builder, the builder against the registry's reference, and hostile proofs (SPEC 6).

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use bolero::check;
use inference_staking_merkle::{node_hash, verify_multiproof, verify_proof, Hash, MerkleTree, EMPTY_LEAF};
use spl_merkle_tree_reference::MerkleTree as Reference;

/// Distinct leaves, none of them empty.
fn leaves(count: u16) -> Vec<Hash> {
    let leaf = |number: u16| {
        let mut hash = [7; 32];
        hash[..2].copy_from_slice(&number.to_le_bytes());
        hash
    };
    (0..count).map(leaf).collect()
}

/// The root by the definition alone: padded to a power of two, then pairwise.
fn root_by_definition(leaves: &[Hash]) -> Hash {
    let mut level = leaves.to_vec();
    level.resize(leaves.len().next_power_of_two(), EMPTY_LEAF);
    while level.len() > 1 {
        level = level.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
    }
    level[0]
}

#[test]
fn every_leaf_is_proven_at_its_place_alone() {
    check!().with_type::<(u16, u16, u32, u8)>().for_each(|(count, at, elsewhere, bit)| {
        let leaves = leaves(*count % 300 + 1);
        let tree = MerkleTree::from_leaves(leaves.clone()).unwrap();
        assert_eq!(tree.root(), root_by_definition(&leaves));
        let index = usize::from(*at) % leaves.len();
        let place = u32::try_from(index).unwrap();
        let proof = tree.proof(place).unwrap();
        assert_eq!(proof.len(), usize::from(tree.depth()));
        assert_eq!(verify_proof(&tree.root(), tree.depth(), &leaves[index], place, &proof), Ok(()));
        if *elsewhere != place {
            assert!(verify_proof(&tree.root(), tree.depth(), &leaves[index], *elsewhere, &proof).is_err());
        }
        let mut changed = leaves[index];
        changed[usize::from(bit / 8)] ^= 1 << (bit % 8);
        assert!(verify_proof(&tree.root(), tree.depth(), &changed, place, &proof).is_err());
    });
}

#[test]
fn the_reference_gives_the_same_root_and_takes_our_proofs() {
    check!().with_type::<(u8, u8)>().for_each(|(count, at)| {
        let leaves = leaves(u16::from(*count % 64) + 1);
        let tree = MerkleTree::from_leaves(leaves.clone()).unwrap();
        let reference = Reference::new(&leaves);
        assert_eq!(reference.get_root(), tree.root());
        let index = usize::from(*at) % leaves.len();
        assert_eq!(reference.get_proof_of_leaf(index), tree.proof(u32::try_from(index).unwrap()).unwrap());
    });
}

#[test]
fn a_multiproof_proves_its_leaves_and_no_others() {
    check!().with_type::<(u8, Vec<u8>, u16)>().for_each(|(count, wanted, flip)| {
        let leaves = leaves(u16::from(*count) + 1);
        let tree = MerkleTree::from_leaves(leaves.clone()).unwrap();
        let mut indices: Vec<usize> = wanted.iter().map(|at| usize::from(*at) % leaves.len()).collect();
        indices.sort_unstable();
        indices.dedup();
        let places: Vec<u32> = indices.iter().map(|index| u32::try_from(*index).unwrap()).collect();
        let Ok(proof) = tree.multiproof(&places) else { return assert!(indices.is_empty()) };
        let nodes: Vec<(u32, Hash)> = indices.iter().zip(&places).map(|(at, place)| (*place, leaves[*at])).collect();
        let verify = |mut nodes: Vec<(u32, Hash)>, proof: &[Hash]| {
            verify_multiproof(&tree.root(), tree.depth(), &mut nodes, proof)
        };
        assert_eq!(verify(nodes.clone(), &proof), Ok(()));
        let mut longer = proof.clone();
        longer.push([9; 32]);
        assert!(verify(nodes.clone(), &longer).is_err());
        if let Some((_, shorter)) = proof.split_last() {
            assert!(verify(nodes.clone(), shorter).is_err());
        }
        let at = usize::from(*flip) % nodes.len();
        let mut changed = nodes.clone();
        changed[at].1[3] ^= 1;
        assert!(verify(changed, &proof).is_err());
        let mut moved = nodes;
        moved[at].0 ^= 1;
        assert!(verify(moved, &proof).is_err());
    });
}

#[test]
fn hostile_proofs_neither_pass_nor_panic() {
    type Drawn = (Hash, u8, Vec<(u32, Hash)>, Vec<Hash>);
    check!().with_type::<Drawn>().for_each(|(root, depth, nodes, proof)| {
        let many = verify_multiproof(root, *depth, &mut nodes.clone(), proof);
        // Only a tree of one leaf has its leaf as root; any other hit would be a collision.
        let is_root = *depth == 0 && proof.is_empty() && matches!(nodes[..], [(0, leaf)] if leaf == *root);
        assert_eq!(many.is_ok(), is_root);
        if let [(index, leaf)] = nodes[..] {
            assert_eq!(verify_proof(root, *depth, &leaf, index, proof).is_ok(), is_root);
        }
    });
}
