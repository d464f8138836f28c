//! Staking, into a new record if there is none.

use anchor_lang::prelude::Pubkey;
use solana_signer::Signer;

use super::accrual::UpToDate;
use super::error::IntentError;
use super::overtaken::send_anew;
use super::plan::Plan;
use super::proof_source::ProofSource;
use crate::address;
use crate::instruction as ix;
use crate::instruction::RecordOf;
use crate::rpc::{Connection, SendOptions, Sent};

/// What to stake.
#[derive(Clone, Copy, Debug)]
pub struct StakeRequest {
    /// Pool and owner.
    pub record: RecordOf,
    /// At most this many tokens, base units.
    pub amount: u64,
    /// Where the tokens come from; the owner's associated token account if none is named.
    pub source: Option<Pubkey>,
    /// Who pays the fees and the rent of a new record; most often the owner.
    pub payer: Pubkey,
}

/// Plans to stake. Creates the record if it is missing; with a source of proofs the pool first accrues what it has open,
/// without which it takes no stake (SPEC 6.9). What is not accrued is named in the plan.
///
/// # Errors
/// `Read`.
pub async fn stake(
    connection: &Connection,
    request: &StakeRequest,
    proofs: Option<&dyn ProofSource>,
) -> Result<Plan, IntentError> {
    let record = request.record;
    let pool = UpToDate::read(connection, &record.operator_pool, proofs).await?;
    let stake_mint = pool.overview.stake_mint;
    let source = request.source.unwrap_or_else(|| address::owner_token_account(&record.owner, &stake_mint));
    let accounts = ix::stake_accounts(record, source, stake_mint);
    let mut last = Vec::with_capacity(2);
    if connection.staking_record_if_any(&record.address()).await?.is_none() {
        last.push(ix::create_staking_record(request.payer, record));
    }
    last.push(ix::stake(accounts, request.amount));
    Ok(Plan::pack(&request.payer, pool.instructions, last, pool.unaccrued))
}

/// Sends a plan of `stake`. If somebody else accrues the pool at the same time, the rest is planned again.
///
/// # Errors
/// Those of the plan and of sending it.
pub async fn send_stake<S: Signer + ?Sized>(
    plan: Plan,
    connection: &Connection,
    request: &StakeRequest,
    proofs: Option<&dyn ProofSource>,
    signers: &[&S],
    options: &SendOptions,
) -> Result<Vec<Sent>, IntentError> {
    send_anew(plan, connection, signers, options, async |_| stake(connection, request, proofs).await).await
}
