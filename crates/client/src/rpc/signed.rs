//! A signed transaction on its way.

use anchor_lang::solana_program::instruction::Instruction;
use solana_signature::Signature;
use solana_transaction::versioned::VersionedTransaction;
use solana_transaction::TransactionError;

use super::send_error::SendError;

/// A signed transaction and the last block height that can hold it.
pub(super) struct Signed<'a> {
    pub(super) transaction: VersionedTransaction,
    pub(super) signature: Signature,
    pub(super) last_valid_block_height: u64,
    /// The caller's instructions, and how many stand before them.
    pub(super) instructions: &'a [Instruction],
    pub(super) added: usize,
}

impl Signed<'_> {
    /// The refusal of this transaction, in terms of the caller's instructions.
    pub(super) fn refused(&self, error: TransactionError, logs: Vec<String>) -> SendError {
        SendError::refused(error, self.added, self.instructions, logs)
    }
}
