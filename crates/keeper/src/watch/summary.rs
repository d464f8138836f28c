//! What a watch did.

use crate::summary::Summary;

/// What a watch did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WatchSummary {
    /// All its accruals; what is left is what the last look left.
    pub accruals: Summary,
    /// Records whose matured unstakes were claimed.
    pub claimed: u64,
    /// Matured unstakes that the last look at them left, because their owner's token account is missing, frozen, or somebody else's;
    /// `None` if nobody has looked.
    pub unpayable: Option<u64>,
    /// Expired records that were reclaimed.
    pub reclaimed: u64,
    /// Looks at the chain.
    pub looks: u64,
    /// Looks and errands that failed; the log says why.
    pub failures: u64,
}

impl WatchSummary {
    /// Counts a look that failed as a whole.
    pub fn look_failed(&mut self) {
        self.looks = self.looks.saturating_add(1);
        self.failures = self.failures.saturating_add(1);
    }
}
