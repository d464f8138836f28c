//! What holds for every instruction, and the layouts and numbers that everybody who reads the program's accounts, events and
//! errors relies on.

mod account_layouts;
mod halts;
mod pinned_numbers;
mod unreadable_arguments;
