//! Plans that somebody else made obsolete before they were sent.

use solana_signer::Signer;

use super::error::IntentError;
use super::plan::Plan;
use crate::rpc::{Connection, SendOptions, Sent};
use crate::StakingError;

/// How often a plan may be made anew.
const NEW_PLANS: u32 = 3;

/// Whether the last new plan is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LastTry(pub(super) bool);

/// Sends a plan. If somebody else was faster with an accrual or an activation, sends a new one instead, three times at most.
pub(super) async fn send_anew<S: Signer + ?Sized>(
    mut plan: Plan,
    connection: &Connection,
    signers: &[&S],
    options: &SendOptions,
    anew: impl AsyncFn(LastTry) -> Result<Plan, IntentError>,
) -> Result<Vec<Sent>, IntentError> {
    let mut sent = Vec::new();
    for number in 1..=NEW_PLANS {
        match plan.send_into(&mut sent, connection, signers, options).await {
            Ok(()) => return Ok(sent),
            Err(error) if error.staking_error().is_some_and(was_overtaken) => {}
            Err(error) => return Err(error.into()),
        }
        plan = anew(LastTry(number == NEW_PLANS)).await?;
    }
    plan.send_into(&mut sent, connection, signers, options).await?;
    Ok(sent)
}

/// Errors of an accrual that another one, or an admin, made impossible in the meantime; of an unstake whose activating tokens
/// anybody may have made shares; and of an activation that anybody may have made.
fn was_overtaken(error: StakingError) -> bool {
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
            | NotEnoughActivating
            | NothingRipe
            | DepositBuysNoShare
    )
}
