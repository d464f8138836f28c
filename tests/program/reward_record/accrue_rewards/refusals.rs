//! `accrue_rewards`: all of a batch or none, and when.

use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::state::RewardRecord;
use inference_staking_client::{address, StakingError};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::pools::bypass;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{change_overview, change_pool};
use inference_staking_test_kit::world::leaf;

use super::three_pools::{world, world_with};

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
fn a_batch_of_more_than_36_leaves_is_refused() {
    let mut world = world();
    // Nothing else is looked at before: the same leaf again and again would be refused for its index.
    for (leaves, expected) in [
        (36, StakingError::LeafIndicesNotIncreasing),
        (37, StakingError::BatchTooLarge),
        (48, StakingError::BatchTooLarge),
    ] {
        let batch = vec![world.batch[0]; leaves];
        refuses(&mut world.network, expected, |network| accrue_batch(network, 1, &batch, vec![]));
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
    // Of all pools alike: none is to blame.
    world.refuses(StakingError::RecordExpired);
    complete_epochs_until(&mut world.network, 128);
    accrue_batch(&mut world.network, 1, &world.batch, world.proof.clone()).unwrap();
}

#[test]
fn a_batch_leaves_a_record_alone_that_holds_more_than_its_totals() {
    // The batch takes 300 tokens of 10,000 and 150 USDC of 200: more than the totals would be left.
    type Change = fn(&mut RewardRecord);
    let changes: [Change; 2] = [|record| record.remaining_rewards = 10_301, |record| record.remaining_usdc = 351];
    for change in changes {
        let mut world = world();
        world.network.overwrite(&address::reward_record(1), change);
        world.refuses(StakingError::InvariantViolated);
    }
}
