mod create_operator_pool;

pub use create_operator_pool::*;
