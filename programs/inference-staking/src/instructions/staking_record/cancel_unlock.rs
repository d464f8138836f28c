use anchor_lang::prelude::*;

use crate::instructions::by_record_owner::ByRecordOwner;
use crate::state::StakingRecord;

impl ByRecordOwner<'_> {
    /// Handles `cancel_unlock`. Accounts and checks: `ByRecordOwner`.
    pub(crate) fn cancel_unlock(&mut self) -> Result<()> {
        self.change_lock(&StakingRecord::cancel_unlock)
    }
}
