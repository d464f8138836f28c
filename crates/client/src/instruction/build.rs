//! What all builders share.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{InstructionData, ToAccountMetas};

use crate::address;

/// An instruction of the staking program.
pub fn build(accounts: impl ToAccountMetas, args: impl InstructionData) -> Instruction {
    let program_id = address::program_id();
    let mut accounts = accounts.to_account_metas(None);
    // In the place of an optional account that is left out stands the program: the framework writes the id that is compiled in.
    for meta in accounts.iter_mut().filter(|meta| meta.pubkey == inference_staking::ID) {
        meta.pubkey = program_id;
    }
    Instruction { program_id, accounts, data: args.data() }
}

/// The two mints, which most instructions need.
#[derive(Clone, Copy, Debug)]
pub struct Mints {
    /// Stake token.
    pub stake: Pubkey,
    /// USDC.
    pub usdc: Pubkey,
}
