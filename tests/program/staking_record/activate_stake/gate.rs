//! The gate (SPEC 6.9): the pool is even, open, not halted, has no recent open skip, and staking is not halted.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::pools::bypass;
use inference_staking_test_kit::small_network::{publish_leaf, small_network, BYPASS_DELAY};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

/// The pool of three, even; Alice's deposit of epoch 1 is ripe in epoch 2.
fn ripe_deposit() -> World {
    let mut world = pool_of_three();
    world.network.stake(&world.alice, ONE).unwrap();
    publish_and_pass_next(&mut world.network, &world.operator);
    world
}

#[track_caller]
fn assert_shut(network: &mut TestNetwork, alice: &Staker, error: StakingError) {
    assert_refused(network.activate(alice), error);
    let view = query(network, alice);
    assert_eq!((view.ripe, view.can_activate), (ONE, false));
}

#[test]
fn nothing_becomes_shares_while_staking_is_halted() {
    let World { mut network, alice, .. } = ripe_deposit();
    change_overview(&mut network, |overview| overview.staking_halted = 1);
    assert_shut(&mut network, &alice, StakingError::StakingHalted);
    change_overview(&mut network, |overview| overview.staking_halted = 0);
    assert!(query(&mut network, &alice).can_activate);
    network.activate(&alice).unwrap();
}

#[test]
fn nothing_becomes_shares_of_a_halted_pool() {
    let World { mut network, operator, alice, .. } = ripe_deposit();
    halt_pool(&mut network, &operator);
    assert_shut(&mut network, &alice, StakingError::PoolHalted);
    resume_pool(&mut network, &operator);
    network.activate(&alice).unwrap();
}

#[test]
fn nothing_becomes_shares_of_a_closed_pool() {
    let World { mut network, operator, alice, .. } = ripe_deposit();
    close_pool(&mut network, &operator);
    assert_shut(&mut network, &alice, StakingError::PoolClosed);
    unstake_both(&mut network, &alice, 0, ONE).unwrap();
}

#[test]
fn other_halts_do_not_stop_an_activation() {
    let World { mut network, alice, .. } = ripe_deposit();
    change_overview(&mut network, |overview| overview.accrual_halted = 1);
    halt_withdrawals_until(&mut network, i64::MAX);
    network.activate(&alice).unwrap();
}

#[test]
fn a_pool_that_no_longer_takes_delegation_still_activates_what_it_took() {
    let World { mut network, operator, alice, .. } = ripe_deposit();
    change_pool(&mut network, &operator, |pool| pool.delegation_allowed = 0);
    network.activate(&alice).unwrap();
}

#[test]
fn from_the_mark_until_the_pool_has_passed_the_epoch_nothing_becomes_shares() {
    let World { mut network, operator, alice, .. } = ripe_deposit();
    network.pass_time(86_400);
    network.mark(2).unwrap();
    assert_shut(&mut network, &alice, StakingError::PoolBehind);
    network.publish(2, no_roots()).unwrap();
    assert_shut(&mut network, &alice, StakingError::PoolBehind);
    bypass(&mut network, &operator, 2).unwrap();
    network.activate(&alice).unwrap();
}

#[test]
fn a_pool_that_lags_by_one_epoch_of_several_activates_nothing() {
    let mut network = small_network();
    let operator = network.operator("operator", 1_000);
    let alice = network.delegator("alice", &operator);
    network.stake(&alice, 10).unwrap();
    let leaves = [1, 2, 3].map(|epoch| publish_leaf(&mut network, epoch, &operator, (100, 0), 0));
    for (epoch, proof) in (1..).zip(leaves) {
        assert_refused(network.activate(&alice), StakingError::PoolBehind);
        network.accrue(&operator, epoch, proof).unwrap();
    }
    network.activate(&alice).unwrap();
    // 1,000 and 3 x 90 tokens for 1,000 shares: 10 tokens buy floor(7.87) = 7, for ceil(8.89) = 9.
    assert_eq!(totals(&mut network, &alice), (1_279, 1_007));
}

/// A funded epoch was skipped after the bypass delay and can still be accrued: Alice's deposit waits for it.
fn skipped_funded_epoch() -> (TestNetwork, Staker, Staker, inference_staking_client::instruction::LeafProof) {
    let mut network = small_network();
    let operator = network.operator("operator", 1_000);
    let alice = network.delegator("alice", &operator);
    network.stake(&alice, 10).unwrap();
    let proof = publish_leaf(&mut network, 1, &operator, (100, 0), 0);
    network.pass_time(BYPASS_DELAY);
    bypass(&mut network, &operator, 1).unwrap();
    (network, operator, alice, proof)
}

#[test]
fn a_funded_epoch_that_was_skipped_lately_keeps_the_gate_shut_until_it_is_accrued() {
    let (mut network, operator, alice, proof) = skipped_funded_epoch();
    assert_refused(network.activate(&alice), StakingError::SkippedLately);
    assert!(!query(&mut network, &alice).can_activate);
    network.accrue(&operator, 1, proof).unwrap();
    network.activate(&alice).unwrap();
    assert_eq!(network.record_of(&alice).shares, 9);
}

#[test]
fn a_skip_keeps_the_gate_shut_for_eight_epochs_and_no_longer() {
    let (mut network, operator, alice, _) = skipped_funded_epoch();
    // It was skipped when epoch 1 was complete.
    for epoch in 2..=8 {
        publish_and_pass_next(&mut network, &operator);
        assert_refused(network.activate(&alice), StakingError::SkippedLately);
        assert_eq!(network.overview().unwrap().completed_reward_epoch, epoch);
    }
    publish_and_pass_next(&mut network, &operator);
    network.activate(&alice).unwrap();
    assert_eq!(network.record_of(&alice).shares, 10);
}

#[test]
fn an_old_epoch_that_is_skipped_now_counts_from_now() {
    let mut network = small_network();
    let operator = network.operator("operator", 1_000);
    let alice = network.delegator("alice", &operator);
    network.stake(&alice, 10).unwrap();
    publish_leaf(&mut network, 1, &operator, (100, 0), 0);
    for epoch in 2..=20 {
        network.mark(epoch).unwrap();
        network.publish(epoch, no_roots()).unwrap();
    }
    network.pass_time(BYPASS_DELAY);
    for epoch in 1..=20 {
        bypass(&mut network, &operator, epoch).unwrap();
    }
    assert_eq!(network.pool_of(&operator).last_skip_at, 20);
    assert_refused(network.activate(&alice), StakingError::SkippedLately);
    for _ in 21..=27 {
        publish_and_pass_next(&mut network, &operator);
        assert_refused(network.activate(&alice), StakingError::SkippedLately);
    }
    publish_and_pass_next(&mut network, &operator);
    network.activate(&alice).unwrap();
}

#[test]
fn an_epoch_that_paid_nobody_is_no_skip() {
    let World { mut network, alice, .. } = ripe_deposit();
    assert_eq!(network.pool_of(&alice).last_skip_at, 0);
    assert!(network.chain.now() > 0);
    network.activate(&alice).unwrap();
}

#[test]
fn a_broken_pool_activates_nothing() {
    let World { mut network, alice, .. } = ripe_deposit();
    change_pool(&mut network, &alice, |pool| pool.total_activating = ONE - 1);
    assert_refused(network.activate(&alice), StakingError::MathOverflow);
    change_pool(&mut network, &alice, |pool| {
        pool.total_activating = ONE;
        pool.settled_usdc = pool.delegator_usdc + 1;
    });
    assert_refused(network.activate(&alice), StakingError::InvariantViolated);
}
