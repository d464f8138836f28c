//! What a user means, composed of instructions. Every action is first a `Plan`, which can be shown, simulated, exported or
//! sent; `unstake` and `stake` bring the pool up to date before, if they are given a source of proofs.

mod accrual;
mod amount;
mod claim;
mod error;
mod operator;
mod plan;
mod proof_source;
mod query;
mod stake;
mod unstake;

pub use accrual::{open_epochs, Unaccrued};
pub use amount::{shares_for_tokens, tokens_for_shares, Amount};
pub use claim::{claim_unstake, claim_usdc, ensure_token_account};
pub use error::IntentError;
pub use operator::{cancel_unstake, slash_stake, withdraw_reward_commission, withdraw_usdc_commission};
pub use plan::Plan;
pub use proof_source::{ProofSource, ProofSourceError, ProofTable};
pub use query::query_staking_record;
pub use stake::{plan_stake, stake, StakeRequest};
pub use unstake::{plan_unstake, unstake, UnstakeRequest};
