//! Everything that an owner's records can be paid now, in as few transactions as hold it.

use anchor_lang::prelude::Pubkey;
use inference_staking::state::{OperatorPool, StakingRecord};

use super::error::IntentError;
use super::plan::Plan;
use super::token_account::ensure_token_account;
use crate::instruction as ix;
use crate::instruction::RecordOf;
use crate::rpc::Connection;

/// What all claims of an owner come to, base units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AllClaims {
    /// Records that are paid something.
    pub records: u64,
    /// Stake tokens of matured unstakes.
    pub unstaked: u64,
    /// USDC.
    pub usdc: u64,
    /// Records that have something but are those of halted pools' operators, who may not claim.
    pub halted: u64,
}

/// Plans to pay all USDC and all matured unstakes of an owner's records to the owner's associated token accounts, which are
/// created if they are missing. If nothing can be claimed, the plan is empty.
///
/// # Errors
/// `Read`; `Refused` while withdrawals are halted.
pub async fn claim_all(
    connection: &Connection,
    owner: Pubkey,
    payer: Pubkey,
) -> Result<(Plan, AllClaims), IntentError> {
    let (overview, now) = (connection.overview().await?, connection.now().await?);
    overview.require_withdrawals_open(now)?;
    let records = connection.records_of_owner(&owner).await?;
    let addresses: Vec<_> = records.iter().map(|(_, record)| record.operator_pool).collect();
    let pools = connection.pools_at(&addresses).await?;
    let mut claims = Vec::new();
    let mut all = AllClaims::default();
    for ((address, record), pool) in records.into_iter().zip(pools) {
        let Some(pool) = pool else { continue };
        let due = Due::of(pool, record, now)?;
        if due == Due::default() {
            continue;
        }
        if pool.require_operator_not_halted(&address).is_err() {
            all.halted = all.halted.saturating_add(1);
            continue;
        }
        all.records = all.records.saturating_add(1);
        all.unstaked = all.unstaked.saturating_add(due.unstaked);
        all.usdc = all.usdc.saturating_add(due.usdc);
        claims.push((RecordOf { operator_pool: record.operator_pool, owner }, due));
    }
    if claims.is_empty() {
        return Ok((Plan::default(), all));
    }
    let mut instructions = Vec::new();
    if all.unstaked > 0 {
        instructions.extend(ensure_token_account(connection, &payer, &owner, &overview.stake_mint).await?.1);
    }
    let (usdc_account, creation) = ensure_token_account(connection, &payer, &owner, &overview.usdc_mint).await?;
    instructions.extend(creation.filter(|_| all.usdc > 0));
    for (record, due) in claims {
        if due.unstaked > 0 {
            instructions
                .extend(due.collects.then(|| ix::collect_pool_rewards(record.operator_pool, overview.stake_mint)));
            instructions.push(ix::claim_unstake(record, overview.stake_mint));
        }
        if due.usdc > 0 {
            instructions.push(ix::claim_usdc_earnings(record, usdc_account, overview.usdc_mint));
        }
    }
    Ok((Plan::pack(&payer, instructions, Vec::new(), Vec::new()), all))
}

/// What one record can be paid now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Due {
    unstaked: u64,
    usdc: u64,
    /// Whether the pool's rewards have to be collected before.
    collects: bool,
}

impl Due {
    /// Applies the program's own transitions to copies.
    fn of(mut pool: OperatorPool, mut record: StakingRecord, now: i64) -> Result<Self, IntentError> {
        let unstaked = record.matured(now)?;
        let collects = unstaked > 0 && pool.must_collect_before(unstaked);
        // Nothing to claim is an error of the program.
        let usdc = pool.claim_usdc(&mut record).unwrap_or_default();
        Ok(Self { unstaked, usdc, collects })
    }
}
