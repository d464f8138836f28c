//! `accrue_rewards`: every way to bend the indices, leaves and nodes of a batch.

use inference_staking_client::instruction::{self as ix, BatchPool, RecordOf};
use inference_staking_client::instructions::BatchLeaf;
use inference_staking_client::StakingError;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;

use super::three_pools::world;

#[test]
fn leaf_indices_increase() {
    let mut world = world();
    for order in [[1, 0, 2], [0, 2, 1], [2, 1, 0]] {
        let batch = order.map(|place| world.batch[place]);
        let proof = world.proof.clone();
        refuses(&mut world.network, StakingError::LeafIndicesNotIncreasing, |network| {
            accrue_batch(network, 1, &batch, proof)
        });
    }
    // The same leaf twice.
    for twice in [[0, 0], [1, 1], [2, 2]] {
        let batch = twice.map(|place| world.batch[place]);
        let proof = multiproof(&world.tree, &batch[..1]);
        refuses(&mut world.network, StakingError::LeafIndicesNotIncreasing, |network| {
            accrue_batch(network, 1, &batch, proof)
        });
    }
}

#[test]
fn leaf_indices_are_within_the_tree() {
    for beyond in [4, 7, 1 << 31, u32::MAX] {
        let mut world = world();
        world.batch[2].leaf.leaf_index = beyond;
        world.refuses(StakingError::LeafIndexOutOfRange);
    }
}

#[test]
fn another_index_in_a_batch_is_another_leaf() {
    let mut world = world();
    world.batch[2].leaf.leaf_index = 2;
    world.refuses(StakingError::ProofMismatch);
}

#[test]
fn a_multiproof_has_exactly_the_nodes_that_the_leaves_miss() {
    let node = world().proof[0];
    for proof in [vec![], vec![node, node], vec![node, [0; 32]], vec![node; 3]] {
        let mut world = world();
        world.proof = proof;
        world.refuses(StakingError::ProofLengthMismatch);
    }
}

#[test]
fn the_nodes_of_a_multiproof_are_bound() {
    for (byte, bit) in [(0, 1), (31, 128)] {
        let mut world = world();
        world.proof[0][byte] ^= bit;
        world.refuses(StakingError::ProofMismatch);
    }
}

#[test]
fn the_amounts_of_every_leaf_are_bound() {
    let bends: [fn(&mut BatchLeaf); 5] = [
        |leaf| leaf.reward += 1,
        |leaf| leaf.reward -= 1,
        |leaf| leaf.usdc += 1,
        |leaf| leaf.usdc -= 1,
        |leaf| (leaf.reward, leaf.usdc) = (50, 100),
    ];
    for bend in bends {
        for place in 0..3 {
            let mut world = world();
            bend(&mut world.batch[place].leaf);
            world.refuses(StakingError::ProofMismatch);
        }
    }
}

#[test]
fn a_batch_of_another_epoch_is_refused() {
    let mut world = world();
    // The same leaves in epoch 2 have other hashes.
    let leaves = world.tree.leaves.clone();
    world.network.publish_leaves(2, leaves, EPOCH_REWARDS, 200);
    let (batch, proof) = (world.batch, world.proof.clone());
    refuses(&mut world.network, StakingError::ProofMismatch, |network| accrue_batch(network, 2, &batch, proof));
}

#[test]
fn a_record_without_roots_takes_no_batch() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    publish_without_roots(&mut network, 1..=1);
    let leaf = BatchLeaf { leaf_index: 0, reward: 0, usdc: 0, with_operator_record: false };
    let RecordOf { operator_pool, .. } = operator.record;
    let pool = BatchPool { operator_pool, operator_staking_record: operator.record.address(), leaf };
    refuses(&mut network, StakingError::RootIndexOutOfRange, |network| {
        network.send(&[ix::accrue_rewards(1, 0, &[pool], vec![])], &[])
    });
}
