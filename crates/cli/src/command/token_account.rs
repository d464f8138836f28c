//! Token accounts that payouts go to.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::intent::ensure_token_account;
use inference_staking_client::rpc::Connection;

use crate::failure::{Failure, Outcome};

/// Where a payout goes, with the instruction that makes the account if it is missing.
pub struct Destination {
    /// The token account.
    pub address: Pubkey,
    /// Creates it; none if it is there.
    pub creation: Option<Instruction>,
}

/// The account that was named, or the owner's associated token account, which the payer creates if it is missing.
///
/// # Errors
/// If a named account is not there.
pub async fn destination(
    chain: &Connection,
    named: Option<Pubkey>,
    owner: &Pubkey,
    mint: &Pubkey,
    payer: &Pubkey,
) -> Outcome<Destination> {
    let Some(address) = named else {
        let (address, creation) = ensure_token_account(chain, payer, owner, mint).await?;
        return Ok(Destination { address, creation });
    };
    if chain.token_balance(&address).await?.is_some() {
        return Ok(Destination { address, creation: None });
    }
    Err(Failure::refused(format!(
        "there is no token account at {address}: create it first, or leave out --to and the associated token account of \
         {owner} is created"
    )))
}
