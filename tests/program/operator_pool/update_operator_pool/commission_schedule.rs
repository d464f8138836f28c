//! From which epoch a scheduled commission holds, and when it can be replaced (SPEC 6.8).

use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::state::OperatorPool;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::NetworkSetup;
use inference_staking_test_kit::{Staker, TestNetwork};

use crate::operator_pool::world::*;

/// Active rate, scheduled rate and its epoch, of the token and of the USDC commission.
fn rates(network: &mut TestNetwork, operator: &Staker) -> [(u16, u16, u64); 2] {
    let pool = network.pool_of(operator);
    [
        (pool.reward_commission_bps, pool.scheduled_reward_commission_bps, pool.scheduled_reward_commission_from),
        (pool.usdc_commission_bps, pool.scheduled_usdc_commission_bps, pool.scheduled_usdc_commission_from),
    ]
}

/// Publishes epochs that pay the pool nothing, which it does not pass.
fn publish_empty(network: &mut TestNetwork, operator: &Staker, epochs: std::ops::RangeInclusive<u64>) {
    for epoch in epochs {
        publish(network, operator, epoch, 0, 0);
    }
}

#[test]
fn an_increase_holds_from_the_epoch_after_the_current_one_and_the_notice() {
    let World { mut network, operator, .. } = pool_of_three();
    let before = network.pool_of(&operator);
    // Current epoch 1, notice 2: 1 + 1 + 2.
    schedule_reward(&mut network, &operator, 1_001).unwrap();
    let expected = OperatorPool {
        scheduled_reward_commission_bps: 1_001,
        scheduled_reward_commission_from: 4,
        event_sequence: 9,
        ..before
    };
    assert_state(&network.pool_of(&operator), &expected);
    schedule_usdc(&mut network, &operator, 2_001).unwrap();
    let expected = OperatorPool {
        scheduled_usdc_commission_bps: 2_001,
        scheduled_usdc_commission_from: 4,
        event_sequence: 10,
        ..expected
    };
    assert_state(&network.pool_of(&operator), &expected);
}

#[test]
fn a_decrease_holds_from_the_epoch_after_the_current_one() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 999).unwrap();
    schedule_usdc(&mut network, &operator, 0).unwrap();
    assert_eq!(rates(&mut network, &operator), [(1_000, 999, 2), (2_000, 0, 2)]);
}

#[test]
fn while_an_epoch_is_finalizing_the_current_epoch_is_the_one_after_it() {
    let World { mut network, operator, .. } = pool_of_three();
    network.mark(1).unwrap();
    // Current epoch 2.
    schedule_reward(&mut network, &operator, 1_001).unwrap();
    schedule_usdc(&mut network, &operator, 1_999).unwrap();
    assert_eq!(rates(&mut network, &operator), [(1_000, 1_001, 5), (2_000, 1_999, 3)]);
}

#[test]
fn the_current_epoch_is_the_networks_and_not_the_pools() {
    let World { mut network, operator, .. } = pool_of_three();
    publish_empty(&mut network, &operator, 1..=3);
    assert_eq!(network.pool_of(&operator).reward_last_claimed_epoch, 0);
    schedule_reward(&mut network, &operator, 1_001).unwrap();
    schedule_usdc(&mut network, &operator, 1_999).unwrap();
    assert_eq!(rates(&mut network, &operator), [(1_000, 1_001, 7), (2_000, 1_999, 5)]);
}

#[test]
fn the_notice_is_the_stored_one() {
    for (notice, from) in [(1, 3), (30, 32)] {
        let mut setup = NetworkSetup::default();
        setup.parameters.commission_notice_epochs = notice;
        let mut network = TestNetwork::start_with(&setup);
        let operator = network.operator("operator", 1_000 * ONE);
        schedule_reward(&mut network, &operator, 1_001).unwrap();
        schedule_usdc(&mut network, &operator, 1_999).unwrap();
        assert_eq!(rates(&mut network, &operator), [(1_000, 1_001, from), (2_000, 1_999, 2)]);
    }
}

#[test]
fn a_scheduled_increase_is_replaced_before_it_holds() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 3_000).unwrap();
    schedule_usdc(&mut network, &operator, 3_000).unwrap();
    publish_empty(&mut network, &operator, 1..=2);
    // Current epoch 3, the last before the rates hold. The notice starts anew.
    schedule_reward(&mut network, &operator, 2_500).unwrap();
    assert_eq!(rates(&mut network, &operator), [(1_000, 2_500, 6), (2_000, 3_000, 4)]);
    schedule_usdc(&mut network, &operator, 500).unwrap();
    assert_eq!(rates(&mut network, &operator), [(1_000, 2_500, 6), (2_000, 500, 4)]);
}

#[test]
fn a_rate_that_holds_for_the_current_epoch_is_not_replaced_or_cancelled() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 3_000).unwrap();
    schedule_usdc(&mut network, &operator, 3_000).unwrap();
    publish_empty(&mut network, &operator, 1..=2);
    network.pass_time(DAY);
    network.mark(3).unwrap();
    // Current epoch 4.
    for bps in [0, 1_000, 2_000, 3_000, 4_000] {
        refuses(&mut network, StakingError::ScheduledCommissionHolds, |n| schedule_reward(n, &operator, bps));
        refuses(&mut network, StakingError::ScheduledCommissionHolds, |n| schedule_usdc(n, &operator, bps));
    }
    assert_eq!(rates(&mut network, &operator), [(1_000, 3_000, 4), (2_000, 3_000, 4)]);
}

#[test]
fn a_rate_that_holds_for_epochs_the_pool_has_not_passed_waits_for_them() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 900).unwrap();
    let trees: Vec<_> = (1..=3).map(|epoch| publish(&mut network, &operator, epoch, 0, 0)).collect();
    refuses(&mut network, StakingError::ScheduledCommissionHolds, |n| schedule_reward(n, &operator, 800));
    // The other commission has no schedule.
    schedule_usdc(&mut network, &operator, 1_900).unwrap();
    network.accrue(&operator, 1, trees[0].proof(0)).unwrap();
    refuses(&mut network, StakingError::ScheduledCommissionHolds, |n| schedule_reward(n, &operator, 800));
    network.accrue(&operator, 2, trees[1].proof(0)).unwrap();
    // 900 is active since epoch 2, and 1,000 is an increase now. Current epoch 4.
    schedule_reward(&mut network, &operator, 1_000).unwrap();
    assert_eq!(rates(&mut network, &operator), [(900, 1_000, 7), (2_000, 1_900, 5)]);
}

#[test]
fn the_active_rate_cancels_a_scheduled_increase() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_reward(&mut network, &operator, 3_000).unwrap();
    schedule_usdc(&mut network, &operator, 4_000).unwrap();
    let before = network.pool_of(&operator);
    schedule_reward(&mut network, &operator, 1_000).unwrap();
    assert_eq!(rates(&mut network, &operator), [(1_000, 0, 0), (2_000, 4_000, 4)]);
    schedule_usdc(&mut network, &operator, 2_000).unwrap();
    let cancelled = OperatorPool {
        scheduled_reward_commission_bps: 0,
        scheduled_reward_commission_from: 0,
        scheduled_usdc_commission_bps: 0,
        scheduled_usdc_commission_from: 0,
        event_sequence: 12,
        ..before
    };
    assert_state(&network.pool_of(&operator), &cancelled);
    // Without a schedule there is nothing to cancel, and nothing happens.
    schedule_reward(&mut network, &operator, 1_000).unwrap();
    assert_state(&network.pool_of(&operator), &OperatorPool { event_sequence: 13, ..cancelled });
    pay_pool(&mut network, &operator, 1, 100, 100);
    pay_pool(&mut network, &operator, 2, 100, 100);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (20, 40));
}

#[test]
fn commissions_go_up_to_the_stored_maximum() {
    let World { mut network, operator, .. } = pool_of_three();
    for bps in [5_001, 10_000, u16::MAX] {
        refuses(&mut network, StakingError::CommissionAboveMaximum, |n| schedule_reward(n, &operator, bps));
        refuses(&mut network, StakingError::CommissionAboveMaximum, |n| schedule_usdc(n, &operator, bps));
    }
    schedule_reward(&mut network, &operator, 5_000).unwrap();
    schedule_usdc(&mut network, &operator, 5_000).unwrap();
    assert_eq!(rates(&mut network, &operator), [(1_000, 5_000, 4), (2_000, 5_000, 4)]);
}

#[test]
fn one_commission_that_is_refused_stops_the_other() {
    let World { mut network, operator, .. } = pool_of_three();
    for (reward, usdc) in [(500, 5_001), (5_001, 500)] {
        let args = UpdateOperatorPoolArgs {
            reward_commission_bps: Some(reward),
            usdc_commission_bps: Some(usdc),
            ..Default::default()
        };
        refuses(&mut network, StakingError::CommissionAboveMaximum, |n| update(n, &operator, args));
    }
}

#[test]
fn an_epoch_beyond_the_last_number_is_refused() {
    let World { mut network, operator, .. } = pool_of_three();
    // Current epoch u64::MAX - 2: a decrease would hold from the last but one, an increase from one that does not exist.
    change_overview(&mut network, |overview| overview.completed_reward_epoch = u64::MAX - 3);
    refuses(&mut network, StakingError::MathOverflow, |n| schedule_reward(n, &operator, 1_001));
    refuses(&mut network, StakingError::MathOverflow, |n| schedule_usdc(n, &operator, 2_001));
    change_overview(&mut network, |overview| overview.completed_reward_epoch = u64::MAX - 1);
    refuses(&mut network, StakingError::MathOverflow, |n| schedule_reward(n, &operator, 999));
}
