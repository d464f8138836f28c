//! What wallets and keepers put in front of their instructions.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;

const COMPUTE_BUDGET: Pubkey = Pubkey::from_str_const("ComputeBudget111111111111111111111111111111");

/// A limit of compute units and their price.
pub fn compute_budget() -> [Instruction; 2] {
    let limit = [vec![2], 600_000u32.to_le_bytes().to_vec()].concat();
    let price = [vec![3], 1_000u64.to_le_bytes().to_vec()].concat();
    [limit, price].map(|data| Instruction { program_id: COMPUTE_BUDGET, accounts: vec![], data })
}
