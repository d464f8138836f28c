//! Proofs: what the leaf binds, and every way to bend one.

use inference_staking_client::instruction::LeafProof;
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::{Executed, Refused};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::{assert_refused, PaidLeaf, Staker, TestNetwork};
use sha3::{Digest, Keccak256};

fn keccak(parts: &[&[u8]]) -> [u8; 32] {
    parts.iter().fold(Keccak256::new(), |hasher, part| hasher.chain_update(part)).finalize().into()
}

/// The leaf of SPEC 6, by hand: 0x00, program id, epoch, pool, reward, USDC.
fn leaf_by_hand(prefix: &[u8], program_id: &[u8], epoch: u64, paid: &PaidLeaf) -> [u8; 32] {
    let (epoch, reward, usdc) = (epoch.to_le_bytes(), paid.reward.to_le_bytes(), paid.usdc.to_le_bytes());
    keccak(&[prefix, program_id, &epoch, paid.pool.as_ref(), &reward, &usdc])
}

/// A network with one pool of 10 shares, whose tree of three leaves pays it 300 tokens and 30 USDC at index 1.
struct World {
    network: TestNetwork,
    operator: Staker,
    tree: EpochTree,
}

fn world() -> World {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let other = |reward| PaidLeaf { pool: ANOTHER_POOL, reward, usdc: 5 };
    let leaves = vec![other(100), leaf(&operator, 300, 30), other(200)];
    let tree = network.publish_leaves(1, leaves, EPOCH_REWARDS, 100);
    World { network, operator, tree }
}

impl World {
    #[track_caller]
    fn refuses(&mut self, expected: StakingError, bend: impl FnOnce(&mut LeafProof)) {
        let mut proof = self.tree.proof(1);
        bend(&mut proof);
        refuses(&mut self.network, expected, |network| network.accrue(&self.operator, 1, proof));
    }
}

/// Publishes epoch 1 with this root, which claims to pay 300 tokens, and tries to accrue it with `proof`.
fn accrue_from_root(
    network: &mut TestNetwork,
    operator: &Staker,
    (root, depth): ([u8; 32], u8),
    proof: LeafProof,
) -> Result<Executed, Refused> {
    network.fund_vaults(EPOCH_REWARDS, 100);
    network.mark(1).unwrap();
    let args = args::CreateRewardRecord {
        roots: vec![root],
        depths: vec![u16::from(depth)],
        total_rewards: EPOCH_REWARDS,
        total_usdc: 100,
    };
    network.publish(1, args).unwrap();
    network.accrue(operator, 1, proof)
}

fn no_siblings(reward: u64, usdc: u64) -> LeafProof {
    LeafProof { root_index: 0, leaf_index: 0, reward, usdc, proof: vec![] }
}

#[test]
fn a_straight_proof_pays() {
    let mut world = world();
    let proof = world.tree.proof(1);
    world.network.accrue(&world.operator, 1, proof).unwrap();
    assert_eq!(world.network.pool_of(&world.operator).total_staked_amount, 280);
}

#[test]
fn a_proof_has_exactly_as_many_siblings_as_the_tree_is_deep() {
    let mut world = world();
    world.refuses(StakingError::ProofLengthMismatch, |proof| proof.proof.truncate(1));
    world.refuses(StakingError::ProofLengthMismatch, |proof| proof.proof = vec![proof.proof[1]]);
    world.refuses(StakingError::ProofLengthMismatch, |proof| proof.proof.clear());
    world.refuses(StakingError::ProofLengthMismatch, |proof| proof.proof.push([0; 32]));
    world.refuses(StakingError::ProofLengthMismatch, |proof| proof.proof.insert(0, [0; 32]));
}

#[test]
fn an_index_beyond_the_tree_is_refused_even_if_its_lower_bits_fit() {
    let mut world = world();
    for beyond in [4, 5, 1 + (1 << 31), u32::MAX] {
        world.refuses(StakingError::LeafIndexOutOfRange, |proof| proof.leaf_index = beyond);
    }
}

#[test]
fn another_index_is_another_leaf() {
    let mut world = world();
    for index in [0, 2, 3] {
        world.refuses(StakingError::ProofMismatch, |proof| proof.leaf_index = index);
    }
}

#[test]
fn siblings_are_bound_in_value_and_order() {
    let mut world = world();
    world.refuses(StakingError::ProofMismatch, |proof| proof.proof.swap(0, 1));
    for level in 0..2 {
        for (byte, bit) in [(0, 1), (31, 128)] {
            world.refuses(StakingError::ProofMismatch, |proof| proof.proof[level][byte] ^= bit);
        }
    }
}

#[test]
fn amounts_are_bound() {
    let mut world = world();
    world.refuses(StakingError::ProofMismatch, |proof| proof.reward = 301);
    world.refuses(StakingError::ProofMismatch, |proof| proof.reward = 299);
    world.refuses(StakingError::ProofMismatch, |proof| proof.usdc = 31);
    world.refuses(StakingError::ProofMismatch, |proof| proof.usdc = 29);
    world.refuses(StakingError::ProofMismatch, |proof| (proof.reward, proof.usdc) = (30, 300));
    world.refuses(StakingError::ProofMismatch, |proof| (proof.reward, proof.usdc) = (0, 0));
}

#[test]
fn another_pool_s_leaf_pays_nobody_else() {
    let mut world = world();
    let others = [0, 2].map(|index| world.tree.proof(index));
    for other in others {
        world.refuses(StakingError::ProofMismatch, |proof| *proof = other);
    }
}

#[test]
fn an_empty_leaf_pays_nothing_to_nobody() {
    let mut world = world();
    // Index 3 is empty: its sibling is leaf 2, and above it leaves 0 and 1.
    let beside = world.tree.proof(2);
    let left_half = beside.proof[1];
    let last = &world.tree.leaves[2];
    let leaf_2 = leaf_by_hand(&[0], address::program_id().as_ref(), 1, last);
    for (reward, usdc) in [(0, 0), (300, 30)] {
        let proof = vec![leaf_2, left_half];
        world.refuses(StakingError::ProofMismatch, |bent| {
            *bent = LeafProof { root_index: 0, leaf_index: 3, reward, usdc, proof };
        });
    }
}

#[test]
fn the_node_above_the_leaf_is_refused_in_its_place() {
    let mut world = world();
    // The node above the pool's leaf, its sibling, and one more to make up the length.
    let upper = world.tree.proof(1).proof[1];
    world.refuses(StakingError::ProofLengthMismatch, |proof| {
        proof.leaf_index = 0;
        proof.proof = vec![upper];
    });
    world.refuses(StakingError::ProofMismatch, |proof| {
        proof.leaf_index = 0;
        proof.proof = vec![upper, upper];
    });
    world.refuses(StakingError::ProofMismatch, |proof| {
        proof.leaf_index = 0;
        proof.proof = vec![[0; 32], upper];
    });
}

#[test]
fn the_leaf_is_the_one_of_the_specification() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let root = leaf_by_hand(&[0], address::program_id().as_ref(), 1, &leaf(&operator, 300, 30));
    accrue_from_root(&mut network, &operator, (root, 0), no_siblings(300, 30)).unwrap();
    assert_eq!(network.pool_of(&operator).total_staked_amount, 280);
}

#[test]
fn a_leaf_of_another_program_epoch_or_form_is_refused() {
    let program_id = address::program_id().to_bytes();
    let paid = |operator: &Staker| leaf(operator, 300, 30);
    type Root<'a> = Box<dyn Fn(&Staker) -> [u8; 32] + 'a>;
    let roots: [Root; 7] = [
        Box::new(|operator| leaf_by_hand(&[0], &[8; 32], 1, &paid(operator))),
        Box::new(|operator| leaf_by_hand(&[0], &program_id, 0, &paid(operator))),
        Box::new(|operator| leaf_by_hand(&[0], &program_id, 2, &paid(operator))),
        Box::new(|operator| leaf_by_hand(&[0], &program_id, 1 << 32 | 1, &paid(operator))),
        // Without the prefix, with that of a node, and hashed twice.
        Box::new(|operator| leaf_by_hand(&[], &program_id, 1, &paid(operator))),
        Box::new(|operator| leaf_by_hand(&[1], &program_id, 1, &paid(operator))),
        Box::new(|operator| keccak(&[&leaf_by_hand(&[0], &program_id, 1, &paid(operator))])),
    ];
    for root in roots {
        let mut network = small_network();
        let operator = network.operator("operator", 10);
        let result = accrue_from_root(&mut network, &operator, (root(&operator), 0), no_siblings(300, 30));
        assert_refused(result, StakingError::ProofMismatch);
    }
}

#[test]
fn nodes_are_the_hash_of_left_and_right_and_not_sorted() {
    // Whatever the order of the two hashes by value is, one of the two directions has the larger one on the left.
    for index in [0, 1] {
        let mut network = small_network();
        let operator = network.operator("operator", 10);
        let own = leaf_by_hand(&[0], address::program_id().as_ref(), 1, &leaf(&operator, 300, 30));
        let sibling = [5; 32];
        let root = if index == 0 { keccak(&[&own, &sibling]) } else { keccak(&[&sibling, &own]) };
        let proof = LeafProof { leaf_index: index, proof: vec![sibling], ..no_siblings(300, 30) };
        accrue_from_root(&mut network, &operator, (root, 1), proof.clone()).unwrap();
        assert_eq!(network.pool_of(&operator).total_staked_amount, 280);
    }
}

#[test]
fn a_tree_of_one_leaf_takes_index_zero_and_no_siblings() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let proof = publish_leaf(&mut network, 1, &operator, (300, 30), 100);
    for leaf_index in [1, 2, u32::MAX] {
        let bent = LeafProof { leaf_index, ..proof.clone() };
        refuses(&mut network, StakingError::LeafIndexOutOfRange, |network| network.accrue(&operator, 1, bent));
    }
    let bent = LeafProof { proof: vec![[0; 32]], ..proof.clone() };
    refuses(&mut network, StakingError::ProofLengthMismatch, |network| network.accrue(&operator, 1, bent));
    network.accrue(&operator, 1, proof).unwrap();
}
