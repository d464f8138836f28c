//! Claiming, into a token account that is created if it is missing.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking::state::OperatorPool;

use super::consequence::Consequence;
use super::error::IntentError;
use super::plan::Plan;
use super::token_account::{create_token_account, paid_to, PaidTo};
use crate::instruction as ix;
use crate::instruction::{Mints, RecordOf};
use crate::rpc::Connection;
use crate::StakingError;

/// Plans to pay all matured tickets to the owner's associated token account. Anyone may; the payer also pays for the account
/// if it is missing. With a `destination` the owner has to sign, and that account is paid. Collects the pool's rewards first if
/// they are needed; `send_payout` does it too if they only are when it is sent.
///
/// # Errors
/// `Read`; `GivenAway` if that account belongs to somebody else; `Frozen`; `WrongAccount` if one was named that cannot be paid.
pub async fn claim_unstake(
    connection: &Connection,
    record: RecordOf,
    destination: Option<Pubkey>,
    payer: Pubkey,
) -> Result<Plan, IntentError> {
    let stake_mint = connection.overview().await?.stake_mint;
    let PaidTo { account, creation, named_of } =
        paid_to(connection, destination, &payer, &record.owner, &stake_mint).await?;
    let pool = connection.pool(&record.operator_pool).await?;
    let amount = connection.staking_record(&record.address()).await?.matured(connection.now().await?)?;
    let collects = pool.must_collect_before(amount);
    let claim = match named_of {
        Some(_) => ix::claim_unstake_to(record, account, stake_mint),
        None => ix::claim_unstake(record, stake_mint),
    };
    let collection = collects.then(|| ix::collect_pool_rewards(record.operator_pool, stake_mint));
    let plan = Plan::single(creation.into_iter().chain(collection).chain([claim]).collect());
    let operator_pool = record.operator_pool;
    let pays = named_of.map(|owner| Consequence::PaysTokens { operator_pool, amount, destination: account, owner });
    Ok(Plan { consequences: pays.into_iter().collect(), ..plan })
}

/// The same for who knows already whether the token account is there, which `creator` creates if not, and whether rewards
/// have to be collected first.
pub fn claim_unstake_into(record: RecordOf, stake_mint: Pubkey, creator: Option<Pubkey>, collects: bool) -> Plan {
    let creation = creator.map(|payer| create_token_account(&payer, &record.owner, &stake_mint));
    let collection = collects.then(|| ix::collect_pool_rewards(record.operator_pool, stake_mint));
    let claim = ix::claim_unstake(record, stake_mint);
    Plan::single(creation.into_iter().chain(collection).chain([claim]).collect())
}

/// Plans to move a pool's uncollected rewards into its vault.
///
/// # Errors
/// `Read`.
pub async fn collect_rewards(connection: &Connection, operator_pool: Pubkey) -> Result<Plan, IntentError> {
    let stake_mint = connection.overview().await?.stake_mint;
    Ok(Plan::one(ix::collect_pool_rewards(operator_pool, stake_mint)))
}

/// Plans to move what a pool vault holds beyond what it owes into the global reward vault.
///
/// # Errors
/// `Read`.
pub async fn sweep_vault_surplus(connection: &Connection, operator_pool: Pubkey) -> Result<Plan, IntentError> {
    let stake_mint = connection.overview().await?.stake_mint;
    Ok(Plan::one(ix::sweep_pool_vault_surplus(operator_pool, stake_mint)))
}

/// Plans to pay all USDC that a record has earned to `destination`, or to the owner's associated token account.
///
/// # Errors
/// `Read`; `GivenAway` if that belongs to somebody else; `Frozen`; `WrongAccount`.
pub async fn claim_usdc(
    connection: &Connection,
    record: RecordOf,
    destination: Option<Pubkey>,
    payer: Pubkey,
) -> Result<Plan, IntentError> {
    let usdc_mint = connection.overview().await?.usdc_mint;
    let PaidTo { account, creation, named_of } =
        paid_to(connection, destination, &payer, &record.owner, &usdc_mint).await?;
    let plan = Plan::after(creation, ix::claim_usdc_earnings(record, account, usdc_mint));
    let Some(owner) = named_of else { return Ok(plan) };
    let mut pool = connection.pool(&record.operator_pool).await?;
    let mut before = connection.staking_record(&record.address()).await?;
    // Nothing now may be something by the time that it is executed.
    let amount = match pool.claim_usdc(&mut before) {
        Err(refusal) if refusal.0 == StakingError::NoUsdcToClaim => 0,
        usdc => usdc?,
    };
    let operator_pool = record.operator_pool;
    Ok(plan.with(Consequence::PaysUsdc { operator_pool, amount, destination: account, owner }))
}

/// Which commissions are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commissions {
    /// What is owed of both; the tokens if nothing is owed, which the program refuses.
    Owed,
    /// Stake tokens.
    Tokens,
    /// USDC.
    Usdc,
}

/// What a pool's admin takes.
#[derive(Clone, Copy, Debug)]
pub struct CommissionRequest {
    /// The pool.
    pub operator_pool: Pubkey,
    /// Its admin.
    pub admin: Pubkey,
    /// Of which kind.
    pub commissions: Commissions,
    /// Stake token account that is paid; the admin's associated token account if none is named.
    pub token_destination: Option<Pubkey>,
    /// USDC account that is paid; the admin's associated token account if none is named.
    pub usdc_destination: Option<Pubkey>,
    /// Who pays for token accounts that are missing.
    pub payer: Pubkey,
}

/// One kind of commission.
#[derive(Clone, Copy)]
enum Kind {
    Tokens,
    Usdc,
}

impl Kind {
    fn destination(self, request: &CommissionRequest) -> Option<Pubkey> {
        match self {
            Self::Tokens => request.token_destination,
            Self::Usdc => request.usdc_destination,
        }
    }

    fn mint(self, mints: Mints) -> Pubkey {
        match self {
            Self::Tokens => mints.stake,
            Self::Usdc => mints.usdc,
        }
    }

    fn withdrawal(self, request: &CommissionRequest, account: Pubkey, mints: Mints) -> Instruction {
        let CommissionRequest { operator_pool, admin, .. } = *request;
        match self {
            Self::Tokens => ix::withdraw_operator_reward_commission(ix::withdraw_operator_reward_commission_accounts(
                admin,
                operator_pool,
                account,
                mints,
            )),
            Self::Usdc => ix::withdraw_operator_usdc_commission(ix::withdraw_operator_usdc_commission_accounts(
                admin,
                operator_pool,
                account,
                mints,
            )),
        }
    }

    fn pays(self, operator_pool: Pubkey, pool: &OperatorPool, destination: Pubkey, owner: Pubkey) -> Consequence {
        match self {
            Self::Tokens => {
                Consequence::PaysTokens { operator_pool, amount: pool.reward_commission, destination, owner }
            }
            Self::Usdc => Consequence::PaysUsdc { operator_pool, amount: pool.usdc_commission, destination, owner },
        }
    }
}

/// Plans to pay the commissions that a pool owes its operator, and says why one of two is left out: its associated account cannot be
/// paid. An account that was named is never left out.
///
/// # Errors
/// `Read`; `GivenAway` if an associated account belongs to somebody else; `Frozen`; `WrongAccount`.
pub async fn withdraw_commissions(
    connection: &Connection,
    request: &CommissionRequest,
) -> Result<(Plan, Vec<IntentError>), IntentError> {
    let CommissionRequest { operator_pool, admin, payer, .. } = *request;
    let overview = connection.overview().await?;
    let mints = Mints { stake: overview.stake_mint, usdc: overview.usdc_mint };
    let pool = connection.pool(&operator_pool).await?;
    let kinds = match request.commissions {
        Commissions::Tokens => vec![Kind::Tokens],
        Commissions::Usdc => vec![Kind::Usdc],
        Commissions::Owed if pool.usdc_commission == 0 => vec![Kind::Tokens],
        Commissions::Owed if pool.reward_commission == 0 => vec![Kind::Usdc],
        Commissions::Owed => vec![Kind::Tokens, Kind::Usdc],
    };
    let (mut instructions, mut consequences, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for kind in &kinds {
        let named = kind.destination(request);
        match paid_to(connection, named, &payer, &admin, &kind.mint(mints)).await {
            Ok(PaidTo { account, creation, named_of }) => {
                instructions.extend(creation);
                instructions.push(kind.withdrawal(request, account, mints));
                consequences.extend(named_of.map(|owner| kind.pays(operator_pool, &pool, account, owner)));
            }
            Err(error) if kinds.len() > 1 && named.is_none() && error.is_about_account() => left_out.push(error),
            Err(error) => return Err(error),
        }
    }
    let transactions = if instructions.is_empty() { Vec::new() } else { vec![instructions] };
    Ok((Plan { consequences, transactions, ..Plan::single(Vec::new()) }, left_out))
}

/// Plans to pay the USDC of a closed pool without shares that nobody can claim to `destination`, or to the admin's associated token
/// account.
///
/// # Errors
/// `Read`; `GivenAway`; `Frozen`; `WrongAccount`.
pub async fn sweep_closed_pool(
    connection: &Connection,
    admin: Pubkey,
    operator_pool: Pubkey,
    destination: Option<Pubkey>,
    payer: Pubkey,
) -> Result<Plan, IntentError> {
    let overview = connection.overview().await?;
    let mints = Mints { stake: overview.stake_mint, usdc: overview.usdc_mint };
    let PaidTo { account, creation, named_of } = paid_to(connection, destination, &payer, &admin, &mints.usdc).await?;
    let accounts = ix::sweep_closed_pool_usdc_dust_accounts(admin, operator_pool, account, mints);
    let plan = Plan::after(creation, ix::sweep_closed_pool_usdc_dust(accounts));
    let Some(owner) = named_of else { return Ok(plan) };
    let mut pool = connection.pool(&operator_pool).await?;
    // What may not be swept now may be by the time that it is executed.
    let amount = pool.take_usdc_dust(&overview, connection.now().await?).unwrap_or_default();
    Ok(plan.with(Consequence::PaysUsdc { operator_pool, amount, destination: account, owner }))
}
