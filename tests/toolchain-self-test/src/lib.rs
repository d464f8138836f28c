//! A program that does on chain what a wrong toolchain gets wrong: 128-bit arithmetic, calls with
//! more arguments than registers, and a syscall. `tests/toolchain-self-test/tests/against_the_host.rs` holds its
//! answers against the host's.
//!
//! Instruction data is an opcode and its input; the answer is the return data.
//! - [`KECCAK`]: any bytes; the answer is their keccak-256.
//! - [`PLAIN_SUM`]: a pair of `u128`, little-endian; the answer is their sum by the plain operator,
//!   which ends the program on overflow.
//! - the opcode of an [`Operation`]: pairs of `u128`, little-endian, at most [`MAX_PAIRS`]; the
//!   answer has [`ANSWER_LEN`] bytes per pair: 1 and the value, or 0 where there is none.

#![allow(clippy::restriction, clippy::pedantic, reason = "its test holds every answer against the host's")]

pub mod operation;

pub use operation::Operation;

use solana_account_info::AccountInfo;
use solana_program_error::{ProgramError, ProgramResult};
use solana_pubkey::Pubkey;

/// Opcode of the hash; those of the operations count from 0.
pub const KECCAK: u8 = 255;
/// Opcode of the addition that shows whether overflow checks are compiled in.
pub const PLAIN_SUM: u8 = 254;
/// Bytes of a pair of operands.
pub const PAIR_LEN: usize = 32;
/// Bytes of an answer: whether there is a value, and the value.
pub const ANSWER_LEN: usize = 17;
/// What fits the chain's 1,024 bytes of return data.
pub const MAX_PAIRS: usize = 1024 / ANSWER_LEN;

#[cfg(not(feature = "no-entrypoint"))]
solana_program_entrypoint::entrypoint!(process);

/// # Errors
/// `InvalidInstructionData` when the data is not as the crate's documentation says.
pub fn process(_program: &Pubkey, _accounts: &[AccountInfo], data: &[u8]) -> ProgramResult {
    solana_cpi::set_return_data(&answer(data)?);
    Ok(())
}

/// The return data for this instruction data.
///
/// # Errors
/// As [`process`].
pub fn answer(data: &[u8]) -> Result<Vec<u8>, ProgramError> {
    let invalid = ProgramError::InvalidInstructionData;
    let (&opcode, input) = data.split_first().ok_or(invalid.clone())?;
    if opcode == KECCAK {
        return Ok(solana_keccak_hasher::hash(input).to_bytes().to_vec());
    }
    if opcode == PLAIN_SUM {
        let (a, b) = input.first_chunk().and_then(operands).ok_or(invalid)?;
        return Ok((a + b).to_le_bytes().to_vec());
    }
    let operation = Operation::from_opcode(opcode).ok_or(invalid.clone())?;
    let (pairs, rest) = input.as_chunks::<PAIR_LEN>();
    if !rest.is_empty() || pairs.len() > MAX_PAIRS {
        return Err(invalid);
    }
    let mut answers = Vec::with_capacity(pairs.len() * ANSWER_LEN);
    for pair in pairs {
        let (a, b) = operands(pair).ok_or(invalid.clone())?;
        let value = operation.apply(a, b);
        answers.push(u8::from(value.is_some()));
        answers.extend_from_slice(&value.unwrap_or_default().to_le_bytes());
    }
    Ok(answers)
}

fn operands(pair: &[u8; PAIR_LEN]) -> Option<(u128, u128)> {
    let (a, rest) = pair.split_first_chunk()?;
    let (b, _) = rest.split_first_chunk()?;
    Some((u128::from_le_bytes(*a), u128::from_le_bytes(*b)))
}
