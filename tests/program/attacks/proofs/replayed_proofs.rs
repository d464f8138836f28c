//! Same proof twice; leaf of another epoch, pool, program or root.

use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_merkle::{Leaf, MerkleTree};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::Staker;

use crate::chain::{start, TestNetwork};
use crate::world::*;

/// Tries to accrue `epoch` and is refused.
#[track_caller]
fn refuses_leaf(network: &mut TestNetwork, expected: StakingError, operator: &Staker, epoch: u64, proof: LeafProof) {
    let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, epoch, operator.record.address());
    refuses_instruction(network, expected, ix::accrue_reward(accounts, proof), &[]);
}

/// The pools of two operators, each with 2,000 tokens.
fn two_pools() -> (TestNetwork, Staker, Staker) {
    let mut network = start();
    let operator = network.operator("operator", 2_000 * ONE);
    let mallory = network.operator("mallory", 2_000 * ONE);
    (network, operator, mallory)
}

/// `T`, commission, and what the record of epoch 1 still holds.
fn paid(network: &mut TestNetwork, operator: &Staker) -> (u64, u64, u64) {
    let pool = network.pool_of(operator);
    let remaining = network.reward_record(1).unwrap().remaining_rewards;
    (pool.total_staked_amount / ONE, pool.reward_commission / ONE, remaining / ONE)
}

#[test]
fn the_same_proof_pays_once() {
    let (mut network, operator, mallory) = two_pools();
    let leaves = vec![leaf(&mallory, 1_000 * ONE, 100 * ONE), leaf(&operator, 9_000 * ONE, 900 * ONE)];
    let tree = network.publish_leaves(1, leaves, EMISSION, 1_000 * ONE);
    network.accrue(&mallory, 1, tree.proof(0)).unwrap();
    // 100 commission, 900 for the 2,000 shares; 9,000 remain.
    assert_eq!(paid(&mut network, &mallory), (2_900, 100, 9_000));

    refuses_leaf(&mut network, StakingError::EpochAlreadyAccrued, &mallory, 1, tree.proof(0));
    let batch = [batch_pool(&mallory, &tree, 0)];
    let proof = tree.tree.multiproof(&[0]).unwrap();
    let again = ix::accrue_rewards(1, 0, &batch, proof);
    refuses_instruction(&mut network, StakingError::EpochAlreadyAccrued, again, &[]);
    // In one batch with a pool that is due, nothing is accrued at all.
    let batch = [batch_pool(&mallory, &tree, 0), batch_pool(&operator, &tree, 1)];
    refuses_instruction(&mut network, StakingError::EpochAlreadyAccrued, ix::accrue_rewards(1, 0, &batch, vec![]), &[]);
    // And twice in one transaction.
    let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, 1, operator.record.address());
    let twice = [ix::accrue_reward(accounts, tree.proof(1)), ix::accrue_reward(accounts, tree.proof(1))];
    inference_staking_test_kit::assert_refused(network.send(&twice, &[]), StakingError::EpochAlreadyAccrued);
    network.accrue(&operator, 1, tree.proof(1)).unwrap();
    assert_eq!(paid(&mut network, &operator), (2_000 + 8_100, 900, 0));
}

#[test]
fn a_skipped_epoch_is_caught_up_once() {
    let (mut network, operator, _) = two_pools();
    let tree = network.publish_leaves(1, vec![leaf(&operator, 1_000 * ONE, 0)], EMISSION, 0);
    network.pass_time(3 * DAY);
    network.send(&[ix::accrue_reward_emergency_bypass(operator.record.operator_pool, 1)], &[]).unwrap();
    assert_eq!(paid(&mut network, &operator), (2_000, 0, 10_000));
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    assert_eq!(paid(&mut network, &operator), (2_900, 100, 9_000));
    refuses_leaf(&mut network, StakingError::EpochAlreadyAccrued, &operator, 1, tree.proof(0));
}

#[test]
fn a_pool_that_stands_in_two_trees_of_an_epoch_is_paid_once() {
    let (mut network, operator, _) = two_pools();
    let trees = [1_000, 2_000].map(|reward| EpochTree::new(1, vec![leaf(&operator, reward * ONE, 0)]));
    network.fund_vaults(EMISSION, 0);
    network.mark(1).unwrap();
    let roots = trees.iter().map(|tree| tree.tree.root()).collect();
    let args = args::CreateRewardRecord { roots, depths: vec![0, 0], total_rewards: EMISSION, total_usdc: 0 };
    network.publish(1, args).unwrap();

    let under = |root_index, tree: usize| LeafProof { root_index, ..trees[tree].proof(0) };
    refuses_leaf(&mut network, StakingError::ProofMismatch, &operator, 1, under(0, 1));
    refuses_leaf(&mut network, StakingError::ProofMismatch, &operator, 1, under(1, 0));
    refuses_leaf(&mut network, StakingError::RootIndexOutOfRange, &operator, 1, under(2, 0));
    refuses_leaf(&mut network, StakingError::RootIndexOutOfRange, &operator, 1, under(255, 0));
    network.accrue(&operator, 1, under(1, 1)).unwrap();
    refuses_leaf(&mut network, StakingError::EpochAlreadyAccrued, &operator, 1, under(0, 0));
    assert_eq!(paid(&mut network, &operator), (2_000 + 1_800, 200, 8_000));
}

#[test]
fn a_leaf_pays_in_its_own_epoch_to_its_own_pool() {
    let (mut network, operator, mallory) = two_pools();
    let rich = vec![leaf(&mallory, 4_000 * ONE, 0), leaf(&operator, 6_000 * ONE, 0)];
    let first = network.publish_leaves(1, rich, EMISSION, 0);
    // Mallory with the leaf of the operator, the operator's amounts, and the operator's place.
    refuses_leaf(&mut network, StakingError::ProofMismatch, &mallory, 1, first.proof(1));
    let greedy = LeafProof { reward: 6_000 * ONE, ..first.proof(0) };
    refuses_leaf(&mut network, StakingError::ProofMismatch, &mallory, 1, greedy);
    let moved = LeafProof { leaf_index: 1, ..first.proof(0) };
    refuses_leaf(&mut network, StakingError::ProofMismatch, &mallory, 1, moved);
    let in_usdc = LeafProof { reward: 0, usdc: 4_000 * ONE, ..first.proof(0) };
    refuses_leaf(&mut network, StakingError::ProofMismatch, &mallory, 1, in_usdc);
    network.accrue(&mallory, 1, first.proof(0)).unwrap();

    // In epoch 2 Mallory earned one unit, and brings the leaf of epoch 1 again.
    network.pass_time(DAY);
    let second = network.publish_leaves(2, vec![leaf(&mallory, 1, 0), leaf(&operator, 1, 0)], EMISSION, 0);
    refuses_leaf(&mut network, StakingError::ProofMismatch, &mallory, 2, first.proof(0));
    refuses_leaf(&mut network, StakingError::EpochAlreadyAccrued, &mallory, 1, first.proof(0));
    // The operator has not passed epoch 1: the leaf of epoch 2 serves neither epoch.
    refuses_leaf(&mut network, StakingError::ProofMismatch, &operator, 1, second.proof(1));
    refuses_leaf(&mut network, StakingError::EpochOutOfOrder, &operator, 2, second.proof(1));
    network.accrue(&mallory, 2, second.proof(0)).unwrap();
    // 2,000 + 3,600 + 1 unit, whose commission of 0.1 rounds down to nothing.
    assert_eq!(network.pool_of(&mallory).total_staked_amount, 5_600 * ONE + 1);
    assert_eq!(network.pool_of(&mallory).reward_commission, 400 * ONE);
}

#[test]
fn a_leaf_of_another_program_pays_nothing() {
    let (mut network, _, mallory) = two_pools();
    // The same service computes trees for a second deployment, and publishes one of them here.
    let pool = mallory.record.operator_pool.to_bytes();
    let hash = |program_id: &[u8; 32]| Leaf { program_id, epoch: 1, pool: &pool, reward: ONE, usdc: 0 }.hash();
    let tree = MerkleTree::from_leaves(vec![hash(&[9; 32])]).unwrap();
    network.fund_vaults(EMISSION, 0);
    network.mark(1).unwrap();
    let totals = EpochTree { leaves: vec![], tree }.record_args(EMISSION, 0);
    assert_ne!(totals.roots[0], hash(&address::program_id().to_bytes()));
    network.publish(1, totals).unwrap();
    let proof = LeafProof { root_index: 0, leaf_index: 0, reward: ONE, usdc: 0, proof: vec![] };
    refuses_leaf(&mut network, StakingError::ProofMismatch, &mallory, 1, proof);
    assert_eq!(paid(&mut network, &mallory), (2_000, 0, 10_000));
}
