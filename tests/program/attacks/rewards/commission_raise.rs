//! Commission raised right before accrual.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::Staker;

use crate::chain::TestNetwork;
use crate::world::*;

/// Publishes `epoch` with 1,000 tokens and 100 USDC for the operator's pool.
fn publish_for(network: &mut TestNetwork, operator: &Staker, epoch: u64) -> EpochTree {
    publish(network, epoch, vec![leaf(operator, 1_000 * ONE, 100 * ONE)], 100 * ONE)
}

/// Alice leaves with all she has.
fn alice_leaves(network: &mut TestNetwork, alice: &Staker) {
    network.claim_usdc(alice).unwrap();
    network.unstake(alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(alice).unwrap();
}

#[test]
fn a_commission_raised_right_before_accrual_takes_nothing_of_that_epoch() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let tree = EpochTree::new(1, vec![leaf(&operator, 5_000 * ONE, 1_000 * ONE)]);
    network.fund_vaults(EMISSION, 1_000 * ONE);
    network.mark(1).unwrap();
    network.publish(1, tree.record_args(EMISSION, 1_000 * ONE)).unwrap();
    schedule_commissions(&mut network, &operator, 5_000).unwrap();
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    alice_leaves(&mut network, &alice);
    // 10 % and 20 %: 3,000 of 10,000 shares of 4,500 tokens and 800 USDC.
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
}

#[test]
fn a_raise_takes_nothing_of_earlier_epochs_even_if_they_are_accrued_late() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    // During epoch 1: it holds from epoch 4 on. The operator holds all accruals back until epoch 4 is there.
    schedule_commissions(&mut network, &operator, 5_000).unwrap();
    let trees: Vec<EpochTree> = (1..=4).map(|epoch| publish_for(&mut network, &operator, epoch)).collect();
    for (epoch, tree) in (1..).zip(&trees) {
        network.accrue(&operator, epoch, tree.proof(0)).unwrap();
    }
    // 100 + 100 + 100 + 500 tokens and 20 + 20 + 20 + 50 USDC.
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (800 * ONE, 110 * ONE));
    alice_leaves(&mut network, &alice);
    // 3 of 10 of 3,200 tokens and 290 USDC.
    assert_eq!(gained(&mut network, &alice), (tokens(960), 87 * ONE));
}

#[test]
fn a_small_raise_that_is_due_cannot_be_swapped_for_a_large_one() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    // A raise to 21 % that holds from epoch 4 on; in epoch 3 it becomes one to 50 %, which holds from epoch 6 on.
    schedule_commissions(&mut network, &operator, 2_100).unwrap();
    for epoch in [1, 2] {
        let tree = publish_for(&mut network, &operator, epoch);
        network.accrue(&operator, epoch, tree.proof(0)).unwrap();
    }
    schedule_commissions(&mut network, &operator, 5_000).unwrap();
    let trees: Vec<EpochTree> = (3..=5).map(|epoch| publish_for(&mut network, &operator, epoch)).collect();
    // Epoch 6 is on its way, and the pool has not passed the ones before: no change now.
    refuses(&mut network, StakingError::ScheduledCommissionHolds, |network| {
        schedule_commissions(network, &operator, 4_000)
    });
    for (epoch, tree) in (3..).zip(&trees) {
        network.accrue(&operator, epoch, tree.proof(0)).unwrap();
    }
    // Five epochs at 10 % and 20 %.
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (500 * ONE, 100 * ONE));
    alice_leaves(&mut network, &alice);
    // 3 of 10 of 4,500 tokens and 400 USDC.
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 120 * ONE));
}
