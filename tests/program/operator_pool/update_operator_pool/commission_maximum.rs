//! A maximum that is lowered touches no rate that was scheduled or active before: the scheduled one becomes active in its
//! epoch, and the operator may name the active one to keep it. Every other rate above the maximum is refused.

use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::{Staker, TestNetwork};
use solana_signer::Signer;

use crate::operator_pool::world::*;

/// The program admin lowers the maximum from 50 % to 30 %.
fn lower_maximum(network: &mut TestNetwork) {
    let admin = network.program_admin.insecure_clone();
    let args = UpdatePoolOverviewArgs { max_commission_bps: Some(3_000), ..Default::default() };
    network.send(&[ix::update_pool_overview(admin.pubkey(), args)], &[&admin]).unwrap();
}

/// Active token and USDC commission, bps, and what is owed of both, in whole tokens and USDC.
fn commissions(network: &mut TestNetwork, operator: &Staker) -> [u64; 4] {
    let pool = network.pool_of(operator);
    let rates = [pool.reward_commission_bps, pool.usdc_commission_bps].map(u64::from);
    [rates[0], rates[1], pool.reward_commission / ONE, pool.usdc_commission / ONE]
}

/// 50 % of the tokens and 40 % of the USDC are scheduled in epoch 1 and hold from epoch 4 on; then the maximum falls.
fn scheduled_above_the_maximum() -> World {
    let mut world = pool_of_three();
    let World { network, operator, .. } = &mut world;
    schedule_reward(network, operator, 5_000).unwrap();
    schedule_usdc(network, operator, 4_000).unwrap();
    lower_maximum(network);
    world
}

#[test]
fn a_rate_scheduled_under_a_higher_maximum_becomes_active_in_its_epoch() {
    let World { mut network, operator, .. } = scheduled_above_the_maximum();
    for epoch in 1..=3 {
        pay_pool(&mut network, &operator, epoch, 1_000 * ONE, 100 * ONE);
    }
    // Three times 10 % of 1,000 tokens and 20 % of 100 USDC.
    assert_eq!(commissions(&mut network, &operator), [1_000, 2_000, 300, 60]);
    pay_pool(&mut network, &operator, 4, 1_000 * ONE, 100 * ONE);
    assert_eq!(commissions(&mut network, &operator), [5_000, 4_000, 800, 100]);
    pay_pool(&mut network, &operator, 5, 1_000 * ONE, 100 * ONE);
    assert_eq!(commissions(&mut network, &operator), [5_000, 4_000, 1_300, 140]);
}

#[test]
fn a_schedule_above_the_maximum_can_be_replaced_by_what_is_allowed_and_not_named_again() {
    let World { mut network, operator, .. } = scheduled_above_the_maximum();
    refuses(&mut network, StakingError::CommissionAboveMaximum, |n| schedule_reward(n, &operator, 5_000));
    refuses(&mut network, StakingError::CommissionAboveMaximum, |n| schedule_reward(n, &operator, 3_001));
    refuses(&mut network, StakingError::CommissionAboveMaximum, |n| schedule_usdc(n, &operator, 4_000));
    schedule_reward(&mut network, &operator, 3_000).unwrap();
    // The active rate cancels the other.
    schedule_usdc(&mut network, &operator, 2_000).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.scheduled_reward_commission_bps, pool.scheduled_reward_commission_from), (3_000, 4));
    assert_eq!((pool.scheduled_usdc_commission_bps, pool.scheduled_usdc_commission_from), (0, 0));
}

#[test]
fn an_active_rate_above_the_maximum_may_be_named_and_every_other_above_it_is_refused() {
    let World { mut network, operator, .. } = scheduled_above_the_maximum();
    for epoch in 1..=4 {
        pay_pool(&mut network, &operator, epoch, 0, 0);
    }
    // Without a schedule nothing changes.
    schedule_reward(&mut network, &operator, 5_000).unwrap();
    schedule_usdc(&mut network, &operator, 4_000).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.scheduled_reward_commission_from, pool.scheduled_usdc_commission_from), (0, 0));
    for bps in [3_001, 4_999, 5_001] {
        refuses(&mut network, StakingError::CommissionAboveMaximum, |n| schedule_reward(n, &operator, bps));
    }
    // Current epoch 5: a decrease to the maximum holds from epoch 6 on.
    schedule_reward(&mut network, &operator, 3_000).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.scheduled_reward_commission_bps, pool.scheduled_reward_commission_from), (3_000, 6));
    for epoch in [5, 6] {
        pay_pool(&mut network, &operator, epoch, 1_000 * ONE, 100 * ONE);
    }
    // 500 + 300 of 1,000 tokens each, 40 + 40 of 100 USDC each.
    assert_eq!(commissions(&mut network, &operator), [3_000, 4_000, 800, 80]);
    // From below, the old rate is above the maximum like any other.
    refuses(&mut network, StakingError::CommissionAboveMaximum, |n| schedule_reward(n, &operator, 5_000));
}
