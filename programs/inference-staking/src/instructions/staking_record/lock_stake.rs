use anchor_lang::prelude::*;

use crate::instructions::change_lock::ChangeLock;

impl ChangeLock<'_> {
    /// Handles `lock_stake`. Accounts and checks: `ChangeLock`.
    pub(crate) fn lock_stake(&mut self, duration: u64) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        self.change(&|record, terms| record.lock_shares(duration, terms, now))
    }
}
