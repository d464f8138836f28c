//! Scheduled commission rates hold from their own epoch on.

use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::change_pool;
use inference_staking_test_kit::{Staker, TestNetwork};

/// Commissions owed after the epoch is accrued, whose leaf pays 100 tokens and 100 USDC.
fn accrue_hundred(network: &mut TestNetwork, operator: &Staker, epoch: u64) -> (u64, u64) {
    let before = network.pool_of(operator);
    let proof = publish_leaf(network, epoch, operator, (100, 100), 100);
    network.accrue(operator, epoch, proof).unwrap();
    let after = network.pool_of(operator);
    (after.reward_commission - before.reward_commission, after.usdc_commission - before.usdc_commission)
}

#[test]
fn each_rate_holds_from_its_own_epoch_on() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    change_pool(&mut network, &operator, |pool| {
        pool.scheduled_reward_commission_bps = 3_000;
        pool.scheduled_reward_commission_from = 2;
        pool.scheduled_usdc_commission_bps = 500;
        pool.scheduled_usdc_commission_from = 3;
    });
    assert_eq!(accrue_hundred(&mut network, &operator, 1), (10, 20));
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission_bps, pool.usdc_commission_bps), (1_000, 2_000));
    assert_eq!((pool.scheduled_reward_commission_from, pool.scheduled_usdc_commission_from), (2, 3));

    assert_eq!(accrue_hundred(&mut network, &operator, 2), (30, 20));
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission_bps, pool.usdc_commission_bps), (3_000, 2_000));
    assert_eq!((pool.scheduled_reward_commission_from, pool.scheduled_usdc_commission_from), (0, 3));

    assert_eq!(accrue_hundred(&mut network, &operator, 3), (30, 5));
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission_bps, pool.usdc_commission_bps), (3_000, 500));
    assert_eq!((pool.scheduled_reward_commission_from, pool.scheduled_usdc_commission_from), (0, 0));

    assert_eq!(accrue_hundred(&mut network, &operator, 4), (30, 5));
}

#[test]
fn a_late_accrual_of_an_earlier_epoch_uses_the_earlier_rate() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    change_pool(&mut network, &operator, |pool| {
        pool.scheduled_reward_commission_bps = 5_000;
        pool.scheduled_reward_commission_from = 3;
        pool.scheduled_usdc_commission_bps = 5_000;
        pool.scheduled_usdc_commission_from = 3;
    });
    // All three epochs are complete before the pool passes the first.
    let proofs: Vec<_> = (1..=3).map(|epoch| publish_leaf(&mut network, epoch, &operator, (100, 100), 100)).collect();
    let mut owed = Vec::new();
    for (epoch, proof) in (1..).zip(proofs) {
        network.accrue(&operator, epoch, proof).unwrap();
        let pool = network.pool_of(&operator);
        owed.push((pool.reward_commission, pool.usdc_commission));
    }
    assert_eq!(owed, [(10, 20), (20, 40), (70, 90)]);
}

#[test]
fn a_rate_whose_epoch_has_gone_by_holds_too() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    assert_eq!(accrue_hundred(&mut network, &operator, 1), (10, 20));
    change_pool(&mut network, &operator, |pool| {
        pool.scheduled_reward_commission_bps = 4_000;
        pool.scheduled_reward_commission_from = 1;
        pool.scheduled_usdc_commission_bps = 4_100;
        pool.scheduled_usdc_commission_from = 1;
    });
    assert_eq!(accrue_hundred(&mut network, &operator, 2), (40, 41));
}

#[test]
fn rates_can_be_scheduled_down_to_nothing() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    change_pool(&mut network, &operator, |pool| {
        pool.scheduled_reward_commission_from = 1;
        pool.scheduled_usdc_commission_from = 1;
    });
    assert_eq!(accrue_hundred(&mut network, &operator, 1), (0, 0));
    assert_eq!(network.pool_of(&operator).total_staked_amount, 110);
}

#[test]
fn without_a_schedule_the_scheduled_rates_mean_nothing() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    change_pool(&mut network, &operator, |pool| {
        pool.scheduled_reward_commission_bps = 4_000;
        pool.scheduled_usdc_commission_bps = 4_100;
    });
    assert_eq!(accrue_hundred(&mut network, &operator, 1), (10, 20));
}
