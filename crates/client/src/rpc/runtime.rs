//! Errors of the network's runtime, in words.

use anchor_lang::prelude::Pubkey;
use solana_instruction_error::InstructionError;
use solana_transaction::TransactionError;

/// What stopped a transaction as a whole, and whether that passes by itself.
pub(super) fn of_transaction(error: &TransactionError) -> (String, bool) {
    use TransactionError::*;
    let message = match error {
        AccountNotFound => "the fee payer has no SOL: fund it first",
        InsufficientFundsForFee => "the fee payer has too little SOL for the fee: fund it first",
        InsufficientFundsForRent { .. } => "an account would be left with too little SOL for its rent: fund it first",
        ProgramAccountNotFound | InvalidProgramForExecution => {
            "the program is not deployed on this network, or only just: check the URL, or try again in a moment"
        }
        BlockhashNotFound => "the node does not know the blockhash: it is behind, try again",
        AlreadyProcessed => "the transaction was executed before",
        AccountInUse => "an account is in use by another transaction: try again",
        ClusterMaintenance => "the network is under maintenance: try again later",
        AddressLookupTableNotFound | InvalidAddressLookupTableIndex => {
            "the node does not know a lookup table as it was read: it is behind, or the table was closed; try again"
        }
        SignatureFailure => "a signature is wrong: sign again",
        _ => return (format!("the transaction was refused: {error}"), passes(error)),
    };
    (message.to_owned(), passes(error))
}

fn passes(error: &TransactionError) -> bool {
    use TransactionError::*;
    matches!(
        error,
        BlockhashNotFound
            | AccountInUse
            | AddressLookupTableNotFound
            | InvalidAddressLookupTableIndex
            | ClusterMaintenance
            | WouldExceedMaxBlockCostLimit
            | WouldExceedMaxAccountCostLimit
            | WouldExceedAccountDataBlockLimit
            | WouldExceedMaxVoteCostLimit
    )
}

/// What stopped an instruction without a number of its program, and whether that passes by itself.
pub(super) fn of_instruction(error: &InstructionError, program: Option<Pubkey>) -> (String, bool) {
    match error {
        InstructionError::ComputationalBudgetExceeded => {
            ("the transaction needs more compute units than its limit: raise the limit, or send fewer instructions at once"
                .to_owned(), true)
        }
        InstructionError::MissingRequiredSignature => {
            ("a signature is missing: sign with the key that the instruction names".to_owned(), false)
        }
        InstructionError::UnsupportedProgramId | InstructionError::IncorrectProgramId => {
            ("the program is not deployed on this network, or only just, or an account belongs to another program: check the \
              URL, or try again in a moment".to_owned(), false)
        }
        error => {
            let name = program.map(|program| format!("{program} ")).unwrap_or_default();
            (format!("the program {name}failed: {error}"), false)
        }
    }
}
