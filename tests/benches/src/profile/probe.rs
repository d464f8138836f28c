//! Variants of a transaction that the program refuses early. Where a variant's trace leaves that of the original, the work
//! that the variant breaks is done: finding the instruction, reading its arguments, checking its accounts.

use anchor_lang::prelude::Pubkey;
use anchor_lang::Discriminator;
use inference_staking_client::{address, args};
use solana_message::compiled_instruction::CompiledInstruction;
use solana_message::VersionedMessage;
use solana_transaction::versioned::VersionedTransaction;

/// What a variant breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    Discriminator,
    Arguments,
    LastAccount,
}

/// A transaction that breaks one thing.
pub struct Variant {
    pub broken: Broken,
    pub transaction: VersionedTransaction,
    /// The account that it does not name any more.
    pub replaced: Option<Pubkey>,
}

/// What a variant names instead.
pub const REPLACEMENT: Pubkey = Pubkey::new_from_array([7; 32]);

/// The variants of a transaction with one instruction, which must be ours.
pub fn variants(transaction: &VersionedTransaction) -> Vec<Variant> {
    [Broken::Discriminator, Broken::Arguments, Broken::LastAccount]
        .into_iter()
        .filter_map(|broken| {
            let mut transaction = transaction.clone();
            let replaced = break_it(&mut transaction.message, broken)?;
            Some(Variant { broken, transaction, replaced })
        })
        .collect()
}

/// The account that was replaced, if one was; `None` if there is nothing to break.
fn break_it(message: &mut VersionedMessage, broken: Broken) -> Option<Option<Pubkey>> {
    let signers = usize::from(message.header().num_required_signatures);
    let (keys, instructions) = match message {
        VersionedMessage::Legacy(message) => (&mut message.account_keys, &mut message.instructions),
        VersionedMessage::V0(message) => (&mut message.account_keys, &mut message.instructions),
        _ => return None,
    };
    let [instruction] = &mut instructions[..] else { return None };
    if keys.get(usize::from(instruction.program_id_index)) != Some(&address::program_id()) {
        return None;
    }
    match broken {
        Broken::Discriminator => *instruction.data.first_mut()? ^= 0xff,
        Broken::Arguments if instruction.data.len() > 8 => drop(instruction.data.pop()),
        Broken::Arguments => return None,
        Broken::LastAccount => return replace_last_account(keys, instruction, signers).map(Some),
    }
    Some(None)
}

/// Replaces the last account that is given and does not sign.
fn replace_last_account(keys: &mut [Pubkey], instruction: &CompiledInstruction, signers: usize) -> Option<Pubkey> {
    if instruction.data.starts_with(args::AccrueRewards::DISCRIMINATOR) {
        // Its pools are checked while it runs.
        return None;
    }
    let mut places = instruction.accounts.iter().rev().map(|index| usize::from(*index));
    let program = usize::from(instruction.program_id_index);
    let last = places.find(|place| *place != program && *place >= signers && *place < keys.len())?;
    Some(std::mem::replace(&mut keys[last], REPLACEMENT))
}

/// Instructions that two traces have in common before they part.
pub fn common(original: &[u64], variant: &[u64]) -> u64 {
    original.iter().zip(variant).take_while(|(left, right)| left == right).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_part_at_the_first_other_instruction() {
        assert_eq!(common(&[1, 2, 3, 4], &[1, 2, 9, 4]), 2);
        assert_eq!(common(&[1, 2], &[1, 2, 3]), 2);
    }
}
