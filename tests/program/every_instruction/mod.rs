//! What holds for every instruction, and the layouts and numbers that everybody who reads the program's accounts, events and
//! errors relies on.

mod account_layouts;
mod accounts;
mod broken_pools;
mod events;
mod extreme_arguments;
mod halts;
mod later_versions;
mod life;
mod pinned_numbers;
mod seeds;
mod sizes;
mod type_names;
mod unknown_accounts;
mod unreadable_arguments;
