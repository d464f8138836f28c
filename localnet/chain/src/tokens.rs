//! Mints and token accounts, made with the real token program.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_spl::associated_token::spl_associated_token_account::instruction::create_associated_token_account_idempotent;
use anchor_spl::token::spl_token::{instruction, state};
use anchor_spl::token::ID as TOKEN_PROGRAM;
use solana_program_pack::Pack;
use solana_system_interface::instruction::{create_account, transfer};

/// Creates a classic mint at `mint` (a signer).
pub fn create_mint(payer: &Pubkey, mint: &Pubkey, authority: &Pubkey, decimals: u8, rent: u64) -> Vec<Instruction> {
    let space = state::Mint::LEN as u64;
    vec![
        create_account(payer, mint, rent, space, &TOKEN_PROGRAM),
        instruction::initialize_mint2(&TOKEN_PROGRAM, mint, authority, Some(authority), decimals)
            .unwrap_or_else(|error| unreachable!("the classic token program is valid: {error}")),
    ]
}

/// Moves lamports from a wallet that signs.
pub fn transfer_lamports(from: &Pubkey, to: &Pubkey, lamports: u64) -> Instruction {
    transfer(from, to, lamports)
}

/// Creates the associated token account of `owner` if it is not there.
pub fn create_associated(payer: &Pubkey, owner: &Pubkey, mint: &Pubkey) -> Instruction {
    create_associated_token_account_idempotent(payer, owner, mint, &TOKEN_PROGRAM)
}

/// Mints `amount` base units into a token account.
pub fn mint_to(mint: &Pubkey, account: &Pubkey, authority: &Pubkey, amount: u64) -> Instruction {
    instruction::mint_to(&TOKEN_PROGRAM, mint, account, authority, &[], amount)
        .unwrap_or_else(|error| unreachable!("the classic token program is valid: {error}"))
}
