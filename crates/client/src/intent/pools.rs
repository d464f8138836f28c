//! What a pool's admin does.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;

use super::consequence::Consequence;
use super::error::IntentError;
use super::plan::Plan;
use super::token_account::ensure_token_account;
use crate::address;
use crate::instruction as ix;
use crate::instruction::{FeeAccounts, RecordOf};
use crate::instructions::{CreateOperatorPoolArgs, UpdateOperatorPoolArgs};
use crate::rpc::Connection;
use crate::state::PoolOverview;

/// A pool to create.
#[derive(Clone, Debug)]
pub struct PoolCreation {
    /// Its admin, the operator.
    pub admin: Pubkey,
    /// Who pays the rent and, if no other account is named, the registration fee.
    pub payer: Pubkey,
    /// Its terms.
    pub args: CreateOperatorPoolArgs,
    /// Stake token account that pays the registration fee; the payer's associated token account if none is named.
    pub fee_source: Option<Pubkey>,
    /// Tokens that the operator stakes in the same transaction from its associated token account, base units.
    pub first_stake: Option<u64>,
}

/// Plans to create a pool with its vault and the operator's record.
///
/// # Errors
/// `Read`; `FeeToItself`; `GivenAway` or `Frozen` if the account of the fee wallet cannot be paid.
pub async fn create_pool(connection: &Connection, creation: &PoolCreation) -> Result<Plan, IntentError> {
    let PoolCreation { admin, payer, first_stake, .. } = *creation;
    let overview = connection.overview().await?;
    let mint = overview.stake_mint;
    let (fee, wallet) = match overview.registration_fee {
        0 => (None, None),
        _ => registration_fee(connection, creation, &overview).await?,
    };
    let accounts = ix::create_operator_pool_accounts(payer, admin, mint, fee);
    let mut instructions: Vec<_> = wallet.into_iter().collect();
    // Exactly the fee that is shown and agreed to: a higher one that comes in between is refused.
    instructions.push(ix::create_operator_pool(accounts, creation.args.clone(), overview.registration_fee));
    if let Some(amount) = first_stake {
        let record = RecordOf { operator_pool: address::operator_pool(&admin), owner: admin };
        let source = address::owner_token_account(&admin, &mint);
        instructions.push(ix::stake(ix::stake_accounts(record, source, mint), amount));
    }
    let creates = Consequence::CreatesPool { operator_pool: address::operator_pool(&admin) };
    let pays = fee.map(|_| Consequence::PaysRegistrationFee { fee: overview.registration_fee });
    Ok(Plan { consequences: [creates].into_iter().chain(pays).collect(), ..Plan::single(instructions) })
}

/// The accounts that the fee goes between, and the creation of the one it goes to.
async fn registration_fee(
    connection: &Connection,
    creation: &PoolCreation,
    overview: &PoolOverview,
) -> Result<(Option<FeeAccounts>, Option<Instruction>), IntentError> {
    let (payer, mint, wallet) = (creation.payer, overview.stake_mint, overview.registration_fee_wallet);
    let (destination, missing) = ensure_token_account(connection, &payer, &wallet, &mint).await?;
    let source = creation.fee_source.unwrap_or_else(|| address::owner_token_account(&payer, &mint));
    if source == destination {
        return Err(IntentError::FeeToItself { account: source });
    }
    Ok((Some(FeeAccounts { source, destination }), missing))
}

/// Plans to schedule commissions or to change settings.
pub fn update_pool(admin: Pubkey, operator_pool: Pubkey, args: UpdateOperatorPoolArgs) -> Plan {
    Plan::one(ix::update_operator_pool(admin, operator_pool, args)).with(Consequence::ChangesPool { operator_pool })
}

/// Plans to propose a new admin, or to withdraw the proposal.
pub fn propose_pool_admin(admin: Pubkey, operator_pool: Pubkey, new_admin: Option<Pubkey>) -> Plan {
    let plan = Plan::one(ix::change_operator_pool_admin(admin, operator_pool, new_admin.unwrap_or_default()));
    match new_admin {
        Some(new_admin) => plan.with(Consequence::OffersPool { operator_pool, new_admin }),
        None => plan,
    }
}

/// Plans to take over a pool as who was proposed.
pub fn accept_pool_admin(pending_admin: Pubkey, operator_pool: Pubkey) -> Plan {
    let takes = Consequence::TakesPool { operator_pool, admin: pending_admin };
    Plan::one(ix::accept_operator_pool_admin(pending_admin, operator_pool)).with(takes)
}

/// Plans to make another record the operator's; its owner signs too.
///
/// # Errors
/// `Read`.
pub async fn change_operator_record(
    connection: &Connection,
    admin: Pubkey,
    operator_pool: Pubkey,
    new_record_owner: Pubkey,
) -> Result<Plan, IntentError> {
    let old = connection.pool(&operator_pool).await?.operator_staking_record;
    let accounts = ix::change_operator_staking_record_accounts(admin, operator_pool, old, new_record_owner);
    let changes = Consequence::ChangesOperatorRecord { operator_pool, owner: new_record_owner };
    Ok(Plan::one(ix::change_operator_staking_record(accounts)).with(changes))
}

/// Plans to close a pool after the current epoch: as its admin, or as the owner of the operator's record.
///
/// # Errors
/// `Read`.
pub async fn close_pool(
    connection: &Connection,
    authority: Pubkey,
    operator_pool: Pubkey,
) -> Result<Plan, IntentError> {
    let operator_record = connection.pool(&operator_pool).await?.operator_staking_record;
    let close = ix::close_operator_pool(authority, operator_pool, operator_record);
    Ok(Plan::one(close).with(Consequence::ClosesPool { operator_pool }))
}
