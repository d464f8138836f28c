//! SPEC 15.10: a lock changes nothing but what `unstake` refuses. A history without its lock
//! instructions ends in the same balances, for everybody.

use inference_staking_model::{Lock, Operation as O, World};

use crate::random::beginning::Beginning;
use crate::side_by_side::Trial;

/// Plays the history again without its locks and compares, unless an unstake was refused for a lock.
///
/// # Panics
/// If something else than locks differs.
pub fn assert_locks_change_nothing(beginning: &Beginning, played: &Trial) {
    let with_locks = played.history.iter().any(is_about_locks);
    if played.a_lock_refused || !with_locks {
        return;
    }
    let mut again = beginning.start();
    let done_already = again.history.len();
    for operation in played.history.iter().skip(done_already).filter(|operation| !is_about_locks(operation)) {
        assert!(again.perform(operation).is_ok(), "without locks, {operation:?} must go through as well");
    }
    assert_eq!(without_locks(&again.world), without_locks(&played.world));
}

fn is_about_locks(operation: &O) -> bool {
    matches!(operation, O::Lock { .. } | O::ExtendLock { .. } | O::BeginUnlock { .. } | O::CancelUnlock { .. })
}

/// The world without locks and without the count of events, which locks have too.
fn without_locks(world: &World) -> World {
    let mut world = world.clone();
    for record in world.staking_records.values_mut() {
        (record.lock, record.lock_rates) = (Lock::None, (0, 0));
    }
    world.pools.values_mut().for_each(|pool| pool.events = 0);
    world
}
