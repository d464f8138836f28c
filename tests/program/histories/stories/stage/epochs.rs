//! Epochs: marks, records, accruals.

use inference_staking_model::{
    self as model, expected_proof_length, Actor, Mint, Operation, OperatorRecords, ProofFlaw, RecordId, Root,
};

use super::Stage;

/// What a tree pays a pool: tokens and USDC, base units.
#[derive(Clone, Copy)]
pub struct Leaf {
    pub pool: Actor,
    pub amounts: [u64; 2],
}

impl Stage {
    #[track_caller]
    pub fn mark(&mut self) {
        self.act(self.mark_of_next_epoch());
    }

    fn mark_of_next_epoch(&self) -> Operation {
        Operation::Mark { by: self.roles.reward, epoch: self.world().overview.completed_epoch + 1 }
    }

    /// Puts tokens and USDC into the global vaults.
    #[track_caller]
    pub fn fund(&mut self, totals: [u64; 2]) {
        for (mint, amount) in [Mint::Stake, Mint::Usdc].into_iter().zip(totals).filter(|(_, amount)| *amount > 0) {
            self.act(Operation::Fund { mint, amount });
        }
    }

    /// Commits the next epoch, which is marked, with a tree of these leaves in the order of the pools' addresses.
    #[track_caller]
    pub fn commit(&mut self, [rewards, usdc]: [u64; 2], mut leaves: Vec<Leaf>) {
        leaves.sort_by_key(|leaf| self.trial.actors.pool(leaf.pool).to_bytes());
        let leaves: Vec<_> = (0..)
            .zip(leaves)
            .map(|(index, Leaf { pool, amounts: [reward, usdc] })| model::Leaf { index, pool, reward, usdc })
            .collect();
        let depth = u16::try_from(expected_proof_length(leaves.len())).unwrap();
        let roots = vec![Root { leaves, depth }];
        self.act(Operation::CreateRewardRecord { by: self.roles.reward, roots, depths_given: 1, rewards, usdc });
    }

    /// Days pass, and as many epochs are marked and committed without roots. Compared at the end.
    #[track_caller]
    pub fn epochs_without_roots(&mut self, count: u64) {
        let next = self.world().overview.completed_epoch + 1;
        let by = self.roles.reward;
        let epochs = (next..next + count).flat_map(|epoch| {
            [
                Operation::PassTime { seconds: super::DAY },
                Operation::Mark { by, epoch },
                Operation::CreateRewardRecord { by, roots: vec![], depths_given: 0, rewards: 0, usdc: 0 },
            ]
        });
        self.trial.perform_many(&epochs.collect::<Vec<_>>());
        assert_eq!(self.world().overview.completed_epoch, next + count - 1);
    }

    /// An epoch that pays nobody is over, these pools pass it, and what came in it before becomes shares of these records.
    #[track_caller]
    pub fn an_epoch_passes(&mut self, pools: &[Actor], deposits: &[RecordId]) {
        self.epochs_without_roots(1);
        self.pass_time(super::CHALLENGE);
        for pool in pools {
            self.bypass(*pool, self.world().overview.completed_epoch);
        }
        for record in deposits {
            self.activate(*record);
        }
    }

    #[track_caller]
    pub fn revoke(&mut self) {
        self.act(Operation::Revoke { by: self.roles.halt, epoch: self.world().overview.completed_epoch });
    }

    /// Closes an expired record; returns what it gives back to the pot.
    #[track_caller]
    pub fn reclaim(&mut self, epoch: u64) -> [u64; 2] {
        let remaining = self.remaining(epoch);
        self.act(Operation::Reclaim { epoch });
        remaining
    }

    /// The proof of a pool's leaf.
    pub fn accrual(&self, pool: Actor, epoch: u64) -> Operation {
        Operation::Accrue { epoch, root: 0, leaf: self.leaf(pool, epoch), flaw: ProofFlaw::None }
    }

    #[track_caller]
    pub fn accrue(&mut self, pool: Actor, epoch: u64) {
        self.act(self.accrual(pool, epoch));
    }

    /// Accrues several pools at once with one proof.
    #[track_caller]
    pub fn accrue_batch(&mut self, pools: &[Actor], epoch: u64) {
        let mut leaves: Vec<_> = pools.iter().map(|pool| self.leaf(*pool, epoch)).collect();
        leaves.sort_by_key(|leaf| leaf.index);
        let (flaw, operator_records) = (ProofFlaw::None, OperatorRecords::Needed);
        self.act(Operation::AccrueBatch { epoch, root: 0, leaves, flaw, operator_records });
    }

    fn leaf(&self, pool: Actor, epoch: u64) -> model::Leaf {
        let leaves = &self.world().reward_records[&epoch].roots[0].leaves;
        *leaves.iter().find(|leaf| leaf.pool == pool).unwrap()
    }

    /// The pool passes its next epoch without a proof.
    #[track_caller]
    pub fn bypass(&mut self, pool: Actor, epoch: u64) {
        self.act(Operation::Bypass { pool, epoch });
    }
}
