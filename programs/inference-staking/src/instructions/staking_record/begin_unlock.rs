use anchor_lang::prelude::*;

use crate::instructions::by_record_owner::ByRecordOwner;

impl ByRecordOwner<'_> {
    /// Handles `begin_unlock`. Accounts and checks: `ByRecordOwner`.
    pub(crate) fn begin_unlock(&mut self) -> Result<()> {
        let now = Clock::get()?.unix_timestamp;
        self.change_lock(&|record, terms| record.begin_unlock(terms, now))
    }
}
