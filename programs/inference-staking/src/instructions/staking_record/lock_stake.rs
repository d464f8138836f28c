use anchor_lang::prelude::*;

use crate::instructions::change_lock::ChangeLock;

impl ChangeLock<'_> {
    /// The handler of `lock_stake`.
    pub(crate) fn lock_stake(&mut self, duration: u64) -> Result<()> {
        self.change(&|record| record.lock_shares(duration))
    }
}
