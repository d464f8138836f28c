//! Attacks that have hit programs like this one, tried against the built program on LiteSVM, in rooms by what is attacked.
//! Each file starts with the attack in one sentence. The binary `bank` tries them on a real bank, all but two.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod accounts;
mod clocks;
mod prices;
mod proofs;
mod rewards;
mod slashing;
mod stolen_keys;
// Here alone: the bank of `solana-program-test` writes logs without a limit.
mod truncated_batch;
mod truncated_logs;
mod world;

use inference_staking_test_kit::networks::embedded as chain;
