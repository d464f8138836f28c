//! An announced decrease stands until it holds (SPEC 6.8).

use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::StakingError;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::world::{leaf, EMISSION};

use crate::operator_pool::world::*;

#[test]
fn an_announced_decrease_is_neither_withdrawn_nor_replaced() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 900).unwrap();
    schedule_usdc(&mut network, &operator, 1_900).unwrap();
    // Withdrawn, again, lower, a little higher, raised, above the maximum.
    for bps in [1_000, 900, 899, 0, 901, 1_001, 5_000, 5_001] {
        refuses(&mut network, StakingError::AnnouncedDecreaseStands, |n| schedule_reward(n, &operator, bps));
    }
    for bps in [2_000, 1_900, 1_899, 0, 1_901, 2_001, 5_000, 5_001] {
        refuses(&mut network, StakingError::AnnouncedDecreaseStands, |n| schedule_usdc(n, &operator, bps));
    }
    pay_pool(&mut network, &operator, 1, 0, 0);
    pay_pool(&mut network, &operator, 2, 0, 0);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission_bps, pool.usdc_commission_bps), (900, 1_900));
}

#[test]
fn a_decrease_to_nothing_stands_too() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 0).unwrap();
    for bps in [0, 1, 1_000] {
        refuses(&mut network, StakingError::AnnouncedDecreaseStands, |n| schedule_reward(n, &operator, bps));
    }
}

#[test]
fn a_decrease_of_one_commission_leaves_the_other_free() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 900).unwrap();
    for bps in [3_000, 2_500, 2_000, 4_000, 100] {
        schedule_usdc(&mut network, &operator, bps).unwrap();
    }
    refuses(&mut network, StakingError::AnnouncedDecreaseStands, |n| schedule_usdc(n, &operator, 2_000));
    let pool = network.pool_of(&operator);
    assert_eq!((pool.scheduled_reward_commission_bps, pool.scheduled_usdc_commission_bps), (900, 100));
}

#[test]
fn an_update_that_would_withdraw_a_decrease_changes_nothing_else() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_usdc(&mut network, &operator, 1_900).unwrap();
    let args = UpdateOperatorPoolArgs {
        reward_commission_bps: Some(900),
        usdc_commission_bps: Some(2_000),
        auto_stake: Some(true),
        delegation_allowed: Some(false),
        ..Default::default()
    };
    refuses(&mut network, StakingError::AnnouncedDecreaseStands, |n| update(n, &operator, args));
}

#[test]
fn an_increase_that_is_replaced_by_a_decrease_cannot_be_brought_back() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 3_000).unwrap();
    schedule_reward(&mut network, &operator, 900).unwrap();
    for bps in [3_000, 1_000] {
        refuses(&mut network, StakingError::AnnouncedDecreaseStands, |n| schedule_reward(n, &operator, bps));
    }
}

#[test]
fn a_decrease_is_done_with_once_the_pool_has_passed_its_first_epoch() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 900).unwrap();
    // From the mark of epoch 1 on the rate holds for the current epoch, 2.
    network.fund_vaults(EMISSION, 0);
    network.mark(1).unwrap();
    refuses(&mut network, StakingError::ScheduledCommissionHolds, |n| schedule_reward(n, &operator, 1_000));
    let tree = EpochTree::new(1, vec![leaf(&operator, 0, 0)]);
    network.publish(1, tree.record_args(EMISSION, 0)).unwrap();
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    refuses(&mut network, StakingError::ScheduledCommissionHolds, |n| schedule_reward(n, &operator, 1_000));
    pay_pool(&mut network, &operator, 2, 0, 0);
    schedule_reward(&mut network, &operator, 800).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission_bps, pool.scheduled_reward_commission_bps), (900, 800));
}
