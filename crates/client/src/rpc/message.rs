//! The message of a transaction, and the transaction of a message.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use solana_message::{v0, Hash, Message, VersionedMessage};
use solana_signature::Signature;
use solana_signer::Signer;
use solana_transaction::versioned::VersionedTransaction;

use super::lookup_tables::LookupTables;
use super::packing::size_of_message;
use super::send_error::SendError;

/// Compiles instructions: with the tables that make the message smaller, as a legacy message if there are none.
pub(super) fn compiled(
    instructions: &[Instruction],
    payer: &Pubkey,
    tables: &LookupTables,
    blockhash: Hash,
) -> Result<VersionedMessage, SendError> {
    let size = size_of_message(instructions, payer, tables);
    if !size.fits() {
        return Err(SendError::TooLarge(size));
    }
    let chosen = tables.chosen(&tables.uses(instructions, payer));
    if chosen.is_empty() {
        return Ok(VersionedMessage::Legacy(Message::new_with_blockhash(instructions, Some(payer), &blockhash)));
    }
    match v0::Message::try_compile(payer, instructions, &chosen, blockhash) {
        Ok(message) => Ok(VersionedMessage::V0(message)),
        // Only too many accounts, which the size has ruled out.
        Err(_) => Err(SendError::TooLarge(size)),
    }
}

/// A transaction with empty signatures, for a simulation.
pub(super) fn unsigned(message: VersionedMessage) -> VersionedTransaction {
    let signatures = vec![Signature::default(); message.header().num_required_signatures.into()];
    VersionedTransaction { signatures, message }
}

/// Signs with those of the signers that the message needs.
pub(super) fn signed<S: Signer + ?Sized>(
    message: VersionedMessage,
    signers: &[&S],
) -> Result<VersionedTransaction, SendError> {
    let needed = usize::from(message.header().num_required_signatures);
    let mut present = Vec::with_capacity(needed);
    for key in message.static_account_keys().iter().take(needed) {
        let signer = signers.iter().find(|signer| signer.try_pubkey().as_ref() == Ok(key));
        present.push(*signer.ok_or(SendError::MissingSigner(*key))?);
    }
    Ok(VersionedTransaction::try_new(message, &present)?)
}
