//! Token accounts that payouts go to.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::rpc::Connection;

use crate::failure::{Failure, Outcome};

/// The account that was named for a payout, which has to be there. If none was, the plan pays the owner's associated token
/// account and creates it if it is missing.
///
/// # Errors
/// If the named account is not there.
pub async fn existing(chain: &Connection, named: Option<Pubkey>, owner: &Pubkey) -> Outcome<Option<Pubkey>> {
    let Some(address) = named else { return Ok(None) };
    if chain.token_balance(&address).await?.is_some() {
        return Ok(Some(address));
    }
    Err(Failure::refused(format!(
        "there is no token account at {address}: create it first, or leave out --to and the associated token account of \
         {owner} is created"
    )))
}
