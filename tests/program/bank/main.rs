//! The attacks and the stories once more, on the bank that validators run (`solana-program-test`) instead of LiteSVM.
//! All of them but `truncated_batch` and `truncated_logs`: this bank keeps whole logs, so there is nothing to miss.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

#[path = "../attacks/accounts/mod.rs"]
mod accounts;
#[path = "../attacks/clocks/mod.rs"]
mod clocks;
#[path = "../attacks/prices/mod.rs"]
mod prices;
#[path = "../attacks/proofs/mod.rs"]
mod proofs;
#[path = "../attacks/rewards/mod.rs"]
mod rewards;
#[path = "../attacks/slashing/mod.rs"]
mod slashing;
#[path = "../attacks/stolen_keys/mod.rs"]
mod stolen_keys;
#[path = "../attacks/world/mod.rs"]
mod world;

#[path = "../histories/side_by_side/mod.rs"]
mod side_by_side;
#[path = "../histories/stories/mod.rs"]
mod stories;

use inference_staking_test_kit::networks::bank as chain;
