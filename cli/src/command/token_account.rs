//! Token accounts that payouts go to.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_spl::associated_token::get_associated_token_address;
use anchor_spl::associated_token::spl_associated_token_account::instruction::create_associated_token_account_idempotent;
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
    let address = named.unwrap_or_else(|| get_associated_token_address(owner, mint));
    if chain.token_balance(&address).await?.is_some() {
        return Ok(Destination { address, creation: None });
    }
    if named.is_some() {
        return Err(Failure::refused(format!(
            "there is no token account at {address}: create it first, or leave out --to and the associated token account of \
             {owner} is created"
        )));
    }
    let creation = create_associated_token_account_idempotent(payer, owner, mint, &anchor_spl::token::ID);
    Ok(Destination { address, creation: Some(creation) })
}
