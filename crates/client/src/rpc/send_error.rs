//! Why a transaction was not executed, in words.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use solana_instruction_error::InstructionError;
use solana_signature::Signature;
use solana_signer::SignerError;
use solana_transaction::TransactionError;

use super::failure::RpcFailure;
use super::packing::{TransactionSize, MAX_TRANSACTION_ACCOUNTS, MAX_TRANSACTION_BYTES};
use super::runtime::{of_instruction, of_transaction};
use crate::refusal::{self, Words};
use crate::StakingError;

/// Why a transaction was not executed. Instructions are counted from 0, the caller's only.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// The staking program refused an instruction.
    #[error("{error} ({name}, error {code}{pool})", name = error.name(), code = u32::from(*error),
        pool = pool.map(|pool| format!(", pool {pool}")).unwrap_or_default())]
    Program {
        /// Which instruction.
        instruction: usize,
        /// The rule that refused it.
        error: StakingError,
        /// The pool that it is about, if the logs or the instruction tell.
        pool: Option<Pubkey>,
        /// The transaction's logs.
        logs: Vec<String>,
    },
    /// The token program refused a transfer.
    #[error("the token program refused: {words}")]
    Token {
        /// Which instruction.
        instruction: usize,
        /// What it said, and what to do.
        words: Words,
        /// The transaction's logs.
        logs: Vec<String>,
    },
    /// The system program refused, most often because a wallet has too little SOL.
    #[error("the system program refused: {words}")]
    System {
        /// Which instruction.
        instruction: usize,
        /// What it said, and what to do.
        words: Words,
        /// The transaction's logs.
        logs: Vec<String>,
    },
    /// The accounts of an instruction do not fit it, as the program's framework found.
    #[error("{words}{account}", account = account.as_ref().map(|name| format!(" (account {name})")).unwrap_or_default())]
    Framework {
        /// Which instruction.
        instruction: usize,
        /// What it said, and what to do.
        words: Words,
        /// The account's name in the instruction.
        account: Option<String>,
        /// The transaction's logs.
        logs: Vec<String>,
    },
    /// Anything else that stopped the transaction.
    #[error("{message}")]
    Other {
        /// Which instruction, if it was one.
        instruction: Option<usize>,
        /// What happened and what to do.
        message: String,
        /// Whether the same transaction may pass later.
        transient: bool,
        /// The transaction's logs.
        logs: Vec<String>,
    },
    /// The transaction is larger than the network takes.
    #[error("the transaction has {} bytes and {} accounts, but at most {MAX_TRANSACTION_BYTES} and {MAX_TRANSACTION_ACCOUNTS} are allowed: send fewer instructions at once", .0.bytes, .0.accounts)]
    TooLarge(TransactionSize),
    /// A signature is missing.
    #[error("the signature of {0} is missing: pass its keypair")]
    MissingSigner(Pubkey),
    /// The message can be in no block any more, and the node knows of none that it is in.
    #[error("the transaction cannot be sent any more: {why}{}", signature.as_ref().map(|signature|
        format!("; this node does not know its signature {signature}: if it can be that somebody sent it long ago, look it up elsewhere first"))
        .unwrap_or_default())]
    Stale {
        /// Why not, and what to do.
        why: &'static str,
        /// The signature that was looked up, if it came to that.
        signature: Option<Signature>,
    },
    /// The message was executed before, and failed.
    #[error("it was executed already, as {signature}, and failed: {error}; a message is executed once only: make it anew to try again")]
    FailedBefore {
        /// Its signature.
        signature: Signature,
        /// Why it failed then.
        error: Box<SendError>,
    },
    /// A key could not sign.
    #[error("signing failed: {0}")]
    Signing(#[from] SignerError),
    /// No attempt got into a block; nothing was executed.
    #[error("the transaction got into no block in {attempts} attempts and was not executed: try again, or pay a higher priority fee{}",
        last_failure.as_ref().map(|failure| format!(" (last failure: {failure})")).unwrap_or_default())]
    Expired {
        /// How often it was signed.
        attempts: u32,
        /// The node's last failure.
        last_failure: Option<RpcFailure>,
    },
    /// Nobody could tell for a long time whether the transaction is in a block.
    #[error("it is not known whether the transaction {signature} was executed: look it up before sending it again{}",
        last_failure.as_ref().map(|failure| format!(" (last failure: {failure})")).unwrap_or_default())]
    Unconfirmed {
        /// Its signature.
        signature: Signature,
        /// The node's last failure.
        last_failure: Option<RpcFailure>,
    },
    /// A request failed before anything was sent.
    #[error(transparent)]
    Rpc(#[from] RpcFailure),
}

impl SendError {
    /// Whether sending again later may succeed with nothing changed. After `Unconfirmed` read the chain first.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Expired { .. } | Self::Unconfirmed { .. } => true,
            Self::Other { transient, .. } => *transient,
            Self::Rpc(failure) => failure.is_transient(),
            _ => false,
        }
    }

    /// Whether the transaction may have been executed in spite of the error.
    pub fn may_have_executed(&self) -> bool {
        matches!(self, Self::Unconfirmed { .. })
    }

    /// The staking program's error, if it was one.
    pub fn staking_error(&self) -> Option<StakingError> {
        match self {
            Self::Program { error, .. } => Some(*error),
            Self::FailedBefore { error, .. } => error.staking_error(),
            _ => None,
        }
    }

    /// The transaction's logs; empty if it was not run.
    pub fn logs(&self) -> &[String] {
        match self {
            Self::Program { logs, .. }
            | Self::Token { logs, .. }
            | Self::System { logs, .. }
            | Self::Framework { logs, .. }
            | Self::Other { logs, .. } => logs,
            Self::FailedBefore { error, .. } => error.logs(),
            _ => &[],
        }
    }

    /// What a transaction's error means. `added` instructions stand before the caller's.
    pub(super) fn refused(
        error: TransactionError,
        added: usize,
        instructions: &[Instruction],
        logs: Vec<String>,
    ) -> Self {
        let TransactionError::InstructionError(place, error) = error else {
            let (message, transient) = of_transaction(&error);
            return Self::Other { instruction: None, message, transient, logs };
        };
        let Some(instruction) = usize::from(place).checked_sub(added) else {
            let message = format!("the compute-budget instructions were refused: {error}");
            return Self::Other { instruction: None, message, transient: false, logs };
        };
        let program = refusal::failing_program(&logs);
        let program = program.or(instructions.get(instruction).map(|found| found.program_id));
        match error {
            InstructionError::Custom(code) => Self::custom(instruction, program, code, instructions, logs),
            error => {
                let (message, transient) = of_instruction(&error, program);
                Self::Other { instruction: Some(instruction), message, transient, logs }
            }
        }
    }

    fn custom(
        instruction: usize,
        program: Option<Pubkey>,
        code: u32,
        instructions: &[Instruction],
        logs: Vec<String>,
    ) -> Self {
        match refusal::explain(program.as_ref(), code) {
            refusal::Custom::Staking(error) => {
                let pool = refusal::failing_pool(&logs, instructions.get(instruction));
                Self::Program { instruction, error, pool, logs }
            }
            refusal::Custom::Token(words) => Self::Token { instruction, words, logs },
            refusal::Custom::System(words) => Self::System { instruction, words, logs },
            refusal::Custom::Framework(words) => {
                let account = refusal::failing_account(&logs);
                Self::Framework { instruction, words, account, logs }
            }
            refusal::Custom::Unknown => {
                let name = program.map(|program| program.to_string()).unwrap_or_else(|| "a program".to_owned());
                let message = format!("{name} refused with its error number {code}");
                Self::Other { instruction: Some(instruction), message, transient: false, logs }
            }
        }
    }
}
