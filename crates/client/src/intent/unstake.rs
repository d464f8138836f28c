//! Unstaking, after what the pool has open was accrued.

use anchor_lang::prelude::Pubkey;
use solana_signer::Signer;

use super::accrual::UpToDate;
use super::{Amount, IntentError, Plan, ProofSource};
use crate::instruction as ix;
use crate::instruction::RecordOf;
use crate::rpc::{Connection, SendOptions, Sent};
use crate::StakingError;

/// How often somebody else may be faster with the pool's accruals before they are left out.
const PLANS: u32 = 3;

/// What to unstake.
#[derive(Clone, Copy, Debug)]
pub struct UnstakeRequest {
    /// Pool and owner.
    pub record: RecordOf,
    /// How much.
    pub amount: Amount,
    /// Who pays the fees, for the size of the transactions; most often the owner.
    pub payer: Pubkey,
}

/// Plans to unstake. With a source of proofs the pool first accrues what it has open, and tokens are counted at the price
/// that the pool has then; what cannot be accrued is named in the plan and lost to the shares that leave.
///
/// # Errors
/// `Read`; `Refused` if the record does not have that much.
pub async fn plan_unstake(
    connection: &Connection,
    request: &UnstakeRequest,
    proofs: Option<&dyn ProofSource>,
) -> Result<Plan, IntentError> {
    let record_address = request.record.address();
    let record = connection.staking_record(&record_address).await?;
    let pool = UpToDate::read(connection, &request.record.operator_pool, proofs).await?;
    let is_operator = pool.pool.operator_staking_record == record_address;
    let record = pool.operator_record.filter(|_| is_operator).unwrap_or(record);
    let shares = request.amount.shares(&pool.pool, &record)?;
    let unstake = ix::unstake(request.record, shares);
    Ok(Plan::pack(&request.payer, pool.instructions, vec![unstake], pool.unaccrued))
}

/// Unstakes; see `plan_unstake`. If somebody else accrues the pool at the same time, the rest is planned again.
///
/// # Errors
/// Those of the plan and of sending it.
pub async fn unstake<S: Signer + ?Sized>(
    connection: &Connection,
    request: &UnstakeRequest,
    proofs: Option<&dyn ProofSource>,
    signers: &[&S],
    options: &SendOptions,
) -> Result<Vec<Sent>, IntentError> {
    for _ in 0..PLANS {
        let plan = plan_unstake(connection, request, proofs).await?;
        match plan.send(connection, signers, options).await {
            Err(error) if error.staking_error().is_some_and(was_overtaken) => continue,
            done => return Ok(done?),
        }
    }
    Ok(plan_unstake(connection, request, None).await?.send(connection, signers, options).await?)
}

/// Errors of an accrual that another one, or an admin, made impossible in the meantime.
pub(super) fn was_overtaken(error: StakingError) -> bool {
    use StakingError::*;
    matches!(
        error,
        EpochAlreadyAccrued
            | EpochOutOfOrder
            | AccrualHalted
            | LeafExceedsRecord
            | RecordExpired
            | OperatorRecordMissing
            | WrongOperatorRecord
    )
}
