//! What a pool says of itself (SPEC 12).

use super::account::OperatorPool;
use crate::constants::{METADATA_URI_BYTES, NAME_BYTES};
use crate::error::{require, Checked, StakingError};

impl OperatorPool {
    /// # Errors
    /// `NameMalformed`, `ControlCharacterInText` (SPEC 12).
    pub fn set_name(&mut self, name: &[u8; NAME_BYTES]) -> Checked<()> {
        require_name(name)?;
        self.name = *name;
        Ok(())
    }

    /// # Errors
    /// `MetadataUriMalformed`, `MetadataUriNotHttps`, `ControlCharacterInText` (SPEC 12).
    pub fn set_metadata_uri(&mut self, uri: &[u8; METADATA_URI_BYTES]) -> Checked<()> {
        require_metadata_uri(uri)?;
        self.metadata_uri = *uri;
        Ok(())
    }
}

/// A pool's name: UTF-8, zero-padded, without control characters (SPEC 12).
///
/// # Errors
/// `NameMalformed`, `ControlCharacterInText`.
pub fn require_name(name: &[u8; NAME_BYTES]) -> Checked<()> {
    require_no_control(zero_padded_text(name).ok_or(StakingError::NameMalformed)?)
}

/// A pool's metadata URI: UTF-8, zero-padded, empty or https, without control characters (SPEC 12).
///
/// # Errors
/// `MetadataUriMalformed`, `MetadataUriNotHttps`, `ControlCharacterInText`.
pub fn require_metadata_uri(uri: &[u8; METADATA_URI_BYTES]) -> Checked<()> {
    let uri = zero_padded_text(uri).ok_or(StakingError::MetadataUriMalformed)?;
    require!(uri.is_empty() || uri.starts_with("https://"), StakingError::MetadataUriNotHttps);
    require_no_control(uri)
}

/// A text that could move a cursor, break a line or turn the direction of what follows could forge what others read beside it.
fn require_no_control(text: &str) -> Checked<()> {
    require!(!text.chars().any(is_control), StakingError::ControlCharacterInText);
    Ok(())
}

/// The control characters of both halves of Latin-1, and those that change the direction of text (SPEC 12).
pub fn is_control(character: char) -> bool {
    let turns_direction = matches!(
        character,
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    );
    character.is_control() || turns_direction
}

/// The text before the first zero byte, if it is UTF-8 and only zeros follow.
fn zero_padded_text(bytes: &[u8]) -> Option<&str> {
    let length = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (text, padding) = bytes.split_at_checked(length)?;
    let padded = padding.iter().all(|byte| *byte == 0);
    core::str::from_utf8(text).ok().filter(|_| padded)
}
