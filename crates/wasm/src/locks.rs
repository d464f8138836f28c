//! Time-locks and the rank that they give (SPEC 10). Times in seconds.

use inference_staking::error::Checked;
use inference_staking::state::{LockTerms, StakingRecord};
use inference_staking_math::time_lock::Lock;

use crate::memory::{refusal, Memory};

/// `lock_stake`.
#[no_mangle]
pub extern "C" fn lock_stake(duration: u64, now: i64) -> u32 {
    refusal(|memory| change(memory, |record, terms| record.lock_shares(duration, terms, now)))
}

/// `extend_lock`.
#[no_mangle]
pub extern "C" fn extend_lock(seconds: u64) -> u32 {
    refusal(|memory| change(memory, |record, terms| record.extend_lock(seconds, terms)))
}

/// `begin_unlock`.
#[no_mangle]
pub extern "C" fn begin_unlock(now: i64) -> u32 {
    refusal(|memory| change(memory, |record, terms| record.begin_unlock(terms, now)))
}

/// `cancel_unlock`.
#[no_mangle]
pub extern "C" fn cancel_unlock() -> u32 {
    refusal(|memory| change(memory, |record, terms| record.cancel_unlock(terms)))
}

/// Gives the rank of so many tokens under a lock of `duration`, in two words, the lower first.
#[no_mangle]
pub extern "C" fn rank(tokens: u64, duration: u64) -> u32 {
    refusal(|memory| {
        let rank = Lock::Locked { duration }.rank(tokens)?;
        memory.give_wide(0, rank);
        Ok(())
    })
}

fn change(memory: &mut Memory, change: impl FnOnce(&mut StakingRecord, LockTerms) -> Checked<()>) -> Checked<()> {
    change(&mut memory.record, memory.pool.lock_terms())?;
    memory.end()
}
