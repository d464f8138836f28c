//! `accrue_rewards`: a batch writes what single accruals write, or nothing.

mod accounts;
mod equal_to_single;
mod operator_records;
mod proof_rules;
mod refusals;
mod size;
mod three_pools;
