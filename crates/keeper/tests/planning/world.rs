//! A chain's state made by hand: pools, records and trees.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use bytemuck::Zeroable;
use inference_staking_client::address::program_id;
use inference_staking_client::state::{OperatorPool, PoolOverview, RewardRecord};
use inference_staking_keeper::schedule::{queue_of, Bypass, Left, Parcel, PoolQueue, Reason, Step};
use inference_staking_keeper::snapshot::Snapshot;
use inference_staking_keeper::trees::{chosen, NamedTree, TreeFault, Trees};
use inference_staking_rewards::{EpochTrees, RewardRow, RewardsTree};

/// When all the records here can be accrued.
pub const CLAIMABLE: i64 = 1_000;
/// Seconds after that from which pools may pass a record with roots.
pub const BYPASS_DELAY: u64 = 500;

/// Pools have addresses in the order of their numbers.
pub fn address(number: u32) -> Pubkey {
    let mut bytes = [7; 32];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    bytes.into()
}

/// A pool that has passed `last`, with shares.
pub fn pool(last: u64) -> OperatorPool {
    OperatorPool {
        reward_last_claimed_epoch: last,
        total_shares: 10,
        total_staked_amount: 10,
        operator_staking_record: Pubkey::new_unique(),
        ..OperatorPool::zeroed()
    }
}

/// A pool that has passed `last` and skipped some epochs.
pub fn pool_with_skipped(last: u64, skipped: &[u64]) -> OperatorPool {
    let bits = skipped.iter().map(|epoch| 1u128 << (last - epoch)).sum::<u128>();
    OperatorPool { skipped_epochs: bits.into(), ..pool(last) }
}

/// A tree in which each of these pools earns its number in tokens and twice as much USDC.
pub fn tree(epoch: u64, pools: impl IntoIterator<Item = u32>) -> RewardsTree {
    let row = |number: u32| RewardRow { pool: address(number), reward: u64::from(number), usdc: 2 * u64::from(number) };
    RewardsTree::from_rows(program_id(), epoch, pools.into_iter().map(row).collect()).unwrap()
}

/// A snapshot and its trees.
pub struct World {
    pub snapshot: Snapshot,
    pub trees: Trees,
}

impl World {
    /// Epochs 1 to `completed` have no record yet.
    pub fn new(completed: u64) -> Self {
        let overview = PoolOverview {
            completed_reward_epoch: completed,
            newest_claimable_from: CLAIMABLE,
            ..PoolOverview::zeroed()
        };
        let (pools, records) = Default::default();
        Self { snapshot: Snapshot { now: CLAIMABLE, overview, pools, records }, trees: Trees::default() }
    }

    /// Gives an epoch a record with the roots of these trees, and its tree files.
    pub fn epoch(&mut self, epoch: u64, trees: Vec<RewardsTree>) {
        self.record(epoch, &trees);
        let record = self.snapshot.records[&epoch];
        self.trees.insert(epoch, found(&record, trees));
    }

    /// Gives an epoch a record that holds what its trees pay, but no tree files.
    pub fn record(&mut self, epoch: u64, trees: &[RewardsTree]) {
        let (rewards, usdc) =
            (trees.iter().map(|tree| tree.totals().rewards), trees.iter().map(|tree| tree.totals().usdc));
        let mut record = RewardRecord {
            epoch,
            claimable_from: CLAIMABLE,
            bypass_delay: BYPASS_DELAY,
            remaining_rewards: rewards.sum(),
            remaining_usdc: usdc.sum(),
            ..RewardRecord::zeroed()
        };
        let roots: Vec<_> = trees.iter().map(RewardsTree::root).collect();
        let depths: Vec<_> = trees.iter().map(|tree| u16::from(tree.depth())).collect();
        assert!(record.set_roots(&roots, &depths).is_ok());
        self.snapshot.records.insert(epoch, record);
    }

    /// What the pool with this number can do.
    pub fn queue(&self, number: u32, pool: &OperatorPool, bypass: Bypass) -> PoolQueue {
        queue_of(address(number), pool, &self.snapshot, &self.trees, bypass)
    }

    /// Steps and reasons under the default rule.
    pub fn plan(&self, number: u32, pool: &OperatorPool) -> (Vec<Step>, Vec<Left>) {
        let queue = self.queue(number, pool, Bypass::default());
        (queue.steps.into(), queue.left)
    }
}

/// Trees under made-up names, checked against a record.
pub fn found(record: &RewardRecord, trees: Vec<RewardsTree>) -> Result<EpochTrees, TreeFault> {
    let named = trees.into_iter().enumerate().map(|(n, tree)| NamedTree { name: format!("{n}.json"), tree });
    chosen(record, named.map(Ok))
}

/// The one transaction that a parcel makes.
pub fn transaction(parcel: &Parcel, trees: &Trees) -> Vec<Instruction> {
    let [instructions] = parcel.plan(trees).unwrap().transactions.try_into().unwrap();
    instructions
}

pub fn accrue(epoch: u64, leaf_index: u32) -> Step {
    Step::Accrue { epoch, root_index: 0, leaf_index }
}

pub fn left(number: u32, epoch: u64, later_epochs: u64, reason: Reason) -> Left {
    Left { pool: address(number), epoch, later_epochs, reason }
}
