//! Epochs and their rewards: `mark_epoch_as_finalizing`, `create_reward_record` and `accrue_reward` (SPEC sections 4 to 6,
//! 8, 11 and 15 to 17).

mod accrual_accounts;
mod accrual_bounds;
mod auto_stake;
mod commission_schedule;
mod create_record;
mod create_record_accounts;
mod emission;
mod empty_pool;
mod large_trees;
mod mark;
mod order;
mod proof_rules;
mod record_funding;
mod remaining_totals;
mod roots;
mod skipped_epochs;
mod split;
mod world;
