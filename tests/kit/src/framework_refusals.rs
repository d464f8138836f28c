//! Refusals by what the program is built on: Anchor's account types, the system program, the token program.

use crate::refusal::assert_refused_with_code;
use anchor_lang::error::ErrorCode;
use anchor_lang::prelude::{pubkey, Pubkey};
use inference_staking_localnet::{Executed, Refused};
use solana_account::Account;

/// A token program whose mints and accounts are refused.
pub const TOKEN_2022: Pubkey = pubkey!("TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb");
/// Where a token account says whether it is initialized (1) or frozen (2).
pub const TOKEN_ACCOUNT_STATE: usize = 108;
/// The system program's `AccountAlreadyInUse`.
pub const ACCOUNT_ALREADY_IN_USE: u32 = 0;
/// The system program's `ResultWithNegativeLamports`.
pub const INSUFFICIENT_LAMPORTS: u32 = 1;
/// The token program's `InsufficientFunds`.
pub const INSUFFICIENT_TOKENS: u32 = 1;
/// The token program's `OwnerMismatch`.
pub const TOKEN_OWNER_MISMATCH: u32 = 4;
/// The token program's `AccountFrozen`.
pub const TOKEN_ACCOUNT_FROZEN: u32 = 17;

/// Anchor refused with exactly this error.
///
/// # Panics
/// If it did not.
#[track_caller]
pub fn assert_refused_by_anchor(result: Result<Executed, Refused>, expected: ErrorCode) {
    assert_refused_with_code(result, u32::from(expected));
}

/// A built-in error without a number, such as `InvalidAccountData`.
///
/// # Panics
/// If there is none, or another one.
#[track_caller]
pub fn assert_refused_as(result: Result<Executed, Refused>, expected: &str) {
    let refused = result.expect_err("the transaction should have been refused");
    assert!(format!("{:?}", refused.error).contains(expected), "expected {expected}, got {refused}");
}

/// Each makes something else of a token account: of Token-2022, not initialized, one byte shorter, one byte longer, as long
/// as a multisig of the token program, empty.
pub const LOOK_ALIKES: [fn(&mut Account); 6] = [
    |account| account.owner = TOKEN_2022,
    |account| account.data[TOKEN_ACCOUNT_STATE] = 0,
    |account| account.data.resize(164, 0),
    |account| account.data.resize(166, 0),
    |account| account.data.resize(355, 0),
    |account| account.data.clear(),
];
