//! What a chain must do for a staking network to live on it.

use std::collections::BTreeSet;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::StakingError;
use solana_account::Account;
use solana_hash::Hash;
use solana_instruction_error::InstructionError;
use solana_transaction::Transaction;
use solana_transaction_error::TransactionError;

/// Number of the program's first own error.
const FIRST_ERROR: u32 = anchor_lang::error::ERROR_CODE_OFFSET;

/// A chain that executes transactions one by one and whose clock can be set.
pub trait Chain {
    /// The account at an address, or `None`.
    fn account(&mut self, address: &Pubkey) -> Option<Account>;
    /// Replaces an account: for states that no instruction makes.
    fn set_account(&mut self, address: &Pubkey, account: Account);
    /// A blockhash that no transaction has used with the same message.
    fn fresh_blockhash(&mut self) -> Hash;
    /// Executes a signed transaction.
    ///
    /// # Errors
    /// What the chain refused it for; nothing but the fee was changed then.
    fn execute(&mut self, transaction: Transaction) -> Result<Executed, Refused>;
    /// Unix time of the clock sysvar.
    fn now(&mut self) -> i64;
    /// Sets the clock sysvar's Unix time.
    fn set_time(&mut self, unix_timestamp: i64);
}

/// A transaction that went through.
#[derive(Clone, Debug, Default)]
pub struct Executed {
    /// Compute units of the whole transaction.
    pub compute_units: u64,
    /// Log lines.
    pub logs: Vec<String>,
    /// Return data of the last instruction that set any.
    pub return_data: Vec<u8>,
    /// Bytes of the signed transaction.
    pub transaction_bytes: usize,
    /// Its instructions, if a network sent it.
    pub instructions: Vec<Instruction>,
    /// Those accounts that its instructions name as writable and whose content changed, if a network sent it.
    pub changed: BTreeSet<Pubkey>,
}

/// Bytes of a signed transaction as it goes over the wire.
pub fn transaction_bytes(transaction: &Transaction) -> usize {
    bincode::serialized_size(transaction).ok().and_then(|size| usize::try_from(size).ok()).unwrap_or(usize::MAX)
}

/// A transaction that was refused.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Why.
    pub error: TransactionError,
    /// Log lines.
    pub logs: Vec<String>,
}

impl Refused {
    /// Whether the program refused with this error of its own.
    pub fn is(&self, expected: StakingError) -> bool {
        self.custom_code() == Some(FIRST_ERROR + expected as u32)
    }

    /// The custom error number of the instruction that failed.
    pub fn custom_code(&self) -> Option<u32> {
        match self.error {
            TransactionError::InstructionError(_, InstructionError::Custom(code)) => Some(code),
            _ => None,
        }
    }
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "transaction refused: {}\n{}", self.error, self.logs.join("\n"))
    }
}

impl std::error::Error for Refused {}
