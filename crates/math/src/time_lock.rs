//! Time-lock: how many shares stay locked, and the rank a lock earns (SPEC 10).

use crate::ratio::mul_div_floor;
use crate::MathError;

/// Seconds of a day.
pub const SECONDS_PER_DAY: u64 = 86_400;
/// Shortest lock, in seconds.
pub const MIN_LOCK_SECONDS: u64 = 14 * SECONDS_PER_DAY;
/// Longest lock, in seconds.
pub const MAX_LOCK_SECONDS: u64 = 365 * SECONDS_PER_DAY;
/// A lock of this many seconds doubles the rank; 365 days make it fourfold.
pub const RANK_DOUBLING_SECONDS: u64 = 10_512_000;

/// What a record's lock is at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// All shares may leave.
    None,
    /// All shares stay. `duration` in seconds.
    Locked {
        /// Seconds that the release will take once it begins.
        duration: u64,
    },
    /// Shares are released linearly over `duration` seconds.
    Unlocking {
        /// Seconds that the whole release takes.
        duration: u64,
        /// Shares at its start.
        shares_at_start: u64,
        /// When it began, Unix seconds.
        started_at: i64,
    },
}

impl Lock {
    /// Shares, of the `shares` the record has, that `unstake` must leave at `now`.
    /// While unlocking `min(shares, r - floor(r x elapsed / D))`; a clock before the start counts as the start.
    ///
    /// # Errors
    /// `Overflow` if a lock has no duration.
    pub fn locked_shares(self, shares: u64, now: i64) -> Result<u64, MathError> {
        match self {
            Self::None => Ok(0),
            Self::Locked { .. } => Ok(shares),
            Self::Unlocking { duration, shares_at_start, started_at } => {
                let elapsed = u64::try_from(now.saturating_sub(started_at)).unwrap_or(0).min(duration);
                let released = mul_div_floor(shares_at_start, elapsed, duration).ok_or(MathError::Overflow)?;
                Ok(shares_at_start.saturating_sub(released).min(shares))
            }
        }
    }

    /// Rank of `tokens` base units under this lock: `floor(tokens (10,512,000 + D) / 10,512,000)`; 0 unless locked.
    ///
    /// # Errors
    /// `Overflow` never happens for a duration within the bounds.
    pub fn rank(self, tokens: u64) -> Result<u128, MathError> {
        let Self::Locked { duration } = self else { return Ok(0) };
        let doubling = u128::from(RANK_DOUBLING_SECONDS);
        let weight = doubling.checked_add(u128::from(duration)).ok_or(MathError::Overflow)?;
        let weighted = u128::from(tokens).checked_mul(weight).ok_or(MathError::Overflow)?;
        weighted.checked_div(doubling).ok_or(MathError::Overflow)
    }
}
