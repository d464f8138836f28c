//! Staking, into a new record if there is none.

use anchor_lang::prelude::Pubkey;
use solana_signer::Signer;

use super::accrual::UpToDate;
use super::unstake::was_overtaken;
use super::{IntentError, Plan, ProofSource};
use crate::address;
use crate::instruction as ix;
use crate::instruction::RecordOf;
use crate::rpc::{Connection, SendOptions, Sent};

/// How often somebody else may be faster with the pool's accruals.
const PLANS: u32 = 3;

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
/// without which it takes no stake.
///
/// # Errors
/// `Read`.
pub async fn plan_stake(
    connection: &Connection,
    request: &StakeRequest,
    proofs: Option<&dyn ProofSource>,
) -> Result<Plan, IntentError> {
    let record = request.record;
    let pool = UpToDate::read(connection, &record.operator_pool, proofs).await?;
    let stake_mint = pool.overview.stake_mint;
    let source = request.source.unwrap_or_else(|| address::owner_token_account(&record.owner, &stake_mint));
    let accounts = ix::stake_accounts(record, pool.pool.operator_staking_record, source, stake_mint);
    let mut last = Vec::with_capacity(2);
    if connection.staking_record_if_any(&record.address()).await?.is_none() {
        last.push(ix::create_staking_record(request.payer, record));
    }
    last.push(ix::stake(accounts, request.amount));
    Ok(Plan::pack(&request.payer, pool.instructions, last, pool.unaccrued))
}

/// Stakes; see `plan_stake`.
///
/// # Errors
/// Those of the plan and of sending it.
pub async fn stake<S: Signer + ?Sized>(
    connection: &Connection,
    request: &StakeRequest,
    proofs: Option<&dyn ProofSource>,
    signers: &[&S],
    options: &SendOptions,
) -> Result<Vec<Sent>, IntentError> {
    let mut plans = 1;
    loop {
        let plan = plan_stake(connection, request, proofs).await?;
        match plan.send(connection, signers, options).await {
            Err(error) if plans < PLANS && error.staking_error().is_some_and(was_overtaken) => plans += 1,
            done => return Ok(done?),
        }
    }
}
