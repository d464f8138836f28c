//! What a lock holds back, and what it leaves alone (SPEC 10).

use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::state::StakingRecord;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

#[test]
fn a_locked_record_unstakes_nothing_however_long_it_waits() {
    let (mut network, alice) = locked_for_half_a_year();
    assert_unstakes_at_most(&mut network, &alice, 0);
    assert_refused(network.unstake(&alice, 1_000), StakingError::SharesLocked);
    network.pass_time(1_000 * DAY);
    assert_unstakes_at_most(&mut network, &alice, 0);
    assert_refused(network.unstake(&alice, 1_000), StakingError::SharesLocked);
    assert_eq!(network.record_of(&alice).shares, 1_000);
}

#[test]
fn new_shares_join_a_lock() {
    let (mut network, alice) = locked_for_half_a_year();
    network.buy_shares(&alice, 500).unwrap();
    assert_unstakes_at_most(&mut network, &alice, 0);
    begin_unlock(&mut network, &alice).unwrap();
    network.pass_time(45 * DAY);
    // A quarter of 1,500.
    assert_unstakes_at_most(&mut network, &alice, 375);
}

/// Turns the ticket into shares again, as if it had been cancelled an epoch ago.
fn cancel_and_activate(network: &mut TestNetwork, staker: &Staker, ticket: u8) {
    cancel(network, staker, ticket).unwrap();
    network.ripen(staker);
    network.activate(staker).unwrap();
}

#[test]
fn shares_that_come_back_by_a_cancelled_unstake_join_a_lock_and_not_a_release() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    for shares in [400, 100] {
        network.unstake(&alice, shares).unwrap();
    }
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    cancel_and_activate(&mut network, &alice, 0);
    assert_eq!(network.record_of(&alice).shares, 900);
    assert_unstakes_at_most(&mut network, &alice, 0);
    begin_unlock(&mut network, &alice).unwrap();
    cancel_and_activate(&mut network, &alice, 1);
    assert_unstakes_at_most(&mut network, &alice, 100);
}

#[test]
fn a_staked_commission_joins_a_lock_and_not_a_release() {
    let mut network = TestNetwork::start();
    let args = CreateOperatorPoolArgs { auto_stake: true, ..pool_args() };
    let operator = network.operator_with("operator", 2_000 * ONE, args);
    lock(&mut network, &operator, HALF_YEAR).unwrap();
    // 900 of 1,000 raise 2,000 tokens to 2,900; the other 100 buy 2,000 / 2,900 x 100 shares.
    pay_pool(&mut network, &operator, 1, 1_000 * ONE, 0);
    assert_eq!(network.record_of(&operator).shares, 2_068_965_517);
    assert_unstakes_at_most(&mut network, &operator, 0);
    begin_unlock(&mut network, &operator).unwrap();
    // 3,000 tokens and 900 for 2,068.965517 shares; 100 buy floor(100 x 2,068.965517 / 3,900) = 53.050397 shares.
    pay_pool(&mut network, &operator, 2, 1_000 * ONE, 0);
    assert_eq!(network.record_of(&operator).shares, 2_122_015_914);
    // A day has gone: 2,068,965,517 / 180 = 11,494,252.9 are released.
    assert_unstakes_at_most(&mut network, &operator, 53_050_397 + 11_494_252);
}

#[test]
fn a_lock_holds_nobody_else_back() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
}

#[test]
fn more_shares_than_there_are_is_not_a_matter_of_the_lock() {
    let (mut network, alice) = locked_for_half_a_year();
    assert_refused(network.unstake(&alice, 1_001), StakingError::NotEnoughShares);
}

#[test]
fn a_lock_holds_back_no_ticket_and_no_usdc() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    pay_pool(&mut network, &operator, 1, 0, 1_000 * ONE);
    // 2,000 of 9,000 shares of 800 USDC: 177.777777.
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 177_777_777);
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 998_000 * ONE);
}

pub fn lock_of(record: &StakingRecord) -> (u8, u64, i64, u64) {
    (record.lock_state, record.lock_duration, record.unlock_started_at, record.unlock_shares)
}

#[test]
fn a_lock_is_cleared_when_the_shares_reach_zero_and_not_before() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    begin_unlock(&mut network, &alice).unwrap();
    let released = lock_of(&network.record_of(&alice));
    assert_eq!(released, (UNLOCKING, HALF_YEAR, START_TIME, 1_000));
    network.pass_time(180 * DAY);
    network.unstake(&alice, 999).unwrap();
    assert_eq!(lock_of(&network.record_of(&alice)), released);
    network.unstake(&alice, 1).unwrap();
    assert_eq!(lock_of(&network.record_of(&alice)), (NO_LOCK, 0, 0, 0));
    // What is staked afterwards is free.
    network.buy_shares(&alice, 10).unwrap();
    network.unstake(&alice, 10).unwrap();
    // What comes back is free too, and can be locked anew.
    cancel_and_activate(&mut network, &alice, 0);
    lock(&mut network, &alice, 14 * 86_400).unwrap();
    assert_refused(network.unstake(&alice, 1), StakingError::SharesLocked);
}

#[test]
fn a_closed_pool_ignores_locks() {
    let (mut network, operator, alice) = pool_with_a_thousand_shares();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    lock(&mut network, &operator, HALF_YEAR).unwrap();
    begin_unlock(&mut network, &operator).unwrap();
    close_pool(&mut network, &operator);
    for staker in [&alice, &operator] {
        let view = query(&mut network, staker);
        assert_eq!((view.locked_shares, view.rank), (0, 0));
    }
    network.unstake(&alice, 1_000).unwrap();
    network.unstake(&operator, 2_000 * ONE).unwrap();
    assert_eq!(network.pool_of(&operator).total_shares, 0);
}

#[test]
fn a_lock_set_in_a_closed_pool_holds_nothing_back() {
    let (mut network, operator, alice) = pool_with_a_thousand_shares();
    close_pool(&mut network, &operator);
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    assert_eq!(query(&mut network, &alice).rank, 0);
    network.unstake(&alice, 1_000).unwrap();
    assert_eq!(lock_of(&network.record_of(&alice)), (NO_LOCK, 0, 0, 0));
}
