//! The epochs that one pool can pass now, in order.

use std::collections::VecDeque;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::state::{OperatorPool, RewardRecord};
use inference_staking_rewards::{EpochTrees, LeafPlace};

use super::reason::{Left, Reason};
use super::step::{Bypass, Step};
use crate::snapshot::Snapshot;
use crate::trees::{commitment, Trees};

/// What one pool can do, oldest epoch first, and what it cannot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolQueue {
    /// The pool.
    pub pool: Pubkey,
    /// To be taken in this order.
    pub steps: VecDeque<Step>,
    /// Epochs that are open and cannot be passed.
    pub left: Vec<Left>,
}

/// Schedules one pool. Skipped epochs come first, being older; one that cannot be caught up holds nothing up, while the
/// first epoch that cannot be passed in order holds up all after it.
pub fn queue_of(address: Pubkey, pool: &OperatorPool, snapshot: &Snapshot, trees: &Trees, bypass: Bypass) -> PoolQueue {
    let mut queue = PoolQueue { pool: address, steps: VecDeque::new(), left: Vec::new() };
    let epochs = Epochs { snapshot, trees };
    for epoch in pool.skipped_open_epochs(&snapshot.overview, snapshot.now) {
        match epochs.accrual(epoch, &address) {
            Ok(step) => queue.steps.push_back(step),
            // Passed already, and it owes the pool nothing.
            Err(Reason::NotInTree { .. } | Reason::EmptyEpoch) => {}
            Err(reason) => queue.left.push(Left { pool: address, epoch, later_epochs: 0, reason }),
        }
    }
    for epoch in pool.epochs_ahead(&snapshot.overview, snapshot.now) {
        match epochs.accrual(epoch, &address).or_else(|reason| epochs.bypass(epoch, reason, bypass)) {
            Ok(step) => queue.steps.push_back(step),
            Err(reason) => {
                let later_epochs = pool.last_epoch(&snapshot.overview).saturating_sub(epoch);
                queue.left.push(Left { pool: address, epoch, later_epochs, reason });
                break;
            }
        }
    }
    queue
}

/// The rules of SPEC 6 and 8 about epochs.
struct Epochs<'a> {
    snapshot: &'a Snapshot,
    trees: &'a Trees,
}

impl Epochs<'_> {
    /// The pool's leaf, if the epoch can be accrued now.
    fn accrual(&self, epoch: u64, pool: &Pubkey) -> Result<Step, Reason> {
        let record = self.open_record(epoch)?;
        let trees = self.trees.of(epoch);
        if let Some(Ok(trees)) = trees {
            if let Some(step) = accrue_step(record, trees, pool) {
                return Ok(step);
            }
        }
        if !record.can_still_pay() {
            return Err(Reason::EmptyEpoch);
        }
        let trees = match trees {
            Some(Ok(trees)) => trees,
            Some(Err(fault)) => return Err(Reason::BadTree(fault.to_string())),
            None => &EpochTrees::default(),
        };
        if !trees.are_all_of(&commitment(record)) {
            return Err(Reason::NoTree { roots: record.root_count, at_hand: trees.count() });
        }
        // Never, if that is beyond all times.
        let bypass_from = record.bypass_from(&self.snapshot.overview).unwrap_or(i64::MAX);
        Err(Reason::NotInTree { bypass_from })
    }

    /// Whether the pool may pass an epoch that it cannot accrue for `reason`.
    fn bypass(&self, epoch: u64, reason: Reason, bypass: Bypass) -> Result<Step, Reason> {
        let allowed = match reason {
            Reason::EmptyEpoch => bypass >= Bypass::EmptyEpochs,
            Reason::NotInTree { bypass_from } => bypass >= Bypass::PoolsWithoutLeaf && self.snapshot.now >= bypass_from,
            _ => false,
        };
        if allowed {
            Ok(Step::Pass { epoch })
        } else {
            Err(reason)
        }
    }

    /// The record, if it can be accrued or bypassed now.
    fn open_record(&self, epoch: u64) -> Result<&RewardRecord, Reason> {
        if self.snapshot.overview.require_accrual_not_halted().is_err() {
            return Err(Reason::AccrualHalted);
        }
        let record = self.snapshot.records.get(&epoch).ok_or(Reason::NoRecord)?;
        if record.require_claimable(self.snapshot.now).is_err() {
            return Err(Reason::NotClaimable { from: record.claimable_from });
        }
        Ok(record)
    }
}

/// The accrual of the pool's leaf, if it has one; of a record with nothing left only if the leaf takes nothing either.
fn accrue_step(record: &RewardRecord, trees: &EpochTrees, pool: &Pubkey) -> Option<Step> {
    let LeafPlace { root_index, leaf_index } = trees.place(pool)?;
    let row = trees.tree(root_index)?.rows().get(usize::try_from(leaf_index).ok()?)?;
    let takes_nothing = row.reward == 0 && row.usdc == 0;
    (record.can_still_pay() || takes_nothing).then_some(Step::Accrue { epoch: record.epoch, root_index, leaf_index })
}
