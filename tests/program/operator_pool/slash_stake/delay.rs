//! SPEC 9: a pool is halted for at least the slashing delay, here 2 days, before it can be slashed.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::assert_refused;

use super::world::*;

#[test]
fn a_pool_that_is_not_halted_is_not_slashed() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    network.pass_time(100 * DAY);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, false)), StakingError::PoolNotHalted);
}

#[test]
fn the_delay_counts_to_the_second() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    network.pass_time(5);
    set_halted(&mut network, &operator, true);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, false)), StakingError::SlashingDelayNotOver);
    network.pass_time(2 * DAY - 1);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, false)), StakingError::SlashingDelayNotOver);
    network.pass_time(1);
    slash(&mut network, &operator, take(ONE, 0, false)).unwrap();
}

#[test]
fn a_resumed_pool_is_not_slashed_and_its_delay_starts_anew() {
    let World { mut network, operator, .. } = slashable_pool();
    set_halted(&mut network, &operator, false);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, false)), StakingError::PoolNotHalted);
    set_halted(&mut network, &operator, true);
    network.pass_time(2 * DAY - 1);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, false)), StakingError::SlashingDelayNotOver);
    network.pass_time(1);
    slash(&mut network, &operator, take(ONE, 0, false)).unwrap();
}

#[test]
fn a_second_halt_keeps_the_time_of_the_first() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    set_halted(&mut network, &operator, true);
    network.pass_time(2 * DAY - 1);
    set_halted(&mut network, &operator, true);
    network.pass_time(1);
    slash(&mut network, &operator, take(ONE, 0, false)).unwrap();
}

#[test]
fn a_delay_that_was_lowered_after_the_halt_is_waited_out_all_the_same() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    set_halted(&mut network, &operator, true);
    change_overview(&mut network, |overview| overview.slashing_delay = 0);
    network.pass_time(2 * DAY - 1);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, false)), StakingError::SlashingDelayNotOver);
    network.pass_time(1);
    slash(&mut network, &operator, take(ONE, 0, false)).unwrap();
}

#[test]
fn a_delay_that_was_lowered_before_the_halt_is_the_one_that_is_waited_for() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    change_overview(&mut network, |overview| overview.slashing_delay = 60);
    set_halted(&mut network, &operator, true);
    network.pass_time(59);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, false)), StakingError::SlashingDelayNotOver);
    network.pass_time(1);
    slash(&mut network, &operator, take(ONE, 0, false)).unwrap();
}

#[test]
fn a_delay_that_was_raised_after_the_halt_counts() {
    let World { mut network, operator, .. } = slashable_pool();
    change_overview(&mut network, |overview| overview.slashing_delay = 3 * 86_400);
    network.pass_time(DAY - 1);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, false)), StakingError::SlashingDelayNotOver);
    network.pass_time(1);
    slash(&mut network, &operator, take(ONE, 0, false)).unwrap();
}

#[test]
fn a_halt_at_time_zero_is_a_halt() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    change_pool(&mut network, &operator, |pool| (pool.is_halted, pool.halted_since) = (1, 0));
    slash(&mut network, &operator, take(ONE, 0, false)).unwrap();
}

#[test]
fn a_delay_beyond_time_is_refused() {
    let World { mut network, operator, .. } = slashable_pool();
    change_overview(&mut network, |overview| overview.slashing_delay = u64::MAX);
    assert_refused(slash(&mut network, &operator, take(ONE, 0, false)), StakingError::MathOverflow);
}
