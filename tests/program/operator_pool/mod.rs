//! Instructions of a pool's operator, its admin, and of those who watch over it (SPEC 6 to 10 and 12).

mod accept_operator_pool_admin;
mod admin_accounts;
mod admin_payout;
mod change_operator_pool_admin;
mod change_operator_staking_record;
mod close_operator_pool;
mod collect_pool_rewards;
pub mod create_operator_pool;
mod set_halt_status;
pub mod slash_stake;
mod sweep_closed_pool_usdc_dust;
mod sweep_pool_vault_surplus;
mod update_operator_pool;
mod withdraw_operator_reward_commission;
mod withdraw_operator_usdc_commission;
mod world;
