//! `begin_unlock`: shares are released linearly over the lock's duration (SPEC 10 and 16). What all four instructions of a
//! lock share is in `lock_stake`.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::DAY;
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

const TWO_WEEKS: u64 = 1_209_600;

#[test]
fn a_release_frees_shares_linearly_by_the_vectors_of_spec_16() {
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
    network.buy_shares(&operator, 2).unwrap();
    assert_eq!(network.record_of(&operator).shares, 7);
    lock(&mut network, &operator, TWO_WEEKS).unwrap();
    begin_unlock(&mut network, &operator).unwrap();
    // The vector of SPEC 16: 7 shares over 14 days, of which half a share is free after a day.
    network.pass_time(DAY);
    assert_unstakes_at_most(&mut network, &operator, 0);
    network.pass_time(DAY - 1);
    assert_unstakes_at_most(&mut network, &operator, 0);
    network.pass_time(1);
    assert_unstakes_at_most(&mut network, &operator, 1);
}

#[test]
fn new_shares_do_not_join_a_release() {
    let (mut network, alice) = locked_for_half_a_year();
    begin_unlock(&mut network, &alice).unwrap();
    network.buy_shares(&alice, 500).unwrap();
    assert_unstakes_at_most(&mut network, &alice, 500);
    network.pass_time(45 * DAY);
    network.buy_shares(&alice, 500).unwrap();
    // A quarter of 1,000, and the 500.
    assert_unstakes_at_most(&mut network, &alice, 750);
}

#[test]
fn what_was_unstaked_during_a_release_counts_as_released() {
    let (mut network, alice) = locked_for_half_a_year();
    begin_unlock(&mut network, &alice).unwrap();
    network.pass_time(45 * DAY);
    assert_unstakes_at_most(&mut network, &alice, 250);
    assert_unstakes_at_most(&mut network, &alice, 0);
    network.pass_time(45 * DAY);
    // Half of the 1,000 stay locked; 750 are there.
    assert_unstakes_at_most(&mut network, &alice, 250);
}

#[test]
fn a_clock_that_steps_back_releases_nothing() {
    let (mut network, alice) = locked_for_half_a_year();
    begin_unlock(&mut network, &alice).unwrap();
    network.pass_time(-20 * DAY);
    assert_unstakes_at_most(&mut network, &alice, 0);
}
