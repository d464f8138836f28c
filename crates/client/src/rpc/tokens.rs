//! Reading token accounts and mints.

use anchor_lang::prelude::Pubkey;
use anchor_lang::system_program;
use anchor_spl::token::TokenAccount;
use inference_staking::instructions::TokenHolding;

use super::connection::Connection;
use super::failure::ReadError;
use super::read::Raw;
use crate::account::{decode_token_account, DecodeError};

const MINT_BYTES: usize = 82;
const MINT_DECIMALS_OFFSET: usize = 44;
const TOKEN_ACCOUNT: &str = "token account";

/// What is at the address of a token account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenAccountState {
    /// A token account.
    There {
        /// Base units.
        amount: u64,
        /// Who may spend from it: whoever it was given to, if it is somebody's associated account.
        owner: Pubkey,
        /// Whether the mint's freeze authority has frozen it: nothing goes in or out.
        is_frozen: bool,
    },
    /// Nothing, or only SOL that somebody sent there: the account can be created.
    Missing,
    /// Something that is no token account and never will be one.
    Unusable,
}

impl TokenAccountState {
    /// Base units, if there is a token account.
    pub fn amount(self) -> Option<u64> {
        match self {
            Self::There { amount, .. } => Some(amount),
            Self::Missing | Self::Unusable => None,
        }
    }
}

impl Connection {
    /// SOL of a wallet, in lamports.
    pub async fn lamports(&self, wallet: &Pubkey) -> Result<u64, ReadError> {
        Ok(self.retried(|rpc| rpc.get_balance(wallet)).await?)
    }

    /// Base units on a token account, or `None` if there is no such account.
    pub async fn token_balance(&self, address: &Pubkey) -> Result<Option<u64>, ReadError> {
        self.raw(address).await?.map(|raw| amount(address, &raw)).transpose()
    }

    /// A token account that somebody named, which has to be there.
    pub async fn named_token_account(&self, address: &Pubkey) -> Result<TokenHolding, ReadError> {
        let (what, missing) = (TOKEN_ACCOUNT, *address);
        let raw = self.raw(address).await?.ok_or(ReadError::NotFound { what, address: missing })?;
        let account = token_account(address, &raw)?;
        let is_frozen = account.is_frozen();
        Ok(TokenHolding { mint: account.mint, owner: account.owner, amount: account.amount, is_frozen })
    }

    /// What is at the address of a token account.
    pub async fn token_account(&self, address: &Pubkey) -> Result<TokenAccountState, ReadError> {
        Ok(self.token_accounts(&[*address]).await?.pop().unwrap_or(TokenAccountState::Missing))
    }

    /// What is at the addresses of several token accounts, in the same order.
    pub async fn token_accounts(&self, addresses: &[Pubkey]) -> Result<Vec<TokenAccountState>, ReadError> {
        let accounts = addresses.iter().zip(self.raw_all(addresses).await?);
        Ok(accounts.map(|(address, raw)| state(address, raw.as_ref())).collect())
    }

    /// Decimals of a mint.
    pub async fn mint_decimals(&self, mint: &Pubkey) -> Result<u8, ReadError> {
        let (what, address) = ("token mint", *mint);
        let raw = self.raw(mint).await?.ok_or(ReadError::NotFound { what, address })?;
        if raw.owner != anchor_spl::token::ID {
            return Err(ReadError::WrongOwner { what, address, owner: raw.owner });
        }
        let decimals = raw.data.get(MINT_DECIMALS_OFFSET).filter(|_| raw.data.len() == MINT_BYTES);
        decimals.copied().ok_or(ReadError::Decode { what, address, error: DecodeError::TooShort })
    }
}

fn token_account(address: &Pubkey, raw: &Raw) -> Result<TokenAccount, ReadError> {
    let (what, address) = (TOKEN_ACCOUNT, *address);
    if raw.owner != anchor_spl::token::ID {
        return Err(ReadError::WrongOwner { what, address, owner: raw.owner });
    }
    decode_token_account(&raw.data).map_err(|error| ReadError::Decode { what, address, error })
}

fn amount(address: &Pubkey, raw: &Raw) -> Result<u64, ReadError> {
    Ok(token_account(address, raw)?.amount)
}

fn state(address: &Pubkey, raw: Option<&Raw>) -> TokenAccountState {
    let Some(raw) = raw else { return TokenAccountState::Missing };
    match token_account(address, raw) {
        Ok(account) => {
            TokenAccountState::There { amount: account.amount, owner: account.owner, is_frozen: account.is_frozen() }
        }
        Err(_) if raw.owner == system_program::ID => TokenAccountState::Missing,
        Err(_) => TokenAccountState::Unusable,
    }
}
