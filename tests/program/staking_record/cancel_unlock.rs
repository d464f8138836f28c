//! `cancel_unlock`: everything that is there is locked again (SPEC 10). What all four instructions of a lock share is in
//! `lock_stake`.

use inference_staking_localnet::network::DAY;

use crate::staking_record::world::*;

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
