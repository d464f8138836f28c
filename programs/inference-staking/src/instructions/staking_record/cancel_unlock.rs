use anchor_lang::prelude::*;

use crate::instructions::change_lock::ChangeLock;
use crate::state::StakingRecord;

impl ChangeLock<'_> {
    /// The handler of `cancel_unlock`.
    pub(crate) fn cancel_unlock(&mut self) -> Result<()> {
        self.change(&StakingRecord::cancel_unlock)
    }
}
