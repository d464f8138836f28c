//! Token accounts that payouts go to, created if they are missing; and plain transfers.

use anchor_lang::prelude::{AccountMeta, Pubkey};
use anchor_lang::solana_program::instruction::Instruction;
use anchor_spl::associated_token::spl_associated_token_account::instruction::create_associated_token_account_idempotent;
use anchor_spl::token::spl_token::instruction::TokenInstruction;

use super::error::IntentError;
use crate::address;
use crate::rpc::{Connection, TokenAccountState};
use crate::Refusal;

/// Where a payout goes.
pub(super) struct PaidTo {
    /// The token account.
    pub(super) account: Pubkey,
    /// Creates it, if it is a wallet's associated one and missing.
    pub(super) creation: Option<Instruction>,
    /// Whose it is, if it was named.
    pub(super) named_of: Option<Pubkey>,
}

/// The token account that was named, which has to be one of the mint and no vault, or the wallet's associated one. The program asks so
/// much of payouts that are sent seldom; of the others, which know three vaults, this keeps the owner from naming that of another pool.
pub(super) async fn paid_to(
    connection: &Connection,
    named: Option<Pubkey>,
    payer: &Pubkey,
    wallet: &Pubkey,
    mint: &Pubkey,
) -> Result<PaidTo, IntentError> {
    let Some(account) = named else {
        let (account, creation) = ensure_token_account(connection, payer, wallet, mint).await?;
        return Ok(PaidTo { account, creation, named_of: None });
    };
    let there = connection.named_token_account(&account).await?;
    there
        .require_no_vault(&account, mint, &address::pool_overview(), &address::pool_vault(&there.owner))
        .map_err(|Refusal(error)| IntentError::WrongAccount { account, error })?;
    if there.is_frozen {
        return Err(IntentError::Frozen { account });
    }
    Ok(PaidTo { account, creation: None, named_of: Some(there.owner) })
}

/// A wallet's associated token account, and the instruction that creates it if it is missing.
///
/// # Errors
/// `Read`; `GivenAway` if it belongs to somebody else; `Frozen`.
pub async fn ensure_token_account(
    connection: &Connection,
    payer: &Pubkey,
    wallet: &Pubkey,
    mint: &Pubkey,
) -> Result<(Pubkey, Option<Instruction>), IntentError> {
    let account = address::owner_token_account(wallet, mint);
    let creation = match connection.token_account(&account).await? {
        TokenAccountState::There { owner, .. } if owner != *wallet => {
            return Err(IntentError::GivenAway { account, wallet: *wallet, owner })
        }
        TokenAccountState::There { is_frozen: true, .. } => return Err(IntentError::Frozen { account }),
        TokenAccountState::There { .. } => None,
        TokenAccountState::Missing | TokenAccountState::Unusable => Some(create_token_account(payer, wallet, mint)),
    };
    Ok((account, creation))
}

/// Creates a wallet's associated token account; does no harm if somebody else creates it first.
pub fn create_token_account(payer: &Pubkey, wallet: &Pubkey, mint: &Pubkey) -> Instruction {
    create_associated_token_account_idempotent(payer, wallet, mint, &anchor_spl::token::ID)
}

/// A transfer out of an owner's associated token account.
pub(super) struct Transfer {
    pub(super) mint: Pubkey,
    /// Token account that is paid.
    pub(super) to: Pubkey,
    /// Base units.
    pub(super) amount: u64,
    /// The mint's, which the token program checks.
    pub(super) decimals: u8,
}

impl Transfer {
    pub(super) fn by(&self, owner: &Pubkey) -> Instruction {
        let Self { mint, to, amount, decimals } = *self;
        let accounts = vec![
            AccountMeta::new(address::owner_token_account(owner, &mint), false),
            AccountMeta::new_readonly(mint, false),
            AccountMeta::new(to, false),
            AccountMeta::new_readonly(*owner, true),
        ];
        let data = TokenInstruction::TransferChecked { amount, decimals }.pack();
        Instruction { program_id: anchor_spl::token::ID, accounts, data }
    }
}
