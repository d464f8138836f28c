//! Accruing leaves, alone and in batches, catching up, and skipping.

use inference_staking_model::{Actor, Leaf, Operation as O, OperatorRecords, ProofFlaw};

use super::{pick, Choosing};

impl Choosing<'_> {
    /// The leaf that pays a pool in an epoch, with its root.
    pub(super) fn leaf_of(&self, pool: Actor, epoch: u64) -> Option<(u8, Leaf)> {
        let record = self.world.reward_records.get(&epoch)?;
        let leaves =
            record.roots.iter().zip(0u8..).flat_map(|(root, place)| root.leaves.iter().map(move |l| (place, *l)));
        pick(leaves.filter(|(_, leaf)| leaf.pool == pool).collect(), self.step.how)
    }

    pub(super) fn next_epoch_of(&self, pool: Actor) -> u64 {
        self.world.pools[&pool].passed_epoch.max(self.world.overview.last_expired(self.world.now)) + 1
    }

    pub(super) fn accrue_next(&self) -> Option<O> {
        let behind = |pool| self.leaf_of(pool, self.next_epoch_of(pool)).is_some();
        let pool = self.pool_that(behind)?;
        self.accrue(pool, self.near(self.next_epoch_of(pool)))
    }

    pub(super) fn accrue_skipped(&self) -> Option<O> {
        let pool = self.pool_that(|pool| !self.world.pools[&pool].skipped.is_empty())?;
        let epoch = pick(self.world.pools[&pool].skipped.iter().copied().collect(), self.step.whom)?;
        self.accrue(pool, epoch)
    }

    fn accrue(&self, pool: Actor, epoch: u64) -> Option<O> {
        let (mut root, mut leaf) = self.leaf_of(pool, epoch)?;
        let mut flaw = ProofFlaw::None;
        if self.step.is_hostile() {
            match self.step.whom % 8 {
                0 => root += 1,
                1 => leaf.index ^= 1,
                2 => leaf.index += 9,
                3 => leaf.reward = leaf.reward.wrapping_add(1),
                4 => leaf.usdc = u64::MAX,
                5 => flaw = ProofFlaw::TooShort,
                6 => flaw = ProofFlaw::TooLong,
                _ => flaw = ProofFlaw::WrongNode,
            }
        }
        Some(O::Accrue { epoch, root, leaf, flaw })
    }

    /// All pools of a root that are due; in hostile steps all there are, or in the wrong order.
    pub(super) fn accrue_batch(&self) -> Option<O> {
        let behind = |pool| self.leaf_of(pool, self.next_epoch_of(pool)).is_some();
        let pool = self.pool_that(behind)?;
        let epoch = self.next_epoch_of(pool);
        let (root, _) = self.leaf_of(pool, epoch)?;
        let mut leaves = self.world.reward_records[&epoch].roots[usize::from(root)].leaves.clone();
        leaves.retain(|leaf| self.world.pools.contains_key(&leaf.pool));
        let hostile = self.step.is_hostile();
        if !hostile || self.step.variant(0, 4) {
            leaves.retain(|leaf| self.next_epoch_of(leaf.pool) == epoch);
        }
        if hostile && self.step.variant(1, 4) {
            leaves.reverse();
        }
        if hostile && self.step.variant(2, 8) {
            leaves.clear();
        }
        let flaw = match self.step.how % 8 {
            3 if hostile => ProofFlaw::TooLong,
            7 if hostile && leaves.len() == 1 => ProofFlaw::WrongNode,
            _ => ProofFlaw::None,
        };
        let operator_records = match self.step.who % 3 {
            0 if hostile => OperatorRecords::None,
            1 => OperatorRecords::All,
            _ => OperatorRecords::Needed,
        };
        Some(O::AccrueBatch { epoch, root, leaves, flaw, operator_records })
    }

    /// Waits for the bypass delay first, if the step says so.
    pub(super) fn bypass(&self) -> Vec<O> {
        let completed = self.world.overview.completed_epoch;
        let Some(pool) = self.pool_that(|pool| self.world.pools[&pool].passed_epoch < completed) else { return vec![] };
        let epoch = self.near(self.next_epoch_of(pool));
        let bypass = O::Bypass { pool, epoch };
        let from = self.world.reward_records.get(&epoch).map_or(0, |record| self.world.bypass_from(record));
        let early = i64::from(self.step.is_hostile());
        let seconds = u32::try_from(from - self.world.now - early).unwrap_or(0);
        if self.step.variant(0, 2) {
            vec![O::PassTime { seconds }, bypass]
        } else {
            vec![bypass]
        }
    }
}
