//! `extend_lock`: a longer lock, up to 365 days (SPEC 10). What all four instructions of a lock share is in `lock_stake`.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::DAY;
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

#[test]
fn an_extension_reaches_the_longest_duration_and_not_beyond() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock(&mut network, &alice, SHORTEST_LOCK).unwrap();
    let most = LONGEST_LOCK - SHORTEST_LOCK;
    for seconds in [most + 1, u64::MAX - SHORTEST_LOCK, u64::MAX] {
        assert_refused(extend(&mut network, &alice, seconds), StakingError::LockDurationOutOfRange);
    }
    extend(&mut network, &alice, 1).unwrap();
    assert_refused(extend(&mut network, &alice, most), StakingError::LockDurationOutOfRange);
    extend(&mut network, &alice, most - 1).unwrap();
    assert_eq!(network.record_of(&alice).lock_duration, LONGEST_LOCK);
    assert_refused(extend(&mut network, &alice, 1), StakingError::LockDurationOutOfRange);
}

#[test]
fn an_extension_by_no_time_is_refused() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock(&mut network, &alice, SHORTEST_LOCK).unwrap();
    assert_refused(extend(&mut network, &alice, 0), StakingError::LockDurationOutOfRange);
}

#[test]
fn a_longer_lock_releases_more_slowly() {
    let (mut network, alice) = locked_for_half_a_year();
    extend(&mut network, &alice, HALF_YEAR).unwrap();
    begin_unlock(&mut network, &alice).unwrap();
    network.pass_time(90 * DAY);
    assert_unstakes_at_most(&mut network, &alice, 250);
}
