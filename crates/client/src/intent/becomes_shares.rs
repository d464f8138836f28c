//! When a deposit becomes shares.

use inference_staking::state::PoolOverview;

use super::error::IntentError;

/// When a deposit becomes shares (SPEC 5, SPEC 6.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BecomesShares {
    /// In the same transaction: an operator's into its new pool.
    AtOnce {
        /// The current epoch, from which on it earns.
        epoch: u64,
    },
    /// Once an epoch is over and the pool has passed it, at the earliest: then anyone may activate it.
    AfterEpoch {
        /// The epoch in which it came. It earns from the next one on at the earliest, if it is activated before that is marked.
        epoch: u64,
    },
}

impl BecomesShares {
    /// Of a deposit that comes now and is not shares at once.
    ///
    /// # Errors
    /// `Refused` never happens before the last epoch of all.
    pub(super) fn of_current_epoch(overview: &PoolOverview) -> Result<Self, IntentError> {
        Ok(Self::AfterEpoch { epoch: overview.current_epoch()? })
    }

    /// The first epoch from which it can earn.
    pub fn earns_from_epoch(&self) -> u64 {
        match self {
            Self::AtOnce { epoch } => *epoch,
            Self::AfterEpoch { epoch } => epoch.saturating_add(1),
        }
    }
}
