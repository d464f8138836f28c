//! Instructions of the singleton (SPEC sections 7, 11 and 12).

pub mod create_pool_overview;
