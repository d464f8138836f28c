//! Marking epochs, committing trees, accruing, skipping, revoking and reclaiming.

use inference_staking_model::{
    expected_proof_length, Actor, Holder, Leaf, Mint, Operation as O, OperatorRecords, PoolChange, ProofFlaw, Root,
};

use super::Choosing;
use crate::random::chosen::Chosen;
use crate::random::steps::About;

impl Choosing<'_> {
    pub(super) fn of_epoch(&self, about: About) -> Option<Vec<O>> {
        Some(match about {
            About::NextEpochState if self.world.overview.finalizing => self.commit(),
            About::NextEpochState => self.wait_and_mark(),
            About::WrongEpochState => self.wrong_epoch_state(),
            About::AccrueNext => self.accrue_next().into_iter().collect(),
            About::AccrueBatch => self.accrue_batch().into_iter().collect(),
            About::AccrueSkipped => self.accrue_skipped().into_iter().collect(),
            About::Bypass => self.bypass(),
            About::Revoke => {
                let overview = &self.world.overview;
                let by = self.authority(&overview.halt_authorities);
                let by = if self.step.variant(0, 3) { overview.program_admin } else { by };
                vec![O::Revoke { by, epoch: self.near(overview.completed_epoch) }]
            }
            About::Reclaim => {
                let oldest = self.world.reward_records.keys().next().copied().unwrap_or(1);
                vec![O::Reclaim { epoch: self.near(oldest) }]
            }
            About::SkipAndRaise => self.skip_and_raise(),
            About::EmptyEpochs => (0..=self.step.how % 3).flat_map(|later| self.empty_epoch(later.into())).collect(),
            _ => return None,
        })
    }

    /// The epoch, or a neighbour in hostile steps.
    pub(super) fn near(&self, epoch: u64) -> u64 {
        if self.step.is_hostile() {
            (epoch + u64::from(self.step.whom % 3)).saturating_sub(1)
        } else {
            epoch
        }
    }

    fn wait_and_mark(&self) -> Vec<O> {
        let overview = &self.world.overview;
        // Sometimes the length of the epoch is all that is waited for.
        let length_alone = self.step.variant(0, 5);
        let earliest = if length_alone { self.world.minimum_length_over() } else { self.world.earliest_mark() };
        let wait = self.until(earliest) - i64::from(self.step.is_hostile());
        let by = self.authority(&overview.reward_authorities);
        let mark = O::Mark { by, epoch: self.near(overview.completed_epoch + 1) };
        match u32::try_from(wait) {
            Ok(seconds) if seconds > 0 => vec![O::PassTime { seconds }, mark],
            _ => vec![mark],
        }
    }

    /// Seconds until then.
    fn until(&self, time: Option<i64>) -> i64 {
        time.map_or(0, |time| (time - self.world.now).max(0))
    }

    /// Funds what the record promises, mostly, and creates it.
    fn commit(&self) -> Vec<O> {
        let epoch = self.world.overview.completed_epoch + 1;
        let by = self.authority(&self.world.overview.reward_authorities);
        if self.step.variant(0, 10) || self.world.pools.is_empty() {
            return vec![O::CreateRewardRecord { by, roots: vec![], depths_given: 0, rewards: 0, usdc: 0 }];
        }
        let rewards = self.world.emission(epoch);
        let usdc = self.step.amount.of(self.scale.epoch()).min(self.scale.epoch().saturating_mul(3));
        let roots = self.roots(rewards, usdc);
        let depths_given = roots.len();
        let unfunded = u64::from(self.step.is_hostile() && self.step.variant(1, 5));
        let accruals = self.accruals_of(epoch, &roots);
        let mut operations = vec![
            O::Fund { mint: Mint::Stake, amount: rewards.saturating_sub(unfunded * (rewards / 2)) },
            O::Fund { mint: Mint::Usdc, amount: usdc.saturating_sub(unfunded * (usdc / 2)) },
            O::CreateRewardRecord { by, roots, depths_given, rewards, usdc },
        ];
        let by = self.authority(&self.world.overview.halt_authorities);
        match self.step.how % 5 {
            0 => operations.push(O::Revoke { by, epoch }),
            // While it waits, the one before cannot be revoked.
            3 => operations.push(O::Revoke { by, epoch: epoch - 1 }),
            1 | 2 => operations.extend(accruals),
            _ => {}
        }
        operations
    }

    /// Waits until the record is claimable and accrues its trees as batches.
    fn accruals_of(&self, epoch: u64, roots: &[Root]) -> Vec<O> {
        let seconds = u32::try_from(self.world.overview.parameters.challenge_period).unwrap();
        let batch = |(root, place): (&Root, u8)| O::AccrueBatch {
            epoch,
            root: place,
            leaves: root.leaves.iter().copied().filter(|leaf| self.world.pools.contains_key(&leaf.pool)).collect(),
            flaw: ProofFlaw::None,
            operator_records: OperatorRecords::Needed,
        };
        [O::PassTime { seconds }].into_iter().chain(roots.iter().zip(0u8..).map(batch)).collect()
    }

    /// One or two trees of the pools, which together pay about the totals: sometimes less, in hostile steps more, a pool
    /// twice, or with a depth that is not the tree's.
    fn roots(&self, rewards: u64, usdc: u64) -> Vec<Root> {
        let mut pools: Vec<Actor> = self.world.pools.keys().copied().collect();
        if self.step.variant(1, 6) {
            pools.retain(|pool| !usize::from(*pool).is_multiple_of(2));
        }
        if self.step.is_hostile() && self.step.variant(2, 5) {
            pools.extend(pools.clone());
        }
        if pools.is_empty() {
            pools.push(0);
        }
        let greedy = 1 + u64::from(self.step.is_hostile() && self.step.variant(3, 5));
        let mut left = (rewards, usdc);
        let count = pools.len();
        let mut leaves: Vec<Leaf> = Vec::new();
        for (place, pool) in pools.into_iter().enumerate() {
            let last = place + 1 == count;
            let share = |left: u64| if last { left } else { left / (2 + u64::from(self.step.whom % 3)) };
            let pays = (share(left.0), share(left.1));
            left = (left.0 - pays.0, left.1 - pays.1);
            let (reward, usdc) = (pays.0.saturating_mul(greedy), pays.1.saturating_mul(greedy));
            leaves.push(Leaf { index: 0, pool, reward, usdc });
        }
        let second = if self.step.variant(4, 7) { leaves.split_off(count / 2) } else { vec![] };
        let trees = [leaves, second].into_iter().filter(|leaves| !leaves.is_empty());
        trees.map(|leaves| self.root(leaves)).collect()
    }

    fn root(&self, mut leaves: Vec<Leaf>) -> Root {
        leaves.iter_mut().zip(0..).for_each(|(leaf, index)| leaf.index = index);
        let depth = u16::try_from(expected_proof_length(leaves.len())).unwrap();
        let odd = if self.step.is_hostile() && self.step.variant(4, 5) { self.step.whom % 3 } else { 1 };
        Root { leaves, depth: (depth + odd).saturating_sub(1) }
    }

    fn wrong_epoch_state(&self) -> Vec<O> {
        let overview = &self.world.overview;
        let by = self.authority(&overview.reward_authorities);
        let epoch = overview.completed_epoch + 1;
        let rewards = self.world.emission(epoch);
        let root = self.root(vec![Leaf { index: 0, pool: 0, reward: rewards, usdc: 0 }]);
        let zero = Root { leaves: vec![], depth: 0 };
        let deep = Root { depth: 25, ..root.clone() };
        let (roots, depths_given, rewards, usdc) = match self.step.how % 9 {
            0 => (vec![root], 1, rewards.wrapping_add(1), 0),
            1 => (vec![root], 1, self.step.amount.of(rewards), 0),
            2 => (vec![], 0, rewards, 0),
            3 => (vec![], 0, 0, 1),
            4 => (vec![root; 6], 6, rewards, 0),
            5 => (vec![root; 2], 1 + usize::from(self.step.whom % 3), rewards, 0),
            6 => (vec![zero], 1, rewards, 0),
            7 => (vec![deep], 1, rewards, 0),
            _ => return vec![O::Mark { by, epoch: self.step.amount.of(epoch) }],
        };
        vec![O::CreateRewardRecord { by, roots, depths_given, rewards, usdc }]
    }

    /// An epoch without roots, `later` epochs from now.
    pub(super) fn empty_epoch(&self, later: u64) -> Vec<O> {
        let overview = &self.world.overview;
        let Some(by) = overview.reward_authorities.first().copied() else { return vec![] };
        // Those after this one may have to wait as long as its challenge period, and 3 hours more.
        let again = overview.parameters.min_epoch_length.max(overview.parameters.challenge_period + 3 * 3_600);
        let seconds = self.until(self.world.earliest_mark()).max(if later > 0 { again as i64 } else { 0 });
        vec![
            O::PassTime { seconds: u32::try_from(seconds).unwrap() },
            O::Mark { by, epoch: overview.completed_epoch + 1 + later },
            O::CreateRewardRecord { by, roots: vec![], depths_given: 0, rewards: 0, usdc: 0 },
        ]
    }

    /// A pool skips an epoch that pays it, announces the highest commissions or lower ones, and catches the epoch up when they
    /// hold.
    fn skip_and_raise(&self) -> Vec<O> {
        let overview = &self.world.overview;
        let is_open = |pool: Actor| self.world.pools[&pool].closed_at.is_none();
        let (Some(pool), Some(by)) = (self.pool_that(is_open), overview.reward_authorities.first().copied()) else {
            return vec![];
        };
        if overview.finalizing {
            return vec![];
        }
        let first = overview.completed_epoch + 1;
        let rewards = self.world.emission(first);
        let leaf = Leaf { index: 0, pool, reward: rewards, usdc: self.scale.epoch() };
        let seconds = u32::try_from(overview.parameters.bypass_delay + overview.parameters.challenge_period).unwrap();
        let length = u32::try_from(overview.parameters.min_epoch_length).unwrap();
        let mut operations = vec![
            O::PassTime { seconds: length },
            O::Mark { by, epoch: first },
            O::Fund { mint: Mint::Stake, amount: rewards },
            O::Fund { mint: Mint::Usdc, amount: leaf.usdc },
            O::CreateRewardRecord {
                by,
                roots: vec![Root { leaves: vec![leaf], depth: 0 }],
                depths_given: 1,
                rewards,
                usdc: leaf.usdc,
            },
            O::PassTime { seconds },
        ];
        operations.extend((self.next_epoch_of(pool)..=first).map(|epoch| O::Bypass { pool, epoch }));
        let maximum = overview.parameters.max_commission_bps;
        let bps = if self.step.variant(0, 3) { self.step.whom % (maximum + 1) } else { maximum };
        let change = PoolChange { reward_bps: Some(bps), usdc_bps: Some(bps), ..PoolChange::default() };
        operations.push(O::UpdatePool { by: self.world.pools[&pool].admin, pool, change });
        let notice = u64::from(overview.parameters.commission_notice_epochs);
        for (later, epoch) in (1u64..).zip(first + 1..=first + 1 + notice) {
            operations.extend(self.empty_epoch(later));
            operations.extend([O::PassTime { seconds }, O::Bypass { pool, epoch }]);
        }
        operations.push(O::Accrue { epoch: first, root: 0, leaf, flaw: ProofFlaw::None });
        operations
    }

    /// So many epochs that records expire. Only once in a while, and once in a history. One pool skips the first of them,
    /// which pays it something, and passes the others: what it skipped ends up at the very end of its bitmap, or falls off.
    pub(super) fn many_empty_epochs(&self) -> Chosen {
        let overview = &self.world.overview;
        let open = |pool| self.world.pools[&pool].closed_at.is_none();
        let (Some(pool), Some(by)) = (self.pool_that(open), overview.reward_authorities.first().copied()) else {
            return Chosen::Operations(vec![]);
        };
        if overview.finalizing || overview.completed_epoch > 40 {
            return Chosen::Operations(vec![]);
        }
        let first = overview.completed_epoch + 1;
        let last = first + 126 + u64::from(self.step.whom % 4);
        let seconds = u32::try_from(overview.parameters.bypass_delay + overview.parameters.challenge_period).unwrap();
        let rewards = self.world.emission(first);
        let roots = self.roots(rewards, 0);
        let depths_given = roots.len();
        let mut operations = vec![
            O::PassTime { seconds: u32::try_from(self.until(self.world.earliest_mark())).unwrap() },
            O::Mark { by, epoch: first },
            O::Fund { mint: Mint::Stake, amount: rewards },
            O::CreateRewardRecord { by, roots, depths_given, rewards, usdc: 0 },
            O::PassTime { seconds },
        ];
        operations.extend((1..=first).map(|epoch| O::Bypass { pool, epoch }));
        for (later, epoch) in (1u64..).zip(first + 1..=last) {
            operations.extend(self.empty_epoch(later));
            operations.extend([O::PassTime { seconds }, O::Bypass { pool, epoch }]);
        }
        let to = Holder::Wallet(self.anybody());
        let then =
            vec![O::Reclaim { epoch: first }, O::WithdrawRewardSurplus { by: self.by(overview.program_admin), to }];
        Chosen::Many { operations, then }
    }
}
