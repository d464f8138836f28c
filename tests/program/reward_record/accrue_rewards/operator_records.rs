//! `accrue_rewards`: which operators' records come along, whether they are needed or not.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::pools::bypass;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{assert_state, change_pool};
use inference_staking_test_kit::world::leaf;

use super::three_pools::{world, World};

/// Tokens of the shares, shares, and token commission owed, of each pool.
fn states(world: &mut World) -> [(u64, u64, u64); 3] {
    let World { network, pools, .. } = world;
    pools.each_ref().map(|pool| {
        let state = network.pool_of(pool);
        (state.total_staked_amount, state.total_shares, state.reward_commission)
    })
}

/// 10 tokens and 90 of 100, or all of 100: 10 of 100 tokens buy 1 of 10 shares.
const ACCRUED: [(u64, u64, u64); 3] = [(100, 10, 10), (110, 11, 0), (100, 10, 10)];

#[test]
fn a_record_that_is_not_needed_comes_along_and_is_left_alone() {
    let mut world = world();
    world.batch.iter_mut().for_each(|pool| pool.leaf.with_operator_record = true);
    let unneeded = [0, 2].map(|place| world.network.record_of(&world.pools[place]));
    accrue_batch(&mut world.network, 1, &world.batch, world.proof.clone()).unwrap();
    assert_eq!(states(&mut world), ACCRUED);
    for (place, before) in [0, 2].into_iter().zip(unneeded) {
        assert_state(&world.network.record_of(&world.pools[place]), &before);
    }
}

#[test]
fn a_record_that_is_needed_and_does_not_come_along_fails_the_batch_and_its_pool_is_named() {
    let mut world = world();
    world.batch[1].leaf.with_operator_record = false;
    world.refuses_at(StakingError::OperatorRecordMissing, 1);
    world.batch[0].leaf.with_operator_record = true;
    world.refuses_at(StakingError::OperatorRecordMissing, 1);
}

#[test]
fn a_record_that_is_not_needed_is_the_pool_s_all_the_same() {
    let mut world = world();
    world.batch[0].leaf.with_operator_record = true;
    let others = [world.pools[1].record.address(), world.pools[0].record.operator_pool, Pubkey::new_unique()];
    for other in others {
        world.batch[0].operator_staking_record = other;
        world.refuses_at(StakingError::WrongOperatorRecord, 0);
    }
}

#[test]
fn a_leaf_that_says_it_has_a_record_has_one() {
    let mut world = world();
    world.batch[2].leaf.with_operator_record = true;
    let (batch, proof) = (world.batch, world.proof.clone());
    let mut accrual = ix::accrue_rewards(1, 0, &batch, proof);
    let last = accrual.accounts.pop().unwrap();
    assert_eq!(last.pubkey, world.pools[2].record.address());
    refuses(&mut world.network, StakingError::BatchAccountsMismatch, |network| network.send(&[accrual], &[]));
}

#[test]
fn records_stand_in_the_order_of_their_leaves() {
    let mut world = world();
    world.batch[0].leaf.with_operator_record = true;
    let mut accrual = ix::accrue_rewards(1, 0, &world.batch, world.proof.clone());
    let last = accrual.accounts.len() - 1;
    accrual.accounts.swap(last - 1, last);
    refuses(&mut world.network, StakingError::WrongOperatorRecord, |network| network.send(&[accrual], &[]));
}

#[test]
fn a_byte_that_is_no_truth_value_is_refused() {
    let mut world = world();
    let mut accrual = ix::accrue_rewards(1, 0, &world.batch, world.proof.clone());
    // Discriminator 8, root 1, count 4; index 4, reward 8, USDC 8 of the first leaf.
    let place = 8 + 1 + 4 + 20;
    assert_eq!((accrual.data[place], accrual.data[place + 21]), (0, 1));
    accrual.data[place] = 2;
    let refused = world.network.send(&[accrual], &[]).unwrap_err();
    // The framework's: the arguments cannot be read.
    assert_eq!(refused.custom_code(), Some(102));
}

#[test]
fn a_pool_that_begins_or_ends_to_stake_its_commission_in_front_of_a_batch_is_accrued_if_its_record_came_along() {
    let mut world = world();
    world.batch.iter_mut().for_each(|pool| pool.leaf.with_operator_record = true);
    for (place, auto_stake) in [(0, 1), (1, 0)] {
        change_pool(&mut world.network, &world.pools[place], |pool| pool.auto_stake = auto_stake);
    }
    accrue_batch(&mut world.network, 1, &world.batch, world.proof.clone()).unwrap();
    assert_eq!(states(&mut world), [(110, 11, 0), (100, 10, 10), (100, 10, 10)]);
}

#[test]
fn a_record_that_is_gone_and_not_needed_any_more_may_be_named_all_the_same() {
    let mut network = small_network();
    let operator = network.operator_with("operator", 10, CreateOperatorPoolArgs { auto_stake: true, ..pool_args() });
    let tree = network.publish_leaves(1, vec![leaf(&operator, 100, 50)], EPOCH_REWARDS, 50);
    let batch = [batch_pool(&mut network, &operator, &tree, 0)];
    assert!(batch[0].leaf.with_operator_record);
    network.pass_time(BYPASS_DELAY);
    bypass(&mut network, &operator, 1).unwrap();
    leave_closed_pool(&mut network, &operator, 2);

    accrue_batch(&mut network, 1, &batch, multiproof(&tree, &batch)).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission, pool.total_staked_amount), (10, 10, 0));
    assert!(network.chain.account(&operator.record.address()).is_none());
}
