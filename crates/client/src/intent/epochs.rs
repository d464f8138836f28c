//! The life of an epoch on chain: marked, published, revoked, accrued, passed, reclaimed.

use anchor_lang::prelude::Pubkey;

use super::consequence::Consequence;
use super::error::IntentError;
use super::passing::{accrue, bypass};
use super::plan::Plan;
use crate::args;
use crate::instruction as ix;
use crate::instruction::LeafProof;
use crate::rpc::Connection;
use crate::state::RewardRecord;

/// Plans to end an epoch, the one after the last that has a reward record if none is named. Until a pool has passed it,
/// nothing becomes shares of the pool.
///
/// # Errors
/// `Read`; `Refused` if there is no next epoch.
pub async fn mark_epoch(connection: &Connection, authority: Pubkey, epoch: Option<u64>) -> Result<Plan, IntentError> {
    let epoch = match epoch {
        Some(epoch) => epoch,
        None => connection.overview().await?.next_record_epoch()?,
    };
    Ok(Plan::one(ix::mark_epoch_as_finalizing(authority, epoch)).with(Consequence::MarksEpoch { epoch }))
}

/// What an epoch pays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// Root and depth of each tree; none for an epoch that pays nothing.
    pub roots: Vec<([u8; 32], u8)>,
    /// Stake tokens of all leaves, base units.
    pub total_rewards: u64,
    /// USDC of all leaves, base units.
    pub total_usdc: u64,
    /// Stake tokens that the schedule issues in the epoch, base units: with roots the program takes no other sum.
    pub emission: u64,
}

/// Plans to commit what the finalizing epoch pays.
pub fn publish_epoch(payer: Pubkey, authority: Pubkey, epoch: u64, publication: &Publication) -> Plan {
    let Publication { roots, total_rewards, total_usdc, emission } = publication;
    let consequence = match roots.len() {
        0 => Consequence::PublishesNothing { epoch, emission: *emission },
        roots => Consequence::PublishesEpoch { epoch, roots, rewards: *total_rewards, usdc: *total_usdc },
    };
    let (roots, depths) = roots.iter().map(|(root, depth)| (*root, u16::from(*depth))).unzip();
    let args = args::CreateRewardRecord { roots, depths, total_rewards: *total_rewards, total_usdc: *total_usdc };
    let accounts = ix::create_reward_record_accounts(payer, authority, epoch);
    Plan::one(ix::create_reward_record(accounts, args)).with(consequence)
}

/// Plans to take the newest reward record back during its challenge period.
///
/// # Errors
/// `Read`; `NoRewardRecord`.
pub async fn revoke_newest_epoch(connection: &Connection, authority: Pubkey) -> Result<Plan, IntentError> {
    let epoch = connection.overview().await?.completed_reward_epoch;
    let record = reward_record(connection, epoch).await?;
    let revoke = ix::revoke_reward_record(authority, epoch, record.rent_payer);
    let (rewards, usdc) = (record.total_rewards, record.total_usdc);
    Ok(Plan::one(revoke).with(Consequence::RevokesRecord { epoch, rewards, usdc }))
}

/// Plans to return what an expired record still holds to the pot.
///
/// # Errors
/// `Read`; `NoRewardRecord`.
pub async fn reclaim_epoch(connection: &Connection, epoch: u64) -> Result<Plan, IntentError> {
    Ok(reclaim_record(&reward_record(connection, epoch).await?))
}

/// The same for who has read the record.
pub fn reclaim_record(record: &RewardRecord) -> Plan {
    Plan::one(ix::reclaim_expired_reward_record(record.epoch, record.rent_payer))
}

/// Plans to let a pool pass an epoch that pays it nothing now: the next one that it can pass, if none is named.
///
/// # Errors
/// `Read`; `NothingToPass` if there is no next one; `NoRewardRecord` if the named one is not finalized.
pub async fn bypass_epoch(
    connection: &Connection,
    operator_pool: Pubkey,
    epoch: Option<u64>,
) -> Result<Plan, IntentError> {
    let overview = connection.overview().await?;
    let pool = connection.pool(&operator_pool).await?;
    let now = connection.now().await?;
    let epoch = epoch.or_else(|| pool.next_epoch(&overview, now)).ok_or(IntentError::NothingToPass)?;
    if epoch > overview.completed_reward_epoch {
        return Err(IntentError::NoRewardRecord { epoch });
    }
    let plan = bypass(epoch, [operator_pool]);
    // What pays nothing any more is no loss.
    let record = connection.reward_record(epoch).await?;
    Ok(match record.is_some_and(|record| record.can_still_pay()) {
        true => plan.with(Consequence::SkipsEpoch { operator_pool, epoch }),
        false => plan,
    })
}

/// Plans to give a pool what its leaf pays.
///
/// # Errors
/// `Read`.
pub async fn accrue_leaf(
    connection: &Connection,
    operator_pool: Pubkey,
    epoch: u64,
    leaf: LeafProof,
) -> Result<Plan, IntentError> {
    Ok(accrue(operator_pool, &connection.pool(&operator_pool).await?, epoch, leaf))
}

async fn reward_record(connection: &Connection, epoch: u64) -> Result<RewardRecord, IntentError> {
    connection.reward_record(epoch).await?.ok_or(IntentError::NoRewardRecord { epoch })
}
