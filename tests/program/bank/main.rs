//! The attacks and the stories once more, on the bank that validators run (`solana-program-test`) instead of LiteSVM.
//! All of them but `truncated_logs`: this bank keeps whole logs, so there is nothing to miss.

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
#[path = "../attacks/single_instructions.rs"]
mod single_instructions;
#[path = "../attacks/slashing/mod.rs"]
mod slashing;
#[path = "../attacks/world.rs"]
mod world;

#[path = "../stories/auto_stake.rs"]
mod auto_stake;
#[path = "../stories/emptied_pool.rs"]
mod emptied_pool;
#[path = "../stories/grand/mod.rs"]
mod grand;
#[path = "../stories/ledger/mod.rs"]
mod ledger;
#[path = "../stories/one_epoch.rs"]
mod one_epoch;
#[path = "../stories/slashed_in_cooldown.rs"]
mod slashed_in_cooldown;
#[path = "../stories/stage/mod.rs"]
mod stage;

use inference_staking_test_kit::networks::bank as chain;
