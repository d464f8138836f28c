//! Delegators and operators: records, stakes, unstakes and claims (SPEC sections 5, 7, 8, 9 and 10).

mod claim_unstake;
mod claim_unstake_accounts;
mod claim_usdc_accounts;
mod claim_usdc_earnings;
mod closed_pool;
mod create_staking_record;
mod halts;
mod impossible_states;
mod lock;
mod operator_minimum;
mod payout_account;
mod share_price;
mod shortfall;
mod stake;
mod stake_accounts;
mod stake_source;
mod tickets;
mod unstake;
mod unstake_accounts;
mod usdc_fairness;
mod world;
