//! Section 10: how many shares a lock holds back, and which shares are in it.

use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

const TWO_WEEKS: u64 = 1_209_600;

/// Alice's 1,000 shares, locked for 180 days.
fn locked_for_half_a_year() -> (TestNetwork, Staker) {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    (network, alice)
}

/// Exactly `free` shares can be unstaked; they are.
#[track_caller]
fn assert_unstakes_at_most(network: &mut TestNetwork, staker: &Staker, free: u64) {
    assert_refused(network.unstake(staker, free + 1), StakingError::SharesLocked);
    if free > 0 {
        network.unstake(staker, free).unwrap();
    }
}

#[test]
fn a_locked_record_unstakes_nothing_however_long_it_waits() {
    let (mut network, alice) = locked_for_half_a_year();
    assert_unstakes_at_most(&mut network, &alice, 0);
    network.pass_time(400 * DAY);
    assert_unstakes_at_most(&mut network, &alice, 0);
    assert_refused(network.unstake(&alice, 1_000), StakingError::SharesLocked);
}

#[test]
fn a_release_frees_shares_linearly_by_the_vectors_of_section_16() {
    for (elapsed, locked) in [(0, 1_000), (DAY, 995), (45 * DAY, 750), (135 * DAY, 250), (179 * DAY, 6)] {
        let (mut network, alice) = locked_for_half_a_year();
        network.pass_time(3 * DAY);
        begin_unlock(&mut network, &alice).unwrap();
        network.pass_time(elapsed);
        assert_eq!(query(&mut network, &alice).locked_shares, locked);
        assert_unstakes_at_most(&mut network, &alice, 1_000 - locked);
        assert_eq!(network.record_of(&alice).shares, locked);
    }
}

#[test]
fn everything_is_free_to_the_second_when_the_release_is_over() {
    for later in [0, 1, 500 * DAY] {
        let (mut network, alice) = locked_for_half_a_year();
        begin_unlock(&mut network, &alice).unwrap();
        network.pass_time(180 * DAY - 1);
        // 1,000 x 15,551,999 / 15,552,000 is 999.99.
        assert_eq!(query(&mut network, &alice).locked_shares, 1);
        assert_refused(network.unstake(&alice, 1_000), StakingError::SharesLocked);
        network.pass_time(1 + later);
        network.unstake(&alice, 1_000).unwrap();
    }
}

#[test]
fn few_shares_are_released_one_by_one() {
    let World { mut network, operator, .. } = ten_tokens_for_seven_shares(6);
    network.stake(&operator, 2).unwrap();
    assert_eq!(network.record_of(&operator).shares, 7);
    lock(&mut network, &operator, TWO_WEEKS).unwrap();
    begin_unlock(&mut network, &operator).unwrap();
    // The vector of section 16: 7 shares over 14 days, of which half a share is free after a day.
    network.pass_time(DAY);
    assert_unstakes_at_most(&mut network, &operator, 0);
    network.pass_time(DAY - 1);
    assert_unstakes_at_most(&mut network, &operator, 0);
    network.pass_time(1);
    assert_unstakes_at_most(&mut network, &operator, 1);
}

#[test]
fn new_shares_join_a_lock() {
    let (mut network, alice) = locked_for_half_a_year();
    network.stake(&alice, 500).unwrap();
    assert_unstakes_at_most(&mut network, &alice, 0);
    begin_unlock(&mut network, &alice).unwrap();
    network.pass_time(45 * DAY);
    // A quarter of 1,500.
    assert_unstakes_at_most(&mut network, &alice, 375);
}

#[test]
fn new_shares_do_not_join_a_release() {
    let (mut network, alice) = locked_for_half_a_year();
    begin_unlock(&mut network, &alice).unwrap();
    network.stake(&alice, 500).unwrap();
    assert_unstakes_at_most(&mut network, &alice, 500);
    network.pass_time(45 * DAY);
    network.stake(&alice, 500).unwrap();
    // A quarter of 1,000, and the 500.
    assert_unstakes_at_most(&mut network, &alice, 750);
}

#[test]
fn shares_that_come_back_by_a_cancelled_unstake_join_a_lock_and_not_a_release() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    for shares in [400, 100] {
        network.unstake(&alice, shares).unwrap();
    }
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    cancel(&mut network, &alice, 0).unwrap();
    assert_eq!(network.record_of(&alice).shares, 900);
    assert_unstakes_at_most(&mut network, &alice, 0);
    begin_unlock(&mut network, &alice).unwrap();
    cancel(&mut network, &alice, 1).unwrap();
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
fn what_was_unstaked_during_a_release_counts_as_released() {
    let (mut network, alice) = locked_for_half_a_year();
    begin_unlock(&mut network, &alice).unwrap();
    network.pass_time(45 * DAY);
    assert_unstakes_at_most(&mut network, &alice, 250);
    network.pass_time(45 * DAY);
    assert_unstakes_at_most(&mut network, &alice, 250);
}

#[test]
fn a_cancelled_release_locks_what_is_there_and_the_next_one_starts_from_it() {
    let (mut network, alice) = locked_for_half_a_year();
    begin_unlock(&mut network, &alice).unwrap();
    network.pass_time(45 * DAY);
    network.unstake(&alice, 250).unwrap();
    network.pass_time(90 * DAY);
    cancel_unlock(&mut network, &alice).unwrap();
    assert_unstakes_at_most(&mut network, &alice, 0);
    begin_unlock(&mut network, &alice).unwrap();
    assert_unstakes_at_most(&mut network, &alice, 0);
    network.pass_time(45 * DAY);
    // A quarter of 750 is 187.5.
    assert_unstakes_at_most(&mut network, &alice, 187);
}

#[test]
fn a_longer_lock_releases_more_slowly() {
    let (mut network, alice) = locked_for_half_a_year();
    extend(&mut network, &alice, HALF_YEAR).unwrap();
    begin_unlock(&mut network, &alice).unwrap();
    network.pass_time(90 * DAY);
    assert_unstakes_at_most(&mut network, &alice, 250);
}

#[test]
fn a_clock_that_steps_back_releases_nothing() {
    let (mut network, alice) = locked_for_half_a_year();
    begin_unlock(&mut network, &alice).unwrap();
    network.pass_time(-20 * DAY);
    assert_unstakes_at_most(&mut network, &alice, 0);
}

#[test]
fn a_lock_holds_nobody_else_back() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
}
