//! `create_pool_overview` and `create_operator_pool`: what they write, what they refuse, and the layouts and numbers that
//! everybody who reads the program's accounts, events and errors relies on.

mod account_bytes;
mod account_layouts;
mod creating_a_pool;
mod creating_an_overview;
mod framework_refusals;
mod overview_accounts;
mod overview_authorities;
mod overview_created;
mod overview_emission;
mod overview_parameters;
mod overview_prefunded;
mod overview_upgrade_authority;
mod pinned_numbers;
mod pool_accounts;
mod pool_arguments;
mod pool_created;
mod pool_epochs;
mod pool_fee;
mod pool_text;
mod unreadable_arguments;
