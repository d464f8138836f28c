//! What times and amounts of a network are counted in.

/// Seconds of a day.
pub const DAY: i64 = 86_400;
/// Unix time at which networks start.
pub const START_TIME: i64 = 1_800_000_000;
/// Base units of one token or one USDC: both mints have 6 decimals.
pub const ONE: u64 = 1_000_000;
/// Of both mints.
pub const DECIMALS: u8 = 6;
