//! Unstaking, after what the pool has open was accrued if shares leave.

use anchor_lang::prelude::Pubkey;
use solana_signer::Signer;

use super::accrual::UpToDate;
use super::amount::{Amount, Leaving};
use super::consequence::Consequence;
use super::error::IntentError;
use super::overtaken::{send_anew, was_overtaken, LastTry};
use super::plan::Plan;
use super::proof_source::ProofSource;
use crate::args;
use crate::instruction as ix;
use crate::instruction::RecordOf;
use crate::rpc::{Connection, SendOptions, Sent};
use crate::state::Ticket;

/// What to unstake.
#[derive(Clone, Copy, Debug)]
pub struct UnstakeRequest {
    /// Pool and owner.
    pub record: RecordOf,
    /// How much.
    pub amount: Amount,
    /// Place of the open ticket that it joins; none for a ticket of its own.
    pub joins: Option<u8>,
    /// Who pays the fees, for the size of the transactions; most often the owner.
    pub payer: Pubkey,
}

/// Plans to unstake. If shares leave and there is a source of proofs, the pool first accrues what it has open, and tokens are
/// counted at the price that the pool has then; what cannot be accrued is named in the plan and lost to the shares that leave.
/// Activating tokens have no part in it. The program refuses shares that are locked; activating tokens never are.
///
/// # Errors
/// `Read`; `MoreThanHeld`; `MoreThanActivating`; `Refused` if it is nothing.
pub async fn unstake(
    connection: &Connection,
    request: &UnstakeRequest,
    proofs: Option<&dyn ProofSource>,
) -> Result<Plan, IntentError> {
    let record_address = request.record.address();
    let record = connection.staking_record(&record_address).await?;
    // An exit for which it is of no use does not wait for it.
    let proofs = proofs.filter(|_| request.amount.may_take_shares(&record));
    let pool = UpToDate::read(connection, &request.record.operator_pool, proofs).await?;
    let is_operator = pool.pool.operator_staking_record == record_address;
    let record = pool.operator_record.filter(|_| is_operator).unwrap_or(record);
    let Leaving { shares, activating } = request.amount.of(&pool.pool, &record)?;
    let joined = request.joins.and_then(|place| record.tickets.get(usize::from(place))).filter(|it| it.amount > 0);
    let joins = joined.map(|&Ticket { amount, claimable_from }| Consequence::JoinsTicket { amount, claimable_from });
    let unstake = ix::unstake_of(request.record, args::Unstake { shares, activating, ticket: request.joins });
    let plan = match shares {
        0 => Plan::one(unstake),
        _ => Plan::pack(&request.payer, pool.instructions, vec![unstake], pool.unaccrued),
    };
    Ok(Plan { consequences: joins.into_iter().collect(), ..plan })
}

/// Sends a plan of `unstake`. If somebody else accrues the pool or activates the record at the same time, the rest is planned
/// again; if they are always faster, what is open is left at last.
///
/// # Errors
/// Those of the plan and of sending it.
pub async fn send_unstake<S: Signer + ?Sized>(
    plan: Plan,
    connection: &Connection,
    request: &UnstakeRequest,
    proofs: Option<&dyn ProofSource>,
    signers: &[&S],
    options: &SendOptions,
) -> Result<Vec<Sent>, IntentError> {
    let anew = async |LastTry(is_last): LastTry| unstake(connection, request, proofs.filter(|_| !is_last)).await;
    send_anew(plan, connection, signers, options, was_overtaken, anew).await
}
