//! Times are Unix seconds of the Clock sysvar, never slots (SPEC 2).

use crate::error::{Checked, StakingError};

/// `delay` seconds after `time`.
///
/// # Errors
/// `MathOverflow` if that is beyond all times.
pub fn after(time: i64, delay: u64) -> Checked<i64> {
    Ok(time.checked_add_unsigned(delay).ok_or(StakingError::MathOverflow)?)
}
