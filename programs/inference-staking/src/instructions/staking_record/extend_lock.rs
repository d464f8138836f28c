use anchor_lang::prelude::*;

use crate::instructions::by_record_owner::ByRecordOwner;

impl ByRecordOwner<'_> {
    /// Handles `extend_lock`. Accounts and checks: `ByRecordOwner`.
    pub(crate) fn extend_lock(&mut self, seconds: u64) -> Result<()> {
        self.change_lock(&|record, terms| record.extend_lock(seconds, terms))
    }
}
