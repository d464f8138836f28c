//! What a pool says of itself (SPEC 12).

use super::account::OperatorPool;
use crate::constants::{METADATA_URI_BYTES, NAME_BYTES};
use crate::error::{require, Checked, StakingError};

impl OperatorPool {
    /// # Errors
    /// `NameMalformed` (SPEC 12).
    pub fn set_name(&mut self, name: &[u8; NAME_BYTES]) -> Checked<()> {
        require_name(name)?;
        self.name = *name;
        Ok(())
    }

    /// # Errors
    /// `MetadataUriMalformed`, `MetadataUriNotHttps` (SPEC 12).
    pub fn set_metadata_uri(&mut self, uri: &[u8; METADATA_URI_BYTES]) -> Checked<()> {
        require_metadata_uri(uri)?;
        self.metadata_uri = *uri;
        Ok(())
    }
}

/// A pool's name: UTF-8, zero-padded (SPEC 12).
///
/// # Errors
/// `NameMalformed`.
pub fn require_name(name: &[u8; NAME_BYTES]) -> Checked<()> {
    require!(zero_padded_text(name).is_some(), StakingError::NameMalformed);
    Ok(())
}

/// A pool's metadata URI: UTF-8, zero-padded, empty or https (SPEC 12).
///
/// # Errors
/// `MetadataUriMalformed`, `MetadataUriNotHttps`.
pub fn require_metadata_uri(uri: &[u8; METADATA_URI_BYTES]) -> Checked<()> {
    let uri = zero_padded_text(uri).ok_or(StakingError::MetadataUriMalformed)?;
    require!(uri.is_empty() || uri.starts_with("https://"), StakingError::MetadataUriNotHttps);
    Ok(())
}

/// The text before the first zero byte, if it is UTF-8 and only zeros follow.
fn zero_padded_text(bytes: &[u8]) -> Option<&str> {
    let length = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    let (text, padding) = bytes.split_at_checked(length)?;
    let padded = padding.iter().all(|byte| *byte == 0);
    core::str::from_utf8(text).ok().filter(|_| padded)
}
