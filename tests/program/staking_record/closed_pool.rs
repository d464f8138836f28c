//! Section 9: a closed pool takes nothing and lets everybody go.

use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_test_kit::{assert_refused, TestNetwork};

use crate::staking_record::world::*;

#[test]
fn a_closed_pool_takes_no_stake() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    close_pool(&mut network, &operator);
    assert_refused(network.stake(&alice, ONE), StakingError::PoolClosed);
    assert_refused(network.stake(&operator, ONE), StakingError::PoolClosed);
}

#[test]
fn a_closed_pool_says_that_it_is_closed_although_its_operators_record_is_gone() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 0);
    let alice = network.delegator("alice", &operator);
    close_pool(&mut network, &operator);
    network.send(&[ix::close_staking_record(operator.record)], &[&operator.wallet]).unwrap();
    assert!(network.record(&operator.record.address()).is_err());
    assert_refused(network.stake(&alice, 1_000 * ONE), StakingError::PoolClosed);
    let cancel = ix::cancel_unstake(ix::cancel_unstake_accounts(alice.record, operator.record.address()), 0);
    assert_refused(network.send(&[cancel], &[&alice.wallet]), StakingError::PoolClosed);
}

#[test]
fn the_operator_of_a_closed_pool_may_unstake_everything_and_still_waits_its_cooldown() {
    let World { mut network, operator, .. } = pool_of_three();
    close_pool(&mut network, &operator);
    network.unstake(&operator, 1_999 * ONE).unwrap();
    network.unstake(&operator, ONE).unwrap();
    assert_eq!(network.record_of(&operator).shares, 0);
    assert_eq!(network.record_of(&operator).tickets[1].claimable_from, START_TIME + 14 * DAY);
    network.pass_time(14 * DAY - 1);
    assert_refused(network.claim_unstake(&operator), StakingError::NothingToClaim);
    network.pass_time(1);
    network.claim_unstake(&operator).unwrap();
    assert_eq!(network.tokens_of(&operator), 1_000_000 * ONE);
}

#[test]
fn delegators_of_a_closed_pool_leave_with_tokens_and_usdc_after_the_operator_left() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    close_pool(&mut network, &operator);
    network.unstake(&operator, 2_000 * ONE).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(&operator).unwrap();
    network.claim_usdc(&operator).unwrap();
    for staker in [&alice, &bob] {
        let shares = network.record_of(staker).shares;
        network.unstake(staker, shares).unwrap();
        network.pass_time(7 * DAY);
        network.claim_unstake(staker).unwrap();
        network.claim_usdc(staker).unwrap();
    }
    assert_eq!((network.tokens_of(&alice), network.usdc_of(&alice)), (1_001_350 * ONE, 240 * ONE));
    assert_eq!((network.tokens_of(&bob), network.usdc_of(&bob)), (1_002_250 * ONE, 400 * ONE));
    assert_eq!((network.tokens_of(&operator), network.usdc_of(&operator)), (1_000_900 * ONE, 160 * ONE));
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares, pool.uncollected_rewards), (0, 0, 0));
    assert_eq!((pool.delegator_usdc, pool.settled_usdc), (0, 0));
}

#[test]
fn the_accrual_of_the_epoch_of_closing_still_pays_who_is_in() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    close_pool(&mut network, &operator);
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 1_000 * ONE);
    network.unstake(&alice, 3_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].amount, 4_350 * ONE);
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 240 * ONE);
}
