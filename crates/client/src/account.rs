//! Decoding of the program's accounts.

use anchor_lang::Discriminator;
use anchor_spl::token::TokenAccount;

/// Why an account cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// The data is shorter than the account type.
    TooShort,
    /// The data starts with another type's discriminator.
    WrongType,
}

impl std::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TooShort => "the account is shorter than its type: is it an account of this program?",
            Self::WrongType => "the account is of another type: its discriminator does not match",
        })
    }
}

impl std::error::Error for DecodeError {}

/// Reads one of the program's four account types out of account data.
///
/// # Errors
/// `TooShort` or `WrongType`.
pub fn decode<T: bytemuck::Pod + Discriminator>(data: &[u8]) -> Result<T, DecodeError> {
    let (discriminator, rest) = data.split_at_checked(8).ok_or(DecodeError::TooShort)?;
    if discriminator != T::DISCRIMINATOR {
        return Err(DecodeError::WrongType);
    }
    let body = rest.get(..size_of::<T>()).ok_or(DecodeError::TooShort)?;
    Ok(bytemuck::pod_read_unaligned(body))
}

/// Reads a token account.
///
/// # Errors
/// `TooShort` if the data is no token account.
pub fn decode_token_account(data: &[u8]) -> Result<TokenAccount, DecodeError> {
    anchor_lang::AccountDeserialize::try_deserialize_unchecked(&mut &data[..]).map_err(|_| DecodeError::TooShort)
}
