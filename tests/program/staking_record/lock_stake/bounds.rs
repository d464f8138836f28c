//! Section 10: a lock lasts 14 to 365 days, in seconds.

use inference_staking_client::StakingError;
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

const SHORTEST: u64 = 1_209_600;
const LONGEST: u64 = 31_536_000;

#[test]
fn durations_outside_of_the_bounds_are_refused() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    for duration in [0, 1, SHORTEST - 1, LONGEST + 1, u64::MAX] {
        assert_refused(lock(&mut network, &alice, duration), StakingError::LockDurationOutOfRange);
    }
    assert_eq!(network.record_of(&alice).lock_state, NO_LOCK);
}

#[test]
fn durations_at_the_bounds_are_taken() {
    for duration in [SHORTEST, SHORTEST + 1, LONGEST - 1, LONGEST] {
        let (mut network, _, alice) = pool_with_a_thousand_shares();
        lock(&mut network, &alice, duration).unwrap();
        let record = network.record_of(&alice);
        assert_eq!((record.lock_state, record.lock_duration), (LOCKED, duration));
    }
}

#[test]
fn an_extension_reaches_the_longest_duration_and_not_beyond() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock(&mut network, &alice, SHORTEST).unwrap();
    let most = LONGEST - SHORTEST;
    for seconds in [most + 1, u64::MAX - SHORTEST, u64::MAX] {
        assert_refused(extend(&mut network, &alice, seconds), StakingError::LockDurationOutOfRange);
    }
    extend(&mut network, &alice, 1).unwrap();
    assert_refused(extend(&mut network, &alice, most), StakingError::LockDurationOutOfRange);
    extend(&mut network, &alice, most - 1).unwrap();
    assert_eq!(network.record_of(&alice).lock_duration, LONGEST);
    assert_refused(extend(&mut network, &alice, 1), StakingError::LockDurationOutOfRange);
}

#[test]
fn an_extension_by_no_time_is_refused() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock(&mut network, &alice, SHORTEST).unwrap();
    assert_refused(extend(&mut network, &alice, 0), StakingError::LockDurationOutOfRange);
}
