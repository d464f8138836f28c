use anchor_lang::prelude::*;

use crate::instructions::change_lock::ChangeLock;

impl ChangeLock<'_> {
    /// Handles `lock_stake`. Accounts and checks: `ChangeLock`.
    pub(crate) fn lock_stake(&mut self, duration: u64) -> Result<()> {
        self.change(&|record| record.lock_shares(duration))
    }
}
