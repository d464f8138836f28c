//! SPEC 10: a lock never holds anybody to a higher commission than it was made under, announced raises included; and a lock
//! whose release is over is none any more.

use inference_staking_client::events::LockChanged;
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::state::StakingRecord;
use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

/// Schedules commissions of tokens and USDC, bps; the active one (1,000 and 2,000 at first) cancels.
fn announce(network: &mut TestNetwork, operator: &Staker, reward: u16, usdc: u16) {
    let args = UpdateOperatorPoolArgs {
        reward_commission_bps: Some(reward),
        usdc_commission_bps: Some(usdc),
        ..UpdateOperatorPoolArgs::default()
    };
    let update = ix::update_operator_pool(operator.key(), operator.record.operator_pool, args);
    network.send(&[update], &[&operator.wallet]).unwrap();
}

fn remembered(network: &mut TestNetwork, staker: &Staker) -> (u16, u16) {
    let record = network.record_of(staker);
    (record.lock_reward_commission_bps, record.lock_usdc_commission_bps)
}

/// Nothing of a lock is left.
#[track_caller]
fn assert_lifted(network: &mut TestNetwork, staker: &Staker) {
    let record = network.record_of(staker);
    let expected = StakingRecord {
        lock_state: NO_LOCK,
        lock_duration: 0,
        unlock_started_at: 0,
        unlock_shares: 0,
        lock_reward_commission_bps: 0,
        lock_usdc_commission_bps: 0,
        ..record
    };
    assert_state(&record, &expected);
    let view = query(network, staker);
    assert_eq!((view.rank, view.locked_shares), (0, 0));
}

#[test]
fn a_lock_remembers_the_higher_of_the_active_and_the_announced_rate_of_each_kind() {
    // Announced: nothing, a raise and a cut, two raises.
    for (reward, usdc, expected) in
        [(1_000, 2_000, (1_000, 2_000)), (1_500, 1_500, (1_500, 2_000)), (1_001, 5_000, (1_001, 5_000))]
    {
        let World { mut network, operator, alice, .. } = pool_of_three();
        announce(&mut network, &operator, reward, usdc);
        lock(&mut network, &alice, HALF_YEAR).unwrap();
        assert_eq!(remembered(&mut network, &alice), expected);
        // It was agreed to: the release takes its time.
        begin_unlock(&mut network, &alice).unwrap();
        assert_eq!(network.record_of(&alice).lock_state, UNLOCKING);
        assert_eq!(remembered(&mut network, &alice), expected);
    }
}

#[test]
fn a_raise_of_either_commission_releases_everything_at_once() {
    for (reward, usdc) in [(1_001, 2_000), (1_000, 2_001), (500, 2_001), (1_001, 0)] {
        let World { mut network, operator, alice, .. } = pool_of_three();
        lock(&mut network, &alice, LONGEST_LOCK).unwrap();
        announce(&mut network, &operator, reward, usdc);
        let executed = begin_unlock(&mut network, &alice).unwrap();
        assert_lifted(&mut network, &alice);
        let event: LockChanged = only_event(&executed);
        assert_eq!((event.lock_state, event.lock_duration, event.unlock_shares), (NO_LOCK, 0, 0));
        network.unstake(&alice, 3_000 * ONE).unwrap();
    }
}

#[test]
fn a_release_that_runs_is_over_at_once_too() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    lock(&mut network, &alice, LONGEST_LOCK).unwrap();
    begin_unlock(&mut network, &alice).unwrap();
    network.pass_time(DAY);
    assert_refused(begin_unlock(&mut network, &alice), StakingError::NotLocked);
    announce(&mut network, &operator, 1_001, 2_000);
    begin_unlock(&mut network, &alice).unwrap();
    assert_lifted(&mut network, &alice);
    assert_refused(begin_unlock(&mut network, &alice), StakingError::NotLocked);
}

#[test]
fn a_raise_that_holds_releases_as_one_that_is_announced_does() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    lock(&mut network, &alice, LONGEST_LOCK).unwrap();
    change_pool(&mut network, &operator, |pool| pool.usdc_commission_bps = 2_001);
    begin_unlock(&mut network, &alice).unwrap();
    assert_lifted(&mut network, &alice);
}

#[test]
fn a_cut_or_a_raise_that_was_withdrawn_releases_nothing() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    lock(&mut network, &alice, LONGEST_LOCK).unwrap();
    announce(&mut network, &operator, 1_500, 2_500);
    announce(&mut network, &operator, 1_000, 2_000);
    begin_unlock(&mut network, &alice).unwrap();
    assert_eq!(network.record_of(&alice).lock_state, UNLOCKING);
    cancel_unlock(&mut network, &alice).unwrap();
    announce(&mut network, &operator, 500, 500);
    begin_unlock(&mut network, &alice).unwrap();
    assert_eq!(network.record_of(&alice).lock_state, UNLOCKING);
}

#[test]
fn until_its_owner_begins_the_release_the_lock_holds_and_has_its_rank() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    lock(&mut network, &alice, LONGEST_LOCK).unwrap();
    announce(&mut network, &operator, 5_000, 5_000);
    assert_refused(network.unstake(&alice, 1), StakingError::SharesLocked);
    // 4 times 3,000 tokens.
    assert_eq!(query(&mut network, &alice).rank, 12_000 * u128::from(ONE));
}

#[test]
fn who_extends_or_locks_again_agrees_to_the_rates_of_the_day() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    for staker in [&alice, &bob] {
        lock(&mut network, staker, HALF_YEAR).unwrap();
    }
    begin_unlock(&mut network, &bob).unwrap();
    announce(&mut network, &operator, 1_200, 2_300);
    extend(&mut network, &alice, 1).unwrap();
    cancel_unlock(&mut network, &bob).unwrap();
    for staker in [&alice, &bob] {
        assert_eq!(remembered(&mut network, staker), (1_200, 2_300));
        begin_unlock(&mut network, staker).unwrap();
        assert_eq!(network.record_of(staker).lock_state, UNLOCKING);
    }
}

#[test]
fn a_lower_rate_is_remembered_anew_as_well() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    change_pool(&mut network, &operator, |pool| pool.reward_commission_bps = 300);
    extend(&mut network, &alice, 1).unwrap();
    assert_eq!(remembered(&mut network, &alice), (300, 2_000));
    announce(&mut network, &operator, 301, 2_000);
    begin_unlock(&mut network, &alice).unwrap();
    assert_lifted(&mut network, &alice);
}

#[test]
fn a_lock_whose_release_is_over_is_replaced_and_not_a_second_before() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    lock(&mut network, &alice, SHORTEST_LOCK).unwrap();
    begin_unlock(&mut network, &alice).unwrap();
    network.pass_time(14 * DAY - 1);
    assert_refused(lock(&mut network, &alice, HALF_YEAR), StakingError::AlreadyLocked);
    announce(&mut network, &operator, 1_100, 2_000);
    network.pass_time(1);
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    let record = network.record_of(&alice);
    assert_eq!((record.lock_state, record.lock_duration), (LOCKED, HALF_YEAR));
    assert_eq!((record.unlock_started_at, record.unlock_shares), (0, 0));
    assert_eq!(remembered(&mut network, &alice), (1_100, 2_000));
    assert_refused(network.unstake(&alice, 1), StakingError::SharesLocked);
}

#[test]
fn the_last_share_takes_what_was_remembered_with_it() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    close_pool(&mut network, &operator);
    network.unstake(&alice, 3_000 * ONE).unwrap();
    assert_lifted(&mut network, &alice);
}
