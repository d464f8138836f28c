use anchor_lang::prelude::*;

use crate::instructions::change_lock::ChangeLock;

impl ChangeLock<'_> {
    /// Handles `begin_unlock`. Accounts and checks: `ChangeLock`.
    pub(crate) fn begin_unlock(&mut self) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        self.change(&|record, terms| record.begin_unlock(terms, now))
    }
}
