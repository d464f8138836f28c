//! Section 8: what halts stop and what they do not.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

/// Alice has 1,450 tokens and 240 USDC to claim, the operator 725 and 160.
fn everybody_may_claim() -> World {
    let mut world = paid_pool_of_three();
    world.network.unstake(&world.alice, 1_000 * ONE).unwrap();
    world.network.unstake(&world.operator, 500 * ONE).unwrap();
    world.network.pass_time(14 * DAY);
    world
}

#[test]
fn a_withdrawal_halt_refuses_both_claims_until_exactly_its_end() {
    let World { mut network, operator, alice, .. } = everybody_may_claim();
    let end = network.chain.now() + 14 * DAY;
    halt_withdrawals_until(&mut network, end);
    for time in [end - 14 * DAY, end - 1] {
        network.chain.set_time(time);
        for staker in [&alice, &operator] {
            assert_refused(network.claim_unstake(staker), StakingError::WithdrawalsHalted);
            assert_refused(network.claim_usdc(staker), StakingError::WithdrawalsHalted);
        }
    }
    network.chain.set_time(end);
    for staker in [&alice, &operator] {
        network.claim_unstake(staker).unwrap();
        network.claim_usdc(staker).unwrap();
    }
    assert_eq!((network.tokens_of(&alice), network.usdc_of(&alice)), (998_450 * ONE, 240 * ONE));
    assert_eq!((network.tokens_of(&operator), network.usdc_of(&operator)), (998_725 * ONE, 160 * ONE));
}

#[test]
fn the_cooldown_runs_during_a_withdrawal_halt() {
    let World { mut network, alice, .. } = pool_of_three();
    halt_withdrawals_until(&mut network, START_TIME + 7 * DAY);
    network.unstake(&alice, 3_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].claimable_from, START_TIME + 7 * DAY);
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE);
}

#[test]
fn times_of_a_halt_that_never_was_mean_nothing() {
    let World { mut network, alice, .. } = everybody_may_claim();
    change_overview(&mut network, |overview| {
        overview.has_withdrawal_halt = 0;
        overview.withdrawal_halted_until = i64::MAX;
    });
    network.claim_unstake(&alice).unwrap();
    network.claim_usdc(&alice).unwrap();
}

#[test]
fn zero_is_a_real_time_on_a_chain_whose_clock_starts_there() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.chain.set_time(0);
    // A halt that ended at 0 has ended; one that ends at 1 has not.
    halt_withdrawals_until(&mut network, 0);
    network.claim_usdc(&alice).unwrap();
    halt_withdrawals_until(&mut network, 1);
    assert_refused(network.claim_usdc(&alice), StakingError::WithdrawalsHalted);
    // Before 0 the halt until 0 holds.
    halt_withdrawals_until(&mut network, 0);
    network.chain.set_time(-1);
    assert_refused(network.claim_usdc(&alice), StakingError::WithdrawalsHalted);
}

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
