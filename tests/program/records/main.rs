//! What owners do with their records beyond staking and claiming: cancelled unstakes, closed records, locks, queries
//! (SPEC sections 7, 9 and 10).

mod cancel_accounts;
mod cancel_gates;
mod cancel_unstake;
mod close_accounts;
mod close_operators_record;
mod close_record;
mod lock_accounts;
mod lock_bounds;
mod lock_changes;
mod lock_effects;
mod lock_release;
mod query;
mod query_accounts;
mod world;
