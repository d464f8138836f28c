//! `lock_stake`, `extend_lock`, `begin_unlock`, `cancel_unlock`: what each writes, and in which states several are refused.

use inference_staking_client::events::LockChanged;
use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_localnet::Executed;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

const QUARTER: u64 = 90 * 86_400;

/// Runs one of the four and asserts that it writes the given lock into the record, and nothing else but the pool's
/// sequence number, of which this is the event.
#[track_caller]
fn assert_writes(
    network: &mut TestNetwork,
    staker: &Staker,
    sequence: u64,
    after: impl FnOnce(&mut StakingRecord),
    run: impl FnOnce(&mut TestNetwork) -> Executed,
) {
    let (pool_before, mut expected) = (network.pool_of(staker), network.record_of(staker));
    let executed = run(network);
    after(&mut expected);
    assert_state(&network.record_of(staker), &expected);
    assert_state(&network.pool_of(staker), &OperatorPool { event_sequence: sequence, ..pool_before });
    let expected_event = LockChanged {
        operator_pool: staker.record.operator_pool,
        staking_record: staker.record.address(),
        owner: staker.key(),
        lock_state: expected.lock_state,
        lock_duration: expected.lock_duration,
        unlock_started_at: expected.unlock_started_at,
        unlock_shares: expected.unlock_shares,
        lock_reward_commission_bps: 1_000,
        lock_usdc_commission_bps: 2_000,
        record_shares: 3_000 * ONE,
        epoch: 2,
        pool: paid_pool_state(sequence),
    };
    assert_eq!(only_event::<LockChanged>(&executed), expected_event);
}

#[test]
fn a_lock_is_set_extended_released_and_set_again() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let locked_for = |duration: u64| {
        move |record: &mut StakingRecord| {
            (record.lock_state, record.lock_duration) = (LOCKED, duration);
            (record.unlock_started_at, record.unlock_shares) = (0, 0);
            (record.lock_reward_commission_bps, record.lock_usdc_commission_bps) = (1_000, 2_000);
        }
    };
    assert_writes(&mut network, &alice, 10, locked_for(QUARTER), |n| lock(n, &alice, QUARTER).unwrap());
    network.pass_time(10 * DAY);
    assert_writes(&mut network, &alice, 11, locked_for(HALF_YEAR), |n| extend(n, &alice, QUARTER).unwrap());
    let unlocking = |record: &mut StakingRecord| {
        record.lock_state = UNLOCKING;
        record.unlock_started_at = START_TIME + 10 * DAY;
        record.unlock_shares = 3_000 * ONE;
    };
    assert_writes(&mut network, &alice, 12, unlocking, |n| begin_unlock(n, &alice).unwrap());
    network.pass_time(DAY);
    assert_writes(&mut network, &alice, 13, locked_for(HALF_YEAR), |n| cancel_unlock(n, &alice).unwrap());
}

#[test]
fn a_record_without_a_lock_has_nothing_to_extend_release_or_cancel() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    assert_refused(extend(&mut network, &alice, 1), StakingError::NotLocked);
    assert_refused(begin_unlock(&mut network, &alice), StakingError::NotLocked);
    assert_refused(cancel_unlock(&mut network, &alice), StakingError::NotUnlocking);
}

#[test]
fn a_record_that_is_unlocking_is_only_cancelled() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    begin_unlock(&mut network, &alice).unwrap();
    let before = network.record_of(&alice);
    // Also after the release is over, but that it can then be locked anew.
    for days in [1, 200] {
        network.pass_time(days * DAY);
        if days == 1 {
            assert_refused(lock(&mut network, &alice, HALF_YEAR), StakingError::AlreadyLocked);
        }
        assert_refused(extend(&mut network, &alice, 1), StakingError::NotLocked);
        assert_refused(begin_unlock(&mut network, &alice), StakingError::NotLocked);
    }
    assert_state(&network.record_of(&alice), &before);
    cancel_unlock(&mut network, &alice).unwrap();
}

#[test]
fn no_halt_and_no_finalizing_epoch_stops_a_change_of_a_lock() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.mark(1).unwrap();
    halt_everything(&mut network);
    halt_pool(&mut network, &operator);
    for staker in [&alice, &operator] {
        lock(&mut network, staker, QUARTER).unwrap();
        extend(&mut network, staker, QUARTER).unwrap();
        begin_unlock(&mut network, staker).unwrap();
        cancel_unlock(&mut network, staker).unwrap();
    }
}
