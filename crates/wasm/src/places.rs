//! Where accounts and results lie.

use crate::memory::place;

/// Where the singleton lies.
#[no_mangle]
pub extern "C" fn pool_overview() -> usize {
    place(|memory| &mut memory.overview)
}

/// Where the pool lies.
#[no_mangle]
pub extern "C" fn operator_pool() -> usize {
    place(|memory| &mut memory.pool)
}

/// Where the record lies that an instruction is about.
#[no_mangle]
pub extern "C" fn staking_record() -> usize {
    place(|memory| &mut memory.record)
}

/// Where that record's address lies.
#[no_mangle]
pub extern "C" fn staking_record_address() -> usize {
    place(|memory| &mut memory.address)
}

/// Where the operator's record lies.
#[no_mangle]
pub extern "C" fn operator_staking_record() -> usize {
    place(|memory| &mut memory.operator_record)
}

/// Where an epoch's record lies.
#[no_mangle]
pub extern "C" fn reward_record() -> usize {
    place(|memory| &mut memory.reward_record)
}

/// Where a schedule lies as `create_pool_overview` takes it.
#[no_mangle]
pub extern "C" fn emission_schedule() -> usize {
    place(|memory| &mut memory.schedule)
}

/// Where the results lie, 8 bytes each.
#[no_mangle]
pub extern "C" fn results() -> usize {
    place(|memory| &mut memory.results)
}
