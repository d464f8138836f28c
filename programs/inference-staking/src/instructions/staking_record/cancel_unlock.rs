use anchor_lang::prelude::*;

use crate::instructions::change_lock::ChangeLock;
use crate::state::StakingRecord;

impl ChangeLock<'_> {
    /// Handles `cancel_unlock`. Accounts and checks: `ChangeLock`.
    pub(crate) fn cancel_unlock(&mut self) -> Result<()> {
        self.change(&StakingRecord::cancel_unlock)
    }
}
