//! SPEC 10: a lock does not protect from a slash, and ends with the last share.

use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::assert_refused;

use crate::operator_pool::slash_stake::world::*;

const HALF_YEAR: u64 = 180 * 86_400;

/// The paid pool, its operator's 2,000 shares locked for 180 days.
fn pool_of_a_locked_operator() -> World {
    let mut world = paid_pool_of_three();
    let lock = ix::lock_stake(world.operator.record, HALF_YEAR);
    world.network.send(&[lock], &[&world.operator.wallet]).unwrap();
    world
}

#[test]
fn a_locked_operator_is_slashed_and_stays_locked_while_it_has_shares() {
    let World { mut network, operator, .. } = pool_of_a_locked_operator();
    halt_for_the_delay(&mut network, &operator);
    slash(&mut network, &operator, take(2_000 * ONE - 1, 0, false)).unwrap();
    let record = network.record_of(&operator);
    assert_eq!((record.shares, record.lock_state, record.lock_duration), (1, 1, HALF_YEAR));
    // A lock set or released during the halt does not help either.
    network.send(&[ix::begin_unlock(operator.record)], &[&operator.wallet]).unwrap();
    slash(&mut network, &operator, take(1, 0, false)).unwrap();
}

#[test]
fn a_slash_to_zero_clears_the_lock() {
    let World { mut network, operator, .. } = pool_of_a_locked_operator();
    network.send(&[ix::begin_unlock(operator.record)], &[&operator.wallet]).unwrap();
    halt_for_the_delay(&mut network, &operator);
    slash(&mut network, &operator, take(2_000 * ONE, 0, false)).unwrap();
    let record = network.record_of(&operator);
    let lock = (record.lock_state, record.lock_duration, record.unlock_started_at, record.unlock_shares);
    assert_eq!((record.shares, lock), (0, (0, 0, 0, 0)));
}

#[test]
fn a_slash_cuts_below_what_a_release_still_locks() {
    let World { mut network, operator, .. } = pool_of_a_locked_operator();
    network.send(&[ix::begin_unlock(operator.record)], &[&operator.wallet]).unwrap();
    network.pass_time(43 * DAY);
    halt_for_the_delay(&mut network, &operator);
    // After 45 days 1,500 of 2,000 are locked; 800 stay.
    slash(&mut network, &operator, take(1_200 * ONE, 0, false)).unwrap();
    set_halted(&mut network, &operator, false);
    assert_refused(network.unstake(&operator, 1), StakingError::SharesLocked);
    // After 126 days 600 are locked.
    network.pass_time(81 * DAY);
    assert_refused(network.unstake(&operator, 200 * ONE + 1), StakingError::SharesLocked);
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 0);
    network.unstake(&operator, 200 * ONE).unwrap();
}

#[test]
fn a_slash_of_tickets_leaves_a_lock_alone() {
    let World { mut network, operator, .. } = slashable_pool_with_tickets();
    network.send(&[ix::lock_stake(operator.record, HALF_YEAR)], &[&operator.wallet]).unwrap();
    slash(&mut network, &operator, take(0, 87 * ONE, true)).unwrap();
    let record = network.record_of(&operator);
    assert_eq!((record.shares, record.lock_state, record.lock_duration), (1_940 * ONE, 1, HALF_YEAR));
}
