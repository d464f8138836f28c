use anchor_lang::prelude::*;

use crate::instructions::by_record_owner::ByRecordOwner;

impl ByRecordOwner<'_> {
    /// Handles `lock_stake`. Accounts and checks: `ByRecordOwner`.
    pub(crate) fn lock_stake(&mut self, duration: u64) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        self.change_lock(&|record, terms| record.lock_shares(duration, terms, now))
    }
}
