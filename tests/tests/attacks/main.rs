//! Attacks that have hit programs like this one, tried against the built program on LiteSVM. The binary
//! `bank` tries them on a real bank.

mod accounts_and_numbers;
mod operators_and_rewards;

use inference_staking_tests::embedded_network as chain;
