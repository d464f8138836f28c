//! `accrue_rewards`: all of a batch or none, and every way to bend its proof.

use inference_staking_client::instruction::{self as ix, BatchPool};
use inference_staking_client::instructions::{BatchLeaf, CreateOperatorPoolArgs};
use inference_staking_client::state::RewardRecord;
use inference_staking_client::{address, StakingError};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::pools::bypass;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{change_overview, change_pool};
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};

/// Three pools of 10 shares, the second of which stakes its commission, at leaves 0, 1 and 3 of epoch 1.
struct World {
    network: TestNetwork,
    pools: [Staker; 3],
    tree: EpochTree,
    batch: [BatchPool; 3],
    proof: Vec<[u8; 32]>,
}

/// Each pool gets 100 tokens and 50 USDC of 10,000 and `total_usdc`.
fn world_with(mut network: TestNetwork, total_usdc: u64) -> World {
    let pools = [("first", false), ("second", true), ("third", false)].map(|(name, auto_stake)| {
        let args = CreateOperatorPoolArgs { auto_stake, ..pool_args() };
        network.operator_with(name, 10, args)
    });
    let mut leaves: Vec<PaidLeaf> = pools.iter().map(|pool| leaf(pool, 100, 50)).collect();
    leaves.insert(2, PaidLeaf { pool: [7; 32].into(), reward: 1, usdc: 1 });
    let tree = network.publish_leaves(1, leaves, EPOCH_REWARDS, total_usdc);
    let batch = [(0, 0), (1, 1), (2, 3)].map(|(pool, place)| batch_pool(&mut network, &pools[pool], &tree, place));
    let proof = multiproof(&tree, &batch);
    assert_eq!(proof.len(), 1);
    World { network, pools, tree, batch, proof }
}

fn world() -> World {
    world_with(small_network(), 200)
}

impl World {
    #[track_caller]
    fn refuses(&mut self, expected: StakingError) {
        let (batch, proof) = (self.batch, self.proof.clone());
        refuses(&mut self.network, expected, |network| accrue_batch(network, 1, &batch, proof));
    }

    /// The same, and the log names the pool at `place`, and no other one.
    #[track_caller]
    fn refuses_at(&mut self, expected: StakingError, place: usize) {
        self.refuses(expected);
        let refused = accrue_batch(&mut self.network, 1, &self.batch, self.proof.clone()).unwrap_err();
        let names = |pool: &Staker| {
            let key = pool.record.operator_pool.to_string();
            refused.logs.iter().any(|line| line.starts_with("Program log:") && line.contains(&key))
        };
        let named = self.pools.each_ref().map(names);
        assert_eq!(named, [0, 1, 2].map(|pool| pool == place), "{refused}");
    }
}

#[test]
fn an_untouched_batch_is_accrued() {
    let mut world = world();
    accrue_batch(&mut world.network, 1, &world.batch, world.proof.clone()).unwrap();
    let staked = world.pools.each_ref().map(|pool| world.network.pool_of(pool).total_staked_amount);
    // 10 + 90, and 10 more where the commission is staked.
    assert_eq!(staked, [100, 110, 100]);
}

#[test]
fn a_pool_that_has_accrued_already_rolls_the_whole_batch_back() {
    for place in 0..3 {
        let mut world = world();
        let leaf = [0, 1, 3][place];
        world.network.accrue(&world.pools[place], 1, world.tree.proof(leaf)).unwrap();
        world.refuses_at(StakingError::EpochAlreadyAccrued, place);
    }
}

#[test]
fn a_pool_that_has_epochs_to_pass_before_rolls_the_whole_batch_back() {
    let mut network = small_network();
    let pools = ["first", "second"].map(|name| network.operator(name, 10));
    publish_without_roots(&mut network, 1..=1);
    bypass(&mut network, &pools[0], 1).unwrap();
    let leaves = pools.iter().map(|pool| leaf(pool, 100, 50)).collect();
    let tree = network.publish_leaves(2, leaves, EPOCH_REWARDS, 100);
    let batch = [0, 1].map(|index| batch_pool(&mut network, &pools[index], &tree, index));
    refuses(&mut network, StakingError::EpochOutOfOrder, |network| accrue_batch(network, 2, &batch, vec![]));
    bypass(&mut network, &pools[1], 1).unwrap();
    accrue_batch(&mut network, 2, &batch, vec![]).unwrap();
}

#[test]
fn a_closed_pool_rolls_the_whole_batch_back() {
    let mut network = small_network();
    let pools = ["open", "closed"].map(|name| network.operator(name, 10));
    publish_without_roots(&mut network, 1..=1);
    for pool in &pools {
        bypass(&mut network, pool, 1).unwrap();
    }
    let leaves = pools.iter().map(|pool| leaf(pool, 100, 50)).collect();
    let tree = network.publish_leaves(2, leaves, EPOCH_REWARDS, 100);
    change_pool(&mut network, &pools[1], |pool| pool.closed_at_epoch = 1);
    let batch = [0, 1].map(|index| batch_pool(&mut network, &pools[index], &tree, index));
    refuses(&mut network, StakingError::EpochAfterClose, |network| accrue_batch(network, 2, &batch, vec![]));
    change_pool(&mut network, &pools[1], |pool| pool.closed_at_epoch = 2);
    accrue_batch(&mut network, 2, &batch, vec![]).unwrap();
}

#[test]
fn leaves_that_sum_above_the_record_roll_the_whole_batch_back() {
    // The first two take 100 of 149 USDC; 49 are left for the third.
    let mut world = world_with(small_network(), 149);
    world.refuses_at(StakingError::LeafExceedsRecord, 2);
    let part = [world.batch[0], world.batch[1]];
    let proof = multiproof(&world.tree, &part);
    accrue_batch(&mut world.network, 1, &part, proof).unwrap();
    assert_eq!(world.network.reward_record(1).unwrap().remaining_usdc, 49);
    let mut enough = world_with(small_network(), 150);
    accrue_batch(&mut enough.network, 1, &enough.batch, enough.proof.clone()).unwrap();
    assert_eq!(enough.network.reward_record(1).unwrap().remaining_usdc, 0);
}

#[test]
fn a_pool_that_stands_in_a_tree_twice_is_paid_once() {
    let mut network = small_network();
    for auto_stake in [false, true] {
        let args = CreateOperatorPoolArgs { auto_stake, ..pool_args() };
        let epoch = if auto_stake { 2 } else { 1 };
        let operator = network.operator_with(if auto_stake { "second" } else { "first" }, 10, args);
        let leaves = vec![leaf(&operator, 100, 50), leaf(&operator, 200, 50)];
        let tree = network.publish_leaves(epoch, leaves, EPOCH_REWARDS, 100);
        let batch = [0, 1].map(|index| batch_pool(&mut network, &operator, &tree, index));
        refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| {
            accrue_batch(network, epoch, &batch, vec![])
        });
        let proof = multiproof(&tree, &batch[1..]);
        accrue_batch(&mut network, epoch, &batch[1..], proof).unwrap();
        let proof = multiproof(&tree, &batch[..1]);
        refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| {
            accrue_batch(network, epoch, &batch[..1], proof)
        });
    }
}

#[test]
fn an_empty_batch_is_refused() {
    let mut world = world();
    for proof in [vec![], vec![world.tree.tree.root()], world.proof.clone()] {
        refuses(&mut world.network, StakingError::BatchEmpty, |network| accrue_batch(network, 1, &[], proof));
    }
}

#[test]
fn an_accrual_halt_stops_batches() {
    let mut world = world();
    change_overview(&mut world.network, |overview| overview.accrual_halted = 1);
    world.refuses(StakingError::AccrualHalted);
}

#[test]
fn a_batch_waits_for_the_end_of_the_challenge_period() {
    let mut world = world_with(challenged_network(), 200);
    world.network.pass_time(CHALLENGE - 1);
    world.refuses(StakingError::RecordNotClaimable);
    world.network.pass_time(1);
    accrue_batch(&mut world.network, 1, &world.batch, world.proof.clone()).unwrap();
}

#[test]
fn an_expired_record_takes_no_batch() {
    let mut world = world();
    complete_epochs_until(&mut world.network, 129);
    world.refuses_at(StakingError::RecordExpired, 0);
    complete_epochs_until(&mut world.network, 128);
    accrue_batch(&mut world.network, 1, &world.batch, world.proof.clone()).unwrap();
}

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
fn another_index_is_another_leaf() {
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
    let leaf = BatchLeaf { leaf_index: 0, reward: 0, usdc: 0 };
    let pool = BatchPool { operator_pool: operator.record.operator_pool, operator_staking_record: None, leaf };
    refuses(&mut network, StakingError::RootIndexOutOfRange, |network| {
        network.send(&[ix::accrue_rewards(1, 0, &[pool], vec![])], &[])
    });
}

#[test]
fn a_record_that_holds_more_than_its_totals_is_left_alone() {
    // The batch takes 300 tokens of 10,000 and 150 USDC of 200: more than the totals would be left.
    type Change = fn(&mut RewardRecord);
    let changes: [Change; 2] = [|record| record.remaining_rewards = 10_301, |record| record.remaining_usdc = 351];
    for change in changes {
        let mut world = world();
        world.network.overwrite(&address::reward_record(1), change);
        world.refuses(StakingError::InvariantViolated);
    }
}
