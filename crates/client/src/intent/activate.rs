//! Activating what is ripe, after what the pool has open was accrued.

use anchor_lang::prelude::Pubkey;
use solana_signer::Signer;

use super::accrual::UpToDate;
use super::activation::{activate_batch, activations, WaitingRecord};
use super::error::IntentError;
use super::overtaken::send_anew;
use super::plan::Plan;
use super::proof_source::ProofSource;
use crate::instruction::RecordOf;
use crate::rpc::{Connection, ReadError, SendOptions, Sent};
use crate::state::StakingRecord;

/// What to activate. Anyone may.
#[derive(Clone, Debug)]
pub struct ActivateRequest {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Owners of the records whose ripe tokens become shares.
    pub owners: Vec<Pubkey>,
    /// Who pays the fees.
    pub payer: Pubkey,
}

/// Plans to make the ripe tokens of records shares. With a source of proofs the pool first accrues what it has open, because
/// the gate asks for a pool that has passed all epochs that are over (SPEC 6.9).
///
/// # Errors
/// `Read`; `CannotActivate` if the program would refuse one of the records now.
pub async fn activate(
    connection: &Connection,
    request: &ActivateRequest,
    proofs: Option<&dyn ProofSource>,
) -> Result<Plan, IntentError> {
    let operator_pool = request.operator_pool;
    let up_to_date = UpToDate::read(connection, &operator_pool, proofs).await?;
    let UpToDate { overview, pool, instructions: mut first, unaccrued, .. } = up_to_date;
    let operator = match up_to_date.operator_record {
        Some(record) => Some(record),
        None => connection.staking_record_if_any(&pool.operator_staking_record).await?,
    };
    let mut records = read_records(connection, request).await?;
    for (address, record) in &mut records {
        if pool.is_operators(address) {
            *record = operator.unwrap_or(*record);
        }
    }
    let all = activations(&overview, operator_pool, &pool, operator.as_ref(), records);
    if let Some(WaitingRecord { record, error, .. }) = all.waiting.first() {
        return Err(IntentError::CannotActivate { owner: record.owner, error: *error, unaccrued });
    }
    let each = all.ready.iter().map(|ready| (ready.record, all.operator_staking_record));
    let mut activating: Vec<_> = activate_batch(each).into_instructions().collect();
    let last = activating.pop().into_iter().collect();
    first.extend(activating);
    Ok(Plan::pack(&request.payer, first, last, unaccrued))
}

async fn read_records(
    connection: &Connection,
    request: &ActivateRequest,
) -> Result<Vec<(Pubkey, StakingRecord)>, ReadError> {
    let of = |owner: &Pubkey| RecordOf { operator_pool: request.operator_pool, owner: *owner }.address();
    let mut addresses: Vec<_> = request.owners.iter().map(of).collect();
    addresses.sort();
    addresses.dedup();
    let found = connection.staking_records_at(&addresses).await?;
    let there = addresses.into_iter().zip(found).map(|(address, record)| {
        let record = record.ok_or(ReadError::NotFound { what: "staking record", address })?;
        Ok((address, record))
    });
    there.collect()
}

/// Sends a plan of `activate`. If somebody else accrues the pool at the same time, the rest is planned again.
///
/// # Errors
/// Those of the plan and of sending it.
pub async fn send_activate<S: Signer + ?Sized>(
    plan: Plan,
    connection: &Connection,
    request: &ActivateRequest,
    proofs: Option<&dyn ProofSource>,
    signers: &[&S],
    options: &SendOptions,
) -> Result<Vec<Sent>, IntentError> {
    send_anew(plan, connection, signers, options, async |_| activate(connection, request, proofs).await).await
}
