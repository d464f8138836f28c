//! SPEC 8: which halts stop an exit, from the unstake to the claims: of a halted pool's operator all, of everybody else none
//! but a withdrawal halt.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

#[test]
fn a_halt_of_staking_or_accrual_stops_no_exit() {
    let World { mut network, alice, .. } = everybody_may_claim();
    change_overview(&mut network, |overview| {
        overview.staking_halted = 1;
        overview.accrual_halted = 1;
    });
    network.unstake(&alice, ONE).unwrap();
    network.claim_unstake(&alice).unwrap();
    network.claim_usdc(&alice).unwrap();
}

#[test]
fn the_operator_of_a_halted_pool_leaves_with_nothing() {
    let World { mut network, operator, .. } = everybody_may_claim();
    halt_pool(&mut network, &operator);
    let before = network.record_of(&operator);
    for shares in [1, 1_500 * ONE, 0, u64::MAX] {
        assert_refused(network.unstake(&operator, shares), StakingError::OperatorHalted);
    }
    assert_refused(network.claim_unstake(&operator), StakingError::OperatorHalted);
    assert_refused(network.claim_usdc(&operator), StakingError::OperatorHalted);
    assert_state(&network.record_of(&operator), &before);

    resume_pool(&mut network, &operator);
    network.unstake(&operator, 10 * ONE).unwrap();
    network.claim_unstake(&operator).unwrap();
    network.claim_usdc(&operator).unwrap();
    // 500 shares at 1.45 and 2,000 x 0.08.
    assert_eq!((network.tokens_of(&operator), network.usdc_of(&operator)), (998_725 * ONE, 160 * ONE));
}

#[test]
fn the_operator_of_a_halted_and_closed_pool_leaves_with_nothing_either() {
    let World { mut network, operator, .. } = everybody_may_claim();
    close_pool(&mut network, &operator);
    halt_pool(&mut network, &operator);
    assert_refused(network.unstake(&operator, 1), StakingError::OperatorHalted);
    assert_refused(network.claim_unstake(&operator), StakingError::OperatorHalted);
    assert_refused(network.claim_usdc(&operator), StakingError::OperatorHalted);
}

#[test]
fn the_delegators_of_a_halted_pool_leave_as_ever() {
    let World { mut network, operator, alice, bob } = everybody_may_claim();
    halt_pool(&mut network, &operator);
    network.claim_unstake(&alice).unwrap();
    network.claim_usdc(&alice).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&bob).unwrap();
    network.claim_usdc(&bob).unwrap();
    assert_eq!((network.tokens_of(&alice), network.usdc_of(&alice)), (998_450 * ONE, 240 * ONE));
    assert_eq!((network.tokens_of(&bob), network.usdc_of(&bob)), (1_002_250 * ONE, 400 * ONE));
}

#[test]
fn the_record_that_the_pool_names_is_the_operators() {
    let World { mut network, operator, alice, .. } = everybody_may_claim();
    // As after a rotation of the operator's record to Alice's.
    let alices = alice.record.address();
    change_pool(&mut network, &operator, |pool| pool.operator_staking_record = alices);
    halt_pool(&mut network, &operator);
    assert_refused(network.unstake(&alice, 1), StakingError::OperatorHalted);
    assert_refused(network.claim_unstake(&alice), StakingError::OperatorHalted);
    assert_refused(network.claim_usdc(&alice), StakingError::OperatorHalted);
    network.unstake(&operator, 1_500 * ONE).unwrap();
    network.claim_unstake(&operator).unwrap();
    network.claim_usdc(&operator).unwrap();
}
