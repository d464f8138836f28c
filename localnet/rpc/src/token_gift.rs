//! Tokens out of nothing, for setups that would need thousands of transactions.

use anchor_lang::prelude::Pubkey;
use anchor_spl::token::spl_token::state::{Account as TokenAccount, AccountState, Mint};
use anchor_spl::token::ID as TOKEN_PROGRAM;
use anyhow::{Context, Result};
use solana_account::Account;
use solana_program_pack::Pack;
use solana_rent::Rent;

/// The token account of `owner` with `amount` more base units; `before` is what stands there.
pub fn credited(before: Option<&Account>, owner: &Pubkey, mint: &Pubkey, amount: u64) -> Result<Account> {
    let mut token = match before {
        Some(account) => TokenAccount::unpack(&account.data).context("not a token account")?,
        None => {
            TokenAccount { mint: *mint, owner: *owner, state: AccountState::Initialized, ..TokenAccount::default() }
        }
    };
    token.amount = token.amount.checked_add(amount).context("more tokens than a u64 can count")?;
    Ok(packed(token, before))
}

/// The mint with a supply that is `amount` higher.
pub fn issued(mint: &Account, amount: u64) -> Result<Account> {
    let mut state = Mint::unpack(&mint.data).context("not a mint")?;
    state.supply = state.supply.checked_add(amount).context("more tokens than a u64 can count")?;
    Ok(packed(state, Some(mint)))
}

fn packed<T: Pack>(state: T, before: Option<&Account>) -> Account {
    let mut data = vec![0; T::LEN];
    state.pack_into_slice(&mut data);
    let rent = Rent::default().minimum_balance(T::LEN);
    let lamports = before.map_or(rent, |account| account.lamports);
    Account { lamports, data, owner: TOKEN_PROGRAM, executable: false, rent_epoch: u64::MAX }
}
