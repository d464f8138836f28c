//! Claiming, into a token account that is created if it is missing.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_spl::associated_token::spl_associated_token_account::instruction::create_associated_token_account_idempotent;

use super::{IntentError, Plan};
use crate::address;
use crate::instruction as ix;
use crate::instruction::RecordOf;
use crate::rpc::{Connection, ReadError};

/// Plans to pay all matured tickets to the owner's associated token account. Anyone may; the payer also pays for the account
/// if it is missing.
///
/// # Errors
/// `Read`.
pub async fn claim_unstake(connection: &Connection, record: RecordOf, payer: Pubkey) -> Result<Plan, IntentError> {
    let stake_mint = connection.overview().await?.stake_mint;
    let (_, creation) = ensure_token_account(connection, &payer, &record.owner, &stake_mint).await?;
    Ok(Plan::after(creation, ix::claim_unstake(record, stake_mint)))
}

/// Plans to pay all USDC that a record has earned to `destination`, or to the owner's associated token account.
///
/// # Errors
/// `Read`.
pub async fn claim_usdc(
    connection: &Connection,
    record: RecordOf,
    destination: Option<Pubkey>,
    payer: Pubkey,
) -> Result<Plan, IntentError> {
    let usdc_mint = connection.overview().await?.usdc_mint;
    let (to, creation) = paid_to(connection, destination, &payer, &record.owner, &usdc_mint).await?;
    Ok(Plan::after(creation, ix::claim_usdc_earnings(record, to, usdc_mint)))
}

/// The token account that was named, or the wallet's associated one with the instruction that creates it if it is missing.
pub(super) async fn paid_to(
    connection: &Connection,
    named: Option<Pubkey>,
    payer: &Pubkey,
    wallet: &Pubkey,
    mint: &Pubkey,
) -> Result<(Pubkey, Option<Instruction>), ReadError> {
    match named {
        Some(account) => Ok((account, None)),
        None => ensure_token_account(connection, payer, wallet, mint).await,
    }
}

/// A wallet's associated token account, and the instruction that creates it if it is missing. The instruction does no harm
/// if somebody else creates the account first.
///
/// # Errors
/// If the account cannot be read or is no token account.
pub async fn ensure_token_account(
    connection: &Connection,
    payer: &Pubkey,
    wallet: &Pubkey,
    mint: &Pubkey,
) -> Result<(Pubkey, Option<Instruction>), ReadError> {
    let account = address::owner_token_account(wallet, mint);
    let creation = match connection.token_balance(&account).await {
        Ok(Some(_)) => None,
        // SOL that somebody sent to the address makes it an account of the system program; it can still be created.
        Ok(None) | Err(ReadError::WrongOwner { .. }) => {
            Some(create_associated_token_account_idempotent(payer, wallet, mint, &anchor_spl::token::ID))
        }
        Err(error) => return Err(error),
    };
    Ok((account, creation))
}
