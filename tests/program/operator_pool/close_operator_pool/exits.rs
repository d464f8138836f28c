//! SPEC 9: a closed pool lets everybody go.

use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::assert_refused;

use crate::operator_pool::world::*;

#[test]
fn the_operator_may_unstake_everything_once_closed_and_waits_its_cooldown() {
    let World { mut network, operator, .. } = pool_of_three();
    refuses(&mut network, StakingError::OperatorStakeBelowMinimum, |n| n.unstake(&operator, 2_000 * ONE));
    close(&mut network, &operator).unwrap();
    network.unstake(&operator, 2_000 * ONE).unwrap();
    assert_eq!(network.record_of(&operator).tickets[0].claimable_from, START_TIME + 14 * DAY);
    network.pass_time(14 * DAY - 1);
    refuses(&mut network, StakingError::NothingToClaim, |n| n.claim_unstake(&operator));
    network.pass_time(1);
    network.claim_unstake(&operator).unwrap();
    assert_eq!(network.tokens_of(&operator), 1_000_000 * ONE);
}

#[test]
fn the_operator_of_a_closed_pool_is_halted_and_slashed_in_its_cooldown() {
    let World { mut network, operator, .. } = pool_of_three();
    close(&mut network, &operator).unwrap();
    network.unstake(&operator, 2_000 * ONE).unwrap();
    set_halt(&mut network, &operator, true);
    network.pass_time(14 * DAY);
    refuses(&mut network, StakingError::OperatorHalted, |n| n.claim_unstake(&operator));
    slash(&mut network, &operator, 0, 1_500 * ONE).unwrap();
    set_halt(&mut network, &operator, false);
    network.claim_unstake(&operator).unwrap();
    assert_eq!(network.tokens_of(&operator), 998_500 * ONE);
}

#[test]
fn delegators_of_a_closed_pool_leave_as_ever_and_their_locks_end() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    network.send(&[ix::lock_stake(alice.record, 180 * 86_400)], &[&alice.wallet]).unwrap();
    refuses(&mut network, StakingError::SharesLocked, |n| n.unstake(&alice, ONE));
    close(&mut network, &operator).unwrap();
    let now = network.chain.now();
    for (staker, shares) in [(&alice, 3_000 * ONE), (&bob, 5_000 * ONE)] {
        network.unstake(staker, shares).unwrap();
        assert_eq!(network.record_of(staker).tickets[0].claimable_from, now + 7 * DAY);
    }
    network.pass_time(7 * DAY);
    for staker in [&alice, &bob] {
        network.claim_unstake(staker).unwrap();
        network.claim_usdc(staker).unwrap();
    }
    assert_eq!((network.tokens_of(&alice), network.usdc_of(&alice)), (1_001_350 * ONE, 240 * ONE));
    assert_eq!((network.tokens_of(&bob), network.usdc_of(&bob)), (1_002_250 * ONE, 400 * ONE));
}

#[test]
fn the_operator_of_a_closed_pool_may_unstake_everything_and_still_waits_its_cooldown() {
    let World { mut network, operator, .. } = pool_of_three();
    close(&mut network, &operator).unwrap();
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
    close(&mut network, &operator).unwrap();
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
    close(&mut network, &operator).unwrap();
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 1_000 * ONE);
    network.unstake(&alice, 3_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].amount, 4_350 * ONE);
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 240 * ONE);
}
