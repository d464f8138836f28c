//! What all builders share.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{InstructionData, ToAccountMetas};

use crate::address;

/// An instruction of the staking program.
pub fn build(accounts: impl ToAccountMetas, args: impl InstructionData) -> Instruction {
    Instruction { program_id: address::PROGRAM_ID, accounts: accounts.to_account_metas(None), data: args.data() }
}

/// The two mints, which most instructions need.
#[derive(Clone, Copy, Debug)]
pub struct Mints {
    /// Stake token.
    pub stake: Pubkey,
    /// USDC.
    pub usdc: Pubkey,
}
