//! `accrue_reward`: what it writes, and what it refuses.

mod accounts;
mod auto_stake;
mod bounds;
mod commission_schedule;
mod empty_pool;
mod expiry_jump;
mod large_trees;
mod lowest_rates;
mod order;
mod proof_rules;
mod remaining_totals;
mod skipped_epochs;
mod split;
