//! Attacks that have hit programs like this one, tried against the built program on LiteSVM. The binary
//! `bank` tries them on a real bank, all but one.

mod accounts_and_numbers;
mod operators_and_rewards;
// Here alone: the bank of `solana-program-test` writes logs without a limit.
#[path = "accounts_and_numbers/truncated_logs.rs"]
mod truncated_logs;

use inference_staking_test_kit::networks::embedded as chain;
