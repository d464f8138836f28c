//! Instructions of a staking record: of its owner, and those that anybody sends (SPEC 5, 7, 8, 9 and 10).

mod activate_stake;
mod begin_unlock;
mod cancel_unlock;
mod cancel_unstake;
mod claim_unstake;
mod claim_usdc_earnings;
mod close_staking_record;
mod create_staking_record;
mod extend_lock;
mod impossible_states;
mod lock_stake;
mod overtaken;
mod query_staking_record;
mod stake;
mod unstake;
mod world;
