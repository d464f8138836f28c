//! The operator's deposits at once, abused to be in an epoch whose result is known, or to dilute somebody. Against it stands that they
//! are at once only in a pool without shares that has passed no epoch, through the gate, and worth the minimum (SPEC 5).

use inference_staking_client::instructions::{CreateOperatorPoolArgs, UpdatePoolOverviewArgs};
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::Staker;

use crate::chain::{start, TestNetwork};
use crate::world::*;

/// Shares and activating tokens of a record, in whole tokens.
fn holds(network: &mut TestNetwork, staker: &Staker) -> (u64, u64) {
    let record = network.record_of(staker);
    (record.shares / ONE, record.activating / ONE)
}

#[test]
fn nobody_but_the_operator_is_in_a_new_pool_at_once() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 0);
    let mallory = depositor_with(&mut network, "mallory", &operator, 5_000 * ONE);
    assert_eq!(holds(&mut network, &mallory), (0, 5_000));
    // A record that was the operator's, and is not any more, waits as well.
    rotate(&mut network, &operator, &mallory).unwrap();
    network.stake(&operator, 10 * ONE).unwrap();
    assert_eq!(holds(&mut network, &operator), (0, 10));
    // The one that became it is at once, with all that it brought before. No one has earned anything in this pool yet.
    network.stake(&mallory, ONE).unwrap();
    assert_eq!(holds(&mut network, &mallory), (5_001, 0));
}

#[test]
fn an_operator_that_has_shares_waits_like_everybody() {
    let mut network = start();
    let operator = network.operator("operator", 1_000 * ONE);
    network.stake(&operator, 9_000 * ONE).unwrap();
    assert_eq!(holds(&mut network, &operator), (1_000, 9_000));
    activation_refused(&mut network, &operator, StakingError::NothingRipe);
    // What comes in the second before the mark of an epoch whose USDC the operator knows earns none of it.
    pay_pool(&mut network, &operator, 1, 1_000 * ONE, 0);
    // 900 for 1,000 shares: 9,000 tokens buy 4,736.842105 at 1.9 (and 0.26 of a unit).
    network.activate(&operator).unwrap();
    assert_eq!(network.record_of(&operator).shares, 1_000 * ONE + 4_736_842_105);
}

#[test]
fn a_pool_that_has_passed_an_epoch_takes_nothing_at_once_though_it_has_no_shares() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 0);
    pass_epoch(&mut network, &operator, 1);
    network.stake(&operator, 1_000 * ONE).unwrap();
    assert_eq!(holds(&mut network, &operator), (0, 1_000));
    activation_refused(&mut network, &operator, StakingError::NothingRipe);
    // The good epoch in which it came pays the operator its commission, and its deposit nothing.
    let proof = publish_good(&mut network, &operator, 2);
    network.accrue(&operator, 2, proof).unwrap();
    network.activate(&operator).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (1_000 * ONE, 1_000 * ONE));
    assert_eq!((pool.reward_commission, pool.delegator_usdc), (500 * ONE, 0));
}

#[test]
fn a_pool_that_was_emptied_is_not_new_again() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 1_000 * ONE);
    let alice = delegator_with(&mut network, "alice", &operator, 1_000 * ONE);
    pass_epoch(&mut network, &operator, 1);
    network.unstake(&alice, 1_000 * ONE).unwrap();
    // All shares go, and the tokens come back by either way: neither is at once.
    network.unstake(&operator, 1_000 * ONE).unwrap();
    assert_eq!(network.pool_of(&operator).total_shares, 0);
    network.stake(&operator, 1_000 * ONE).unwrap();
    cancel_unstake(&mut network, &operator).unwrap();
    network.stake(&operator, 1).unwrap();
    assert_eq!(holds(&mut network, &operator), (0, 2_000));
    activation_refused(&mut network, &operator, StakingError::NothingRipe);
}

#[test]
fn what_is_below_the_minimum_waits_and_brings_no_share_of_a_record_that_is_too_small() {
    let mut network = start();
    let operator = network.operator("operator", 1_000 * ONE - 1);
    assert_eq!(network.record_of(&operator).activating, 1_000 * ONE - 1);
    let mallory = depositor_with(&mut network, "mallory", &operator, 50_000 * ONE);
    pass_epoch(&mut network, &operator, 1);
    // Ripe by now; still no backing, so nothing becomes shares of this pool.
    activation_refused(&mut network, &operator, StakingError::OperatorStakeBelowMinimum);
    activation_refused(&mut network, &mallory, StakingError::OperatorStakeBelowMinimum);
    // The unit that was missing is a deposit of epoch 2, though the pool has no shares.
    network.stake(&operator, 1).unwrap();
    activation_refused(&mut network, &operator, StakingError::OperatorStakeBelowMinimum);
    pass_epoch(&mut network, &operator, 2);
    activation_refused(&mut network, &mallory, StakingError::OperatorStakeBelowMinimum);
    network.activate(&operator).unwrap();
    network.activate(&mallory).unwrap();
    assert_eq!((holds(&mut network, &operator), holds(&mut network, &mallory)), ((1_000, 0), (50_000, 0)));
}

#[test]
fn a_closed_gate_is_closed_at_once_as_well() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 0);
    // Marked: the pool has an epoch to pass, in which it takes part.
    network.mark(1).unwrap();
    network.stake(&operator, 1_000 * ONE).unwrap();
    assert_eq!(holds(&mut network, &operator), (0, 1_000));
    activation_refused(&mut network, &operator, StakingError::PoolBehind);
    // Halts refuse the deposit itself.
    halt(&mut network, &operator);
    refuses(&mut network, StakingError::PoolHalted, |network| network.stake(&operator, ONE));
    resume(&mut network, &operator);
    let stop = |halted| UpdatePoolOverviewArgs { staking_halted: Some(halted), ..Default::default() };
    update_overview(&mut network, stop(true)).unwrap();
    refuses(&mut network, StakingError::StakingHalted, |network| network.stake(&operator, ONE));
    refuses(&mut network, StakingError::StakingHalted, |network| network.activate(&operator));
    update_overview(&mut network, stop(false)).unwrap();
}

/// A raise, auto-stake and a deposit in the second before a good epoch's mark, all of it by the operator.
#[test]
fn neither_a_raise_nor_auto_stake_makes_a_late_deposit_of_the_operators_earn() {
    let mut network = start();
    let args = CreateOperatorPoolArgs { auto_stake: true, ..pool_args() };
    let operator = network.operator_with("operator", 2_000 * ONE, args);
    let alice = delegator_with(&mut network, "alice", &operator, 8_000 * ONE);
    schedule_commissions(&mut network, &operator, 5_000).unwrap();
    network.stake(&operator, 90_000 * ONE).unwrap();
    let proof = publish_good(&mut network, &operator, 1);
    network.accrue(&operator, 1, proof).unwrap();
    // 4,500 tokens raise the price to 1.45; the commission of 500, at the old rate, buys 344.827586 shares (and 0.2 of a unit).
    let record = network.record_of(&operator);
    assert_eq!((record.shares, record.activating), (2_344_827_586, 90_000 * ONE));
    // 800 USDC for the 10,000 shares that were there.
    network.claim_usdc(&operator).unwrap();
    network.claim_usdc(&alice).unwrap();
    assert_eq!((network.usdc_of(&operator), network.usdc_of(&alice)), (160 * ONE, 640 * ONE));
    network.pass_time(DAY);
    network.unstake(&alice, 8_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].amount, 11_600 * ONE);
}
