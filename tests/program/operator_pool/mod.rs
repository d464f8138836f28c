//! Instructions of a pool (SPEC sections 7, 9, 10 and 12).

pub mod create_operator_pool;
mod set_halt_status;
