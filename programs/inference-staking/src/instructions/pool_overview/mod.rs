mod create_pool_overview;

pub use create_pool_overview::*;
