//! Puts the accounts of the genesis into a new surfpool.

use std::collections::HashMap;

use anchor_lang::prelude::Pubkey;
use anyhow::{anyhow, Result};
use solana_account::Account;
use surfpool_core::storage::Storage;
use surfpool_core::surfnet::svm::SurfnetSvm;

/// Surfpool copies the whole list of an owner's accounts for each one that it adds, so the lists are kept this short.
const CHUNK: usize = 200;

type Index = Box<dyn Storage<String, Vec<String>>>;

/// Sets every account; the lists of accounts by owner and mint are put together at the end.
///
/// # Errors
/// If an account is not accepted.
pub fn load(svm: &mut SurfnetSvm, accounts: &[(Pubkey, Account)]) -> Result<()> {
    let (mut by_owner, mut by_mint) = (HashMap::new(), HashMap::new());
    for chunk in accounts.chunks(CHUNK) {
        for (address, account) in chunk {
            svm.set_account(address, account.clone()).map_err(|error| anyhow!("account {address}: {error}"))?;
        }
        set_aside(&mut svm.accounts_by_owner, &mut by_owner)?;
        set_aside(&mut svm.token_accounts_by_mint, &mut by_mint)?;
    }
    put_back(&mut svm.accounts_by_owner, by_owner)?;
    put_back(&mut svm.token_accounts_by_mint, by_mint)
}

fn set_aside(index: &mut Index, aside: &mut HashMap<String, Vec<String>>) -> Result<()> {
    for key in index.keys()? {
        let listed = index.take(&key)?.unwrap_or_default();
        aside.entry(key).or_default().extend(listed);
    }
    Ok(())
}

/// An account that was there before and was set again is listed once.
fn put_back(index: &mut Index, aside: HashMap<String, Vec<String>>) -> Result<()> {
    for (key, mut listed) in aside {
        listed.sort_unstable();
        listed.dedup();
        index.store(key, listed)?;
    }
    Ok(())
}
