use crate::constants::{METADATA_URI_BYTES, NAME_BYTES};
use crate::error::{require, Checked, StakingError};

/// A pool's name as stored: UTF-8, zero-padded.
///
/// # Errors
/// `NameTooLong`, or `TextContainsZero` for a zero byte, which could not be told from the padding.
pub fn stored_name(name: &str) -> Checked<[u8; NAME_BYTES]> {
    zero_padded(name, StakingError::NameTooLong)
}

/// A pool's metadata URI as stored: UTF-8, zero-padded.
///
/// # Errors
/// `MetadataUriNotHttps` unless it is empty or starts with `https://`, `MetadataUriTooLong`, `TextContainsZero`.
pub fn stored_metadata_uri(uri: &str) -> Checked<[u8; METADATA_URI_BYTES]> {
    require!(uri.is_empty() || uri.starts_with("https://"), StakingError::MetadataUriNotHttps);
    zero_padded(uri, StakingError::MetadataUriTooLong)
}

fn zero_padded<const N: usize>(text: &str, too_long: StakingError) -> Checked<[u8; N]> {
    require!(!text.as_bytes().contains(&0), StakingError::TextContainsZero);
    let mut padded = [0; N];
    padded.get_mut(..text.len()).ok_or(too_long)?.copy_from_slice(text.as_bytes());
    Ok(padded)
}
