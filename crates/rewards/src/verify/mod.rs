//! Verdicts on a tree file that nobody trusts, and on the reward record on chain (spec section 14).

mod chain;
mod check;
mod file;
mod pools;

pub use chain::{compare_with_chain, RecordOnChain, RootOnChain};
pub use check::{Check, Outcome, Verdict};
pub use file::{verify, verify_file, VerifiedFile};
