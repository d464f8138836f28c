mod accept_program_admin;
mod create_pool_overview;
mod update_pool_overview;
mod update_pool_overview_authorities;
mod withdraw_reward_surplus;

pub use accept_program_admin::*;
pub use create_pool_overview::*;
pub use update_pool_overview::*;
pub use update_pool_overview_authorities::*;
pub use withdraw_reward_surplus::*;
