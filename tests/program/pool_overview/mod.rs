//! Instructions of the singleton (SPEC 7, 8, 11 and 12).

mod accept_program_admin;
pub mod create_pool_overview;
mod update_pool_overview;
mod update_pool_overview_authorities;
mod withdraw_reward_surplus;
