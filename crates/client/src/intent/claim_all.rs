//! Everything that an owner's records can be paid now: tokens, and behind them USDC, each in as few transactions as hold it.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking::state::{OperatorPool, StakingRecord};
use solana_signer::Signer;

use super::error::IntentError;
use super::overtaken::{send_anew, was_claimed};
use super::plan::Plan;
use super::token_account::ensure_token_account;
use crate::instruction as ix;
use crate::instruction::RecordOf;
use crate::rpc::{Connection, SendOptions, Sent};
use crate::{Refusal, StakingError};

/// What all claims of an owner come to, base units.
#[derive(Debug, Default)]
pub struct AllClaims {
    /// Records that are paid something.
    pub records: u64,
    /// Stake tokens of matured unstakes.
    pub unstaked: u64,
    /// USDC.
    pub usdc: u64,
    /// Records that have something but are those of halted pools' operators, who may not claim.
    pub halted: u64,
    /// Why something else is left out: an associated account is frozen, or was given away, and who has it would be paid; or the program
    /// would refuse to pay a record's USDC.
    pub left_out: Vec<IntentError>,
}

/// Plans to pay all USDC and all matured unstakes of an owner's records to the owner's associated token accounts, which are
/// created if they are missing. Tokens come first, in transactions without USDC, so that an account of USDC that is frozen meanwhile holds
/// up no principal; what would go to an account that is frozen or was given away is left out. If nothing can be claimed, the plan is empty.
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
        let (due, refused) = Due::of(pool, record, now)?;
        if due == Due::default() && refused.is_none() {
            continue;
        }
        if pool.require_operator_not_halted(&address).is_err() {
            all.halted = all.halted.saturating_add(1);
            continue;
        }
        all.left_out.extend(refused);
        claims.push((RecordOf { operator_pool: record.operator_pool, owner }, due));
    }
    let accounts = Accounts { connection, payer, owner };
    let (mut tokens, mut usdc) = (Vec::new(), Vec::new());
    let is_owed = claims.iter().any(|(_, due)| due.unstaked > 0);
    match accounts.find(is_owed, &overview.stake_mint, &mut all.left_out).await? {
        Some((_, creation)) => tokens.extend(creation),
        None => claims.iter_mut().for_each(|(_, due)| due.unstaked = 0),
    }
    let is_owed = claims.iter().any(|(_, due)| due.usdc > 0);
    let usdc_account = accounts.find(is_owed, &overview.usdc_mint, &mut all.left_out).await?;
    for (record, due) in claims {
        if due.unstaked > 0 {
            tokens.extend(due.collects.then(|| ix::collect_pool_rewards(record.operator_pool, overview.stake_mint)));
            tokens.push(ix::claim_unstake(record, overview.stake_mint));
        }
        let paid_usdc = usdc_account.as_ref().filter(|_| due.usdc > 0);
        if let Some((account, creation)) = paid_usdc {
            if usdc.is_empty() {
                usdc.extend(creation.clone());
            }
            usdc.push(ix::claim_usdc_earnings(record, *account, overview.usdc_mint));
            all.usdc = all.usdc.saturating_add(due.usdc);
        }
        all.unstaked = all.unstaked.saturating_add(due.unstaked);
        all.records = all.records.saturating_add(u64::from(due.unstaked > 0 || paid_usdc.is_some()));
    }
    let [mut plan, behind] = [tokens, usdc].map(|claims| Plan::pack(&payer, claims, Vec::new(), Vec::new()));
    plan.transactions.extend(behind.transactions);
    Ok((plan, all))
}

/// Sends a plan of `claim_all`. If somebody else makes one of the claims at the same time, or takes what a pool's vault has, the rest
/// is planned again; if nothing is left, nothing is sent.
///
/// # Errors
/// Those of the plan and of sending it.
pub async fn send_claim_all<S: Signer + ?Sized>(
    plan: Plan,
    connection: &Connection,
    owner: Pubkey,
    payer: Pubkey,
    signers: &[&S],
    options: &SendOptions,
) -> Result<Vec<Sent>, IntentError> {
    let anew = async |_| Ok(claim_all(connection, owner, payer).await?.0);
    send_anew(plan, connection, signers, options, was_claimed, anew).await
}

/// Where an owner is paid.
struct Accounts<'a> {
    connection: &'a Connection,
    payer: Pubkey,
    owner: Pubkey,
}

impl Accounts<'_> {
    /// The owner's associated account and its creation if it is missing; none if nothing is owed, or if it cannot be paid, which is said.
    async fn find(
        &self,
        is_owed: bool,
        mint: &Pubkey,
        left_out: &mut Vec<IntentError>,
    ) -> Result<Option<(Pubkey, Option<Instruction>)>, IntentError> {
        if !is_owed {
            return Ok(None);
        }
        match ensure_token_account(self.connection, &self.payer, &self.owner, mint).await {
            Ok(account) => Ok(Some(account)),
            Err(error) if error.is_about_account() => {
                left_out.push(error);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
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
    /// Applies the program's own transitions to copies; with the rule that refuses the USDC, which must not hold up principal.
    fn of(
        mut pool: OperatorPool,
        mut record: StakingRecord,
        now: i64,
    ) -> Result<(Self, Option<IntentError>), IntentError> {
        let unstaked = record.matured(now)?;
        let collects = unstaked > 0 && pool.must_collect_before(unstaked);
        let (usdc, refused) = match pool.claim_usdc(&mut record) {
            Ok(usdc) => (usdc, None),
            Err(Refusal(StakingError::NoUsdcToClaim)) => (0, None),
            Err(refusal) => (0, Some(refusal.into())),
        };
        Ok((Self { unstaked, usdc, collects }, refused))
    }
}
