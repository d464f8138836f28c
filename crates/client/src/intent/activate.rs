//! Activating what is ripe, after what the pool has open was accrued.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use solana_signer::Signer;

use super::accrual::UpToDate;
use super::activation::{activate_batch, activations, PoolActivations, WaitingRecord};
use super::error::IntentError;
use super::overtaken::{send_anew, was_overtaken};
use super::plan::{Plan, Unaccrued};
use super::proof_source::{NoProofs, ProofSource};
use crate::instruction::RecordOf;
use crate::rpc::{Connection, ReadError, SendOptions, Sent};
use crate::state::StakingRecord;
use crate::StakingError;

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

/// A plan that activates what can be activated, and what cannot be.
#[derive(Clone, Debug)]
pub struct ActivatePlan {
    /// What has to be sent.
    pub plan: Plan,
    /// The records that it leaves out, and why.
    pub waiting: Vec<WaitingRecord>,
}

/// Plans to make the ripe tokens of records shares. With a source of proofs the pool first accrues what it has open, because
/// the gate asks for a pool that has passed all epochs that are over (SPEC 6.9); without one it passes what needs no proof.
/// Records that the program would refuse now are left out, and named beside the plan.
///
/// # Errors
/// `Read`; `CannotActivate` if the program would refuse all of the records now.
pub async fn activate(
    connection: &Connection,
    request: &ActivateRequest,
    proofs: Option<&dyn ProofSource>,
) -> Result<ActivatePlan, IntentError> {
    let found = Found::read(connection, request, proofs).await?;
    match found.all.waiting.first() {
        Some(waiting) if found.all.ready.is_empty() => Err(found.refusal(waiting)),
        _ => Ok(found.plan(&request.payer)),
    }
}

/// Plans what another keeper has left of a plan: nothing, if it has activated all.
async fn activate_the_rest(
    connection: &Connection,
    request: &ActivateRequest,
    proofs: Option<&dyn ProofSource>,
) -> Result<Plan, IntentError> {
    let found = Found::read(connection, request, proofs).await?;
    if !found.all.ready.is_empty() {
        return Ok(found.plan(&request.payer).plan);
    }
    // Something was ready when it was planned: what is left of it is not ripe, or buys no share.
    let is_activated = |error| matches!(error, StakingError::NothingRipe | StakingError::DepositBuysNoShare);
    match found.all.waiting.iter().find(|waiting| !is_activated(waiting.error)) {
        Some(waiting) => Err(found.refusal(waiting)),
        None => Ok(Plan::default()),
    }
}

/// What of the records can be activated, and what has to be accrued before.
struct Found {
    accruals: Vec<Instruction>,
    unaccrued: Vec<Unaccrued>,
    all: PoolActivations,
}

impl Found {
    async fn read(
        connection: &Connection,
        request: &ActivateRequest,
        proofs: Option<&dyn ProofSource>,
    ) -> Result<Self, IntentError> {
        let operator_pool = request.operator_pool;
        let up_to_date = UpToDate::read(connection, &operator_pool, Some(proofs.unwrap_or(&NoProofs))).await?;
        let UpToDate { overview, pool, instructions: accruals, unaccrued, .. } = up_to_date;
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
        Ok(Self { accruals, unaccrued, all })
    }

    fn plan(self, payer: &Pubkey) -> ActivatePlan {
        let Self { accruals: mut first, unaccrued, all } = self;
        let each = all.ready.iter().map(|ready| (ready.record, all.operator_staking_record));
        let mut activating: Vec<_> = activate_batch(each).into_instructions().collect();
        let last = activating.pop().into_iter().collect();
        first.extend(activating);
        ActivatePlan { plan: Plan::pack(payer, first, last, unaccrued), waiting: all.waiting }
    }

    fn refusal(&self, waiting: &WaitingRecord) -> IntentError {
        IntentError::CannotActivate { waiting: *waiting, unaccrued: self.unaccrued.clone() }
    }
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

/// Sends a plan of `activate`. If somebody else accrues the pool or activates a record at the same time, the rest is planned
/// again; if nothing is left, nothing is sent.
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
    let anew = async |_| activate_the_rest(connection, request, proofs).await;
    send_anew(plan, connection, signers, options, was_overtaken, anew).await
}
