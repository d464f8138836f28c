//! What becomes shares: exactly what it pays for, and nothing of what could still be paid to the pool (SPEC 1.5, 1.6, 15.12).

use inference_staking_localnet::Executed;
use inference_staking_model::{Operation, RecordId, World};
use inference_staking_test_kit::actors::activate_return;

use super::Trial;

/// Epochs after which a skipped one no longer keeps deposits out.
const SKIP_IS_OLD: u64 = 8;

impl Trial {
    /// The operation is done: part of the history.
    pub fn note_done(&mut self, operation: &Operation) {
        if let Operation::Bypass { pool, epoch } = operation {
            if self.world.pools[pool].skipped.contains(epoch) {
                self.skipped_at.insert((*pool, *epoch), self.world.overview.completed_epoch);
            }
        }
        self.history.push(operation.clone());
    }

    /// Of an operation that was done: if deposits became shares.
    ///
    /// # Panics
    /// If they got another number of shares than the program says, or came in front of rewards of an epoch that is over.
    pub fn assert_activation(&self, operation: &Operation, before: &World, executed: &Executed) {
        match operation {
            Operation::ActivateStake { record } => {
                self.assert_returned(*record, before, executed);
                self.assert_nothing_over_is_unpaid(*record, before);
            }
            Operation::Stake { record, .. } => {
                assert!(executed.return_data.is_empty(), "a stake returns nothing");
                if self.world.pools[&record.pool].shares > before.pools[&record.pool].shares {
                    assert_eq!(before.pools[&record.pool].shares, 0, "at once only into a pool without shares");
                    self.assert_nothing_over_is_unpaid(*record, before);
                }
            }
            _ => {}
        }
    }

    fn assert_returned(&self, id: RecordId, before: &World, executed: &Executed) {
        let returned = activate_return(executed);
        let (old, new) = (&before.pools[&id.pool], &self.world.pools[&id.pool]);
        assert_eq!(returned.cost, new.staked - old.staked);
        assert_eq!(returned.shares, new.shares - old.shares);
        assert_eq!(returned.left, self.world.staking_records[&id].deposits.total());
    }

    /// The pool has passed every epoch that is over, one that is being finalized included, and what it skipped of them it
    /// skipped long ago.
    fn assert_nothing_over_is_unpaid(&self, id: RecordId, before: &World) {
        let (pool, overview) = (&before.pools[&id.pool], &before.overview);
        let last_over = overview.completed_epoch + u64::from(overview.finalizing);
        assert!(pool.passed_epoch >= last_over, "an epoch that is over may still pay the pool");
        for epoch in &pool.skipped {
            let skipped_at = self.skipped_at[&(id.pool, *epoch)];
            assert!(overview.completed_epoch >= skipped_at + SKIP_IS_OLD, "epoch {epoch} was skipped lately");
        }
    }
}
