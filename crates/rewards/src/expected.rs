//! Sums that the caller knows beforehand.

use crate::error::BadInput;

/// Holds the sum of a column against the one that is expected, if one is.
pub(crate) fn check_sum(column: &'static str, found: u64, expected: Option<u64>) -> Result<(), BadInput> {
    match expected {
        Some(expected) if expected != found => Err(BadInput::WrongSum { column, found, expected }),
        _ => Ok(()),
    }
}
