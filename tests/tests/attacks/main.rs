//! Attacks that have hit programs like this one, tried against the built program.

mod accounts_and_numbers;
mod operators_and_rewards;
