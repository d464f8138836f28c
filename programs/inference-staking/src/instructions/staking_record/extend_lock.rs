use anchor_lang::prelude::*;

use crate::instructions::change_lock::ChangeLock;

impl ChangeLock<'_> {
    /// Handles `extend_lock`. Accounts and checks: `ChangeLock`.
    pub(crate) fn extend_lock(&mut self, seconds: u64) -> Result<()> {
        self.change(&|record, terms| record.extend_lock(seconds, terms))
    }
}
