//! What holders do.

use inference_staking_model::{Actor, Holder, Operation, PoolSettings, RecordId};

use super::Stage;

/// An activation, by anyone.
pub fn activation_of(record: RecordId) -> Operation {
    Operation::ActivateStake { record }
}

/// A stake by the record's owner.
pub fn stake_into(record: RecordId, amount: u64) -> Operation {
    Operation::Stake { by: record.owner, record, amount }
}

impl Stage {
    /// The person opens a pool; its own record in it.
    #[track_caller]
    pub fn open_pool(&mut self, person: Actor, settings: PoolSettings) -> RecordId {
        self.act(Operation::CreatePool { by: person, settings });
        RecordId { pool: person, owner: person }
    }

    /// The owner joins the pool.
    #[track_caller]
    pub fn join(&mut self, record: RecordId) {
        self.act(Operation::CreateRecord { pool: record.pool, owner: record.owner });
    }

    #[track_caller]
    pub fn stake(&mut self, record: RecordId, amount: u64) {
        self.act(stake_into(record, amount));
    }

    /// Anyone makes what is ripe shares.
    #[track_caller]
    pub fn activate(&mut self, record: RecordId) {
        self.act(activation_of(record));
    }

    #[track_caller]
    pub fn unstake(&mut self, record: RecordId, shares: u64) {
        self.act(Operation::Unstake { by: record.owner, record, shares, activating: 0, joins: None });
    }

    /// Shares and activating tokens.
    #[track_caller]
    pub fn unstake_all(&mut self, record: RecordId) {
        let (shares, activating) = (self.record(record).shares, self.activating(record));
        self.act(Operation::Unstake { by: record.owner, record, shares, activating, joins: None });
    }

    #[track_caller]
    pub fn cancel_unstake(&mut self, record: RecordId, ticket: u8) {
        self.act(Operation::CancelUnstake { by: record.owner, record, ticket });
    }

    /// Anyone pays the matured tickets, and collects the pool's rewards first if they are needed.
    #[track_caller]
    pub fn claim_unstake(&mut self, record: RecordId) {
        let matured = self.record(record).matured(self.trial.world.now);
        if self.trial.world.pools[&record.pool].must_collect_before(matured) {
            self.act(Operation::Collect { pool: record.pool });
        }
        self.act(Operation::ClaimUnstake { record, signed: None });
    }

    #[track_caller]
    pub fn claim_usdc(&mut self, record: RecordId) {
        self.act(Operation::ClaimUsdc { by: record.owner, record, to: Holder::Wallet(record.owner) });
    }

    /// The record, which holds nothing any more, is closed.
    #[track_caller]
    pub fn close_record(&mut self, record: RecordId) {
        self.act(Operation::CloseRecord { by: record.owner, record });
    }
}
