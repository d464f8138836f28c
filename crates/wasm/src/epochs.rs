//! Which epochs are over, and which a pool has open (SPEC 2, SPEC 6).

use crate::memory::{ask, refusal};

/// Gives the current epoch.
#[no_mangle]
pub extern "C" fn current_epoch() -> u32 {
    refusal(|memory| {
        let epoch = memory.overview.current_epoch()?;
        memory.give([epoch]);
        Ok(())
    })
}

/// Gives from when the next epoch may be marked, Unix seconds as the bits of an `i64`; `NEVER` if nothing has to be waited for.
#[no_mangle]
pub extern "C" fn earliest_mark() -> u32 {
    refusal(|memory| {
        let from = memory.overview.earliest_mark()?;
        memory.give([from.cast_unsigned()]);
        Ok(())
    })
}

/// Gives how many epochs the pool skipped that can still pay it, how many it has to pass in order, and then both lists.
#[no_mangle]
pub extern "C" fn open_epochs(now: i64) {
    ask(|memory| {
        let (overview, pool) = (memory.overview, memory.pool);
        let skipped = pool.skipped_open_epochs(&overview, now).fold(0u64, |count, _| count.saturating_add(1));
        let counts = [skipped, pool.epochs_behind(&overview, now)];
        memory.give(counts.into_iter().chain(pool.open_epochs(&overview, now)));
    });
}

/// The epoch whose completion opens the gate of a pool that skipped epochs.
#[no_mangle]
pub extern "C" fn skips_are_recent_until() -> u64 {
    ask(|memory| memory.pool.skips_are_recent_until())
}
