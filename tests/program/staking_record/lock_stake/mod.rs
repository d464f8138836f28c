//! `lock_stake`: which records can be locked, for 14 to 365 days (SPEC 10); what a lock holds back; and what all four
//! instructions of a lock share.

mod accounts;
mod all_four;
mod held_back;
mod remembered_commissions;
mod same_history;
mod slashed;

use inference_staking_client::StakingError;
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

#[test]
fn a_locked_record_is_neither_locked_again_nor_cancelled() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    let before = network.record_of(&alice);
    for duration in [90 * 86_400, HALF_YEAR] {
        assert_refused(lock(&mut network, &alice, duration), StakingError::AlreadyLocked);
    }
    assert_refused(cancel_unlock(&mut network, &alice), StakingError::NotUnlocking);
    assert_state(&network.record_of(&alice), &before);
}

#[test]
fn a_record_without_shares_has_nothing_to_lock() {
    let World { mut network, alice, bob, .. } = ten_tokens_for_seven_shares(1);
    assert_refused(lock(&mut network, &bob, HALF_YEAR), StakingError::NoSharesToLock);
    network.unstake(&alice, 6).unwrap();
    // Tokens in cooldown are no shares.
    assert_refused(lock(&mut network, &alice, HALF_YEAR), StakingError::NoSharesToLock);
}

#[test]
fn one_share_can_be_locked_and_so_can_the_operators() {
    let World { mut network, operator, .. } = ten_tokens_for_seven_shares(1);
    lock(&mut network, &operator, HALF_YEAR).unwrap();
    assert_refused(network.unstake(&operator, 1), StakingError::SharesLocked);
}

#[test]
fn durations_outside_of_the_bounds_are_refused() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    for duration in [0, 1, SHORTEST_LOCK - 1, LONGEST_LOCK + 1, u64::MAX] {
        assert_refused(lock(&mut network, &alice, duration), StakingError::LockDurationOutOfRange);
    }
    assert_eq!(network.record_of(&alice).lock_state, NO_LOCK);
}

#[test]
fn durations_at_the_bounds_are_taken() {
    for duration in [SHORTEST_LOCK, SHORTEST_LOCK + 1, LONGEST_LOCK - 1, LONGEST_LOCK] {
        let (mut network, _, alice) = pool_with_a_thousand_shares();
        lock(&mut network, &alice, duration).unwrap();
        let record = network.record_of(&alice);
        assert_eq!((record.lock_state, record.lock_duration), (LOCKED, duration));
    }
}
