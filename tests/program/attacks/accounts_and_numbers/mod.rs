//! Attacks through accounts, proofs, numbers, clocks and logs. Each file starts with the attack in one sentence.

mod blocked_token_accounts;
mod closed_and_revived;
mod cooldown_restarted;
mod delays_too_long;
mod extreme_amounts;
mod foreign_mints;
mod forged_proofs;
mod front_running;
mod odd_clocks;
mod prefunding;
mod random_play;
mod replayed_proofs;
mod rounding_loop;
mod same_account_twice;
pub mod world;
mod wrong_accounts;
