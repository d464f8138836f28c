//! What a user means, and what has to be sent for it: a function for each intent, which gives a `Plan` that can be shown,
//! simulated, exported or sent. Those that ask the chain take a connection. `unstake` and `activate` bring the pool up
//! to date before, if they are given a source of proofs.

mod accrual;
mod activate;
mod activation;
mod amount;
mod authorities;
mod becomes_shares;
mod claim_all;
mod claims;
mod consequence;
mod epochs;
mod error;
mod held_up_by;
mod log_room;
pub mod lookup_tables;
mod move_stake;
mod overtaken;
mod passing;
mod plan;
mod pools;
mod program_admin;
mod proof_source;
mod query;
mod records;
mod stake;
mod token_account;
mod unstake;

pub use activate::{activate, send_activate, ActivatePlan, ActivateRequest};
pub use activation::{
    activate_batch, activations, read_activations, Activations, PoolActivations, ReadyRecord, WaitingRecord,
};
pub use amount::{Amount, Leaving};
pub use authorities::{set_pool_halt, slash, Part, SlashRequest};
pub use becomes_shares::BecomesShares;
pub use claim_all::{claim_all, send_claim_all, AllClaims};
pub use claims::{
    claim_unstake, claim_unstake_into, claim_usdc, collect_rewards, sweep_closed_pool, sweep_vault_surplus,
    withdraw_commissions, CommissionRequest, Commissions,
};
pub use consequence::Consequence;
pub use epochs::{
    accrue_leaf, bypass_epoch, mark_epoch, publish_epoch, reclaim_epoch, reclaim_record, revoke_newest_epoch,
    Publication,
};
pub use error::IntentError;
pub use held_up_by::{held_up_by, HeldUpBy};
pub use log_room::log_holds;
pub use move_stake::{MoveRequest, MovingTickets};
pub use overtaken::{is_claimed_by_others, is_overtaken, send_payout};
pub use passing::{accrue_batch, bypass, record_written_by_accrual};
pub use plan::{Interrupted, Plan, Unaccrued};
pub use pools::{
    accept_pool_admin, change_operator_record, close_pool, create_pool, propose_pool_admin, update_pool, PoolCreation,
};
pub use program_admin::{
    accept_program_admin, create_overview, fund_vaults, new_destinations, propose_program_admin, update_authorities,
    update_overview, withdraw_surplus, SlashingDestinations,
};
pub use proof_source::{FoundProof, ProofSource, ProofSourceError, ProofTable};
pub use query::query_staking_record;
pub use records::{begin_unlock, cancel_unlock, cancel_unstake, close_record, create_record, extend_lock, lock_stake};
pub use stake::{stake, StakePlan, StakeRequest};
pub use token_account::ensure_token_account;
pub use unstake::{send_unstake, unstake, UnstakeRequest};
