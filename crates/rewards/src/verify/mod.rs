//! Verdicts on a tree file that nobody trusts, and on the reward record on chain (SPEC 14).

mod chain;
mod check;
mod file;
mod pools;

pub use chain::{check_before_publication, check_together, compare_with_chain, EpochOnChain, RecordOnChain, FUNDS};
pub use check::{Check, Outcome, Verdict};
pub use file::{verify, verify_file, VerifiedFile};
