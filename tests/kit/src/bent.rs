//! Instructions as nobody honest would send them.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;

/// The instruction without the signature of `signer`.
pub fn unsigned(mut instruction: Instruction, signer: &Pubkey) -> Instruction {
    instruction.accounts.iter_mut().filter(|meta| meta.pubkey == *signer).for_each(|meta| meta.is_signer = false);
    instruction
}

/// The instruction with the account `key` read-only.
pub fn read_only(mut instruction: Instruction, key: &Pubkey) -> Instruction {
    instruction.accounts.iter_mut().filter(|meta| meta.pubkey == *key).for_each(|meta| meta.is_writable = false);
    instruction
}

/// The instruction with another key in the place of `from`.
pub fn with_key(mut instruction: Instruction, from: &Pubkey, to: &Pubkey) -> Instruction {
    instruction.accounts.iter_mut().filter(|meta| meta.pubkey == *from).for_each(|meta| meta.pubkey = *to);
    instruction
}
