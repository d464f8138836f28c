//! Plans that somebody else made obsolete before they were sent.

use anchor_lang::prelude::Pubkey;
use solana_signer::Signer;

use super::error::IntentError;
use super::plan::{Interrupted, Plan};
use crate::instruction as ix;
use crate::rpc::{Connection, SendError, SendOptions, Sent};
use crate::StakingError;

/// How often a plan may be made anew.
const NEW_PLANS: u32 = 3;

/// Whether the last new plan is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LastTry(pub(super) bool);

/// Sends a plan. If somebody else was faster, as one of these errors says, sends a new one instead, three times at most.
pub(super) async fn send_anew<S: Signer + ?Sized>(
    mut plan: Plan,
    connection: &Connection,
    signers: &[&S],
    options: &SendOptions,
    was_overtaken: fn(StakingError) -> bool,
    anew: impl AsyncFn(LastTry) -> Result<Plan, IntentError>,
) -> Result<Vec<Sent>, IntentError> {
    let (mut executed, mut new_plans) = (Vec::new(), 0u32);
    loop {
        match plan.send(connection, signers, options).await {
            Ok(sent) => {
                executed.extend(sent);
                return Ok(executed);
            }
            Err(stop) if new_plans < NEW_PLANS && stop.error.staking_error().is_some_and(was_overtaken) => {
                executed.extend(stop.executed);
            }
            Err(stop) => return Err(IntentError::from(stop).after(executed)),
        }
        new_plans = new_plans.saturating_add(1);
        plan = match anew(LastTry(new_plans == NEW_PLANS)).await {
            Ok(plan) => plan,
            Err(error) => return Err(error.after(executed)),
        };
    }
}

/// Sends a plan that takes tokens out of a pool. If somebody else took so many before that the pool's rewards have to be collected
/// first, sends the same plan behind that collection: what was agreed to stays what it was. The collection does not always stand
/// in front, because a payout that needs none should depend on nothing else.
///
/// # Errors
/// Those of sending it, and of reading the mint.
pub async fn send_payout<S: Signer + ?Sized>(
    plan: Plan,
    operator_pool: Pubkey,
    connection: &Connection,
    signers: &[&S],
    options: &SendOptions,
) -> Result<Vec<Sent>, IntentError> {
    match plan.send(connection, signers, options).await {
        Err(Interrupted { executed, error })
            if executed.is_empty() && error.staking_error() == Some(StakingError::RewardsNotCollected) =>
        {
            let stake_mint = connection.overview().await?.stake_mint;
            let collecting = plan.behind(ix::collect_pool_rewards(operator_pool, stake_mint));
            Ok(collecting.send(connection, signers, options).await?)
        }
        sent => Ok(sent?),
    }
}

/// Whether an error says that somebody else was faster, so that an unstake or an activation is planned again.
pub fn is_overtaken(error: &SendError) -> bool {
    error.staking_error().is_some_and(was_overtaken)
}

/// The same of `claim_all`.
pub fn is_claimed_by_others(error: &SendError) -> bool {
    error.staking_error().is_some_and(was_claimed)
}

/// Errors of claims of which anybody may have made one, or taken what the pool's vault had.
pub(super) fn was_claimed(error: StakingError) -> bool {
    matches!(error, StakingError::NothingToClaim | StakingError::RewardsNotCollected)
}

/// Errors of an accrual that another one, or an admin, made impossible in the meantime; of an unstake whose activating tokens
/// anybody may have made shares; and of an activation that anybody may have made.
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
            | NotEnoughActivating
            | NothingRipe
            | DepositBuysNoShare
    )
}
