//! Deposits, their activation, and the ways back and forth between shares, activating tokens and tickets.

use inference_staking_model::{Actor, Holder, Lock, Operation as O, ProofFlaw, RecordId, StakingRecord};

use super::{pick, Choosing};
use crate::random::steps::About;

/// Epochs that the keeper brings a pool at once.
const AT_ONCE: u64 = 4;

impl Choosing<'_> {
    pub(super) fn of_deposits(&self, about: About) -> Option<Vec<O>> {
        Some(match about {
            About::Stake => self.stake().into_iter().collect(),
            About::Keep => self.keep(),
            About::Activate => self.activate().into_iter().collect(),
            About::Unstake => self.unstake().into_iter().collect(),
            About::CancelUnstake => self.cancel_unstake(),
            _ => return None,
        })
    }

    /// The operator's own record first, if it has too little for others to stake.
    fn stake(&self) -> Option<O> {
        let minimum = self.world.overview.parameters.min_operator_token_stake;
        let any = self.any_record()?;
        let pool = &self.world.pools[&any.pool];
        let operator = RecordId { pool: any.pool, owner: pool.operator };
        let operators = self.world.staking_records.get(&operator);
        let lacking = operators.is_some_and(|record| pool.value_rounded_up(record.shares) < minimum);
        let record = if lacking && !self.step.variant(0, 4) { operator } else { any };
        let by = self.by(record.owner);
        let natural = self.world.tokens.balance(Holder::Wallet(by));
        let natural = if self.step.variant(0, 3) { natural } else { natural / 8 };
        // Now and then the least there is, which may buy no share.
        let amount = if self.step.variant(7, 16) { 1 } else { self.step.amount.of(natural) };
        Some(O::Stake { by, record, amount })
    }

    fn staking_record(&self, id: RecordId) -> &StakingRecord {
        &self.world.staking_records[&id]
    }

    fn is_open(&self, pool: Actor) -> bool {
        let pool = &self.world.pools[&pool];
        pool.closed_at.is_none() && pool.halted_since.is_none()
    }

    fn ripe(&self, id: RecordId) -> u64 {
        self.staking_record(id).deposits.ripe(self.world.overview.current_epoch())
    }

    /// Whoever has something activating, at any time: mostly something ripe.
    fn activate(&self) -> Option<O> {
        let fits = |id| match self.step.variant(0, 4) {
            true => self.staking_record(id).deposits.total() > 0,
            false => self.is_open(id.pool) && self.ripe(id) > 0,
        };
        self.record_that(fits).map(|record| O::ActivateStake { record })
    }

    /// What a keeper does: brings a pool the epochs that are over, and activates what is ripe in it, the operator's first. Every
    /// other time another epoch goes by first, which pays nobody.
    fn keep(&self) -> Vec<O> {
        let records = || self.world.staking_records.keys().copied();
        let has_deposits = |pool| records().any(|id| id.pool == pool && self.staking_record(id).deposits.total() > 0);
        let Some(pool) = self.pool_that(|pool| self.is_open(pool) && has_deposits(pool)) else { return vec![] };
        let mut operations = self.overdue_epochs(pool);
        let overview = &self.world.overview;
        let goes_by = self.step.whom.is_multiple_of(2) && !overview.finalizing;
        if goes_by {
            let seconds = u32::try_from(overview.parameters.challenge_period).unwrap();
            operations.extend(self.empty_epoch(0));
            operations.extend([O::PassTime { seconds }, O::Bypass { pool, epoch: overview.completed_epoch + 1 }]);
        }
        let (operators, others): (Vec<RecordId>, Vec<RecordId>) =
            records().filter(|id| id.pool == pool).partition(|id| self.world.operator_record(pool) == Some(*id));
        let is_ripe = |id: &RecordId| match goes_by {
            true => self.staking_record(*id).deposits.total() > 0,
            false => self.ripe(*id) > 0,
        };
        let ripe = operators.into_iter().chain(others).filter(is_ripe);
        operations.extend(ripe.map(|record| O::ActivateStake { record }));
        operations
    }

    /// Each with its leaf, or passed without one: then, if the step says so, not before that is possible.
    fn overdue_epochs(&self, pool: Actor) -> Vec<O> {
        let next = self.next_epoch_of(pool);
        let last = self.world.overview.completed_epoch.min(next + AT_ONCE - 1);
        let mut now = self.world.now;
        let mut wait = |from: i64| {
            let seconds = u32::try_from(from - now).unwrap_or(0);
            now += i64::from(seconds);
            O::PassTime { seconds }
        };
        (next..=last)
            .filter_map(|epoch| Some((epoch, self.world.reward_records.get(&epoch)?)))
            .flat_map(|(epoch, record)| match self.leaf_of(pool, epoch) {
                Some((root, leaf)) => {
                    let accrual = O::Accrue { epoch, root, leaf, flaw: ProofFlaw::None };
                    vec![wait(record.claimable_from), accrual]
                }
                None if self.step.variant(0, 3) => vec![O::Bypass { pool, epoch }],
                None => vec![wait(self.world.bypass_from(record)), O::Bypass { pool, epoch }],
            })
            .collect()
    }

    /// Shares, activating tokens or both.
    fn unstake(&self) -> Option<O> {
        let has_some = |id| {
            let record = self.staking_record(id);
            match self.step.whom % 5 {
                0 => record.deposits.total() > 0,
                _ => record.shares > 0 || record.deposits.total() > 0,
            }
        };
        let id = self.record_that(has_some)?;
        let record = self.staking_record(id);
        let activating = record.deposits.total();
        let (shares, activating) = match self.step.whom % 5 {
            0 => (0, self.step.amount.of(activating)),
            1 => (self.shares_to_unstake(id), self.step.amount.of(activating)),
            2 if record.shares == 0 => (0, activating),
            3 if activating > 0 && self.step.variant(0, 2) => (record.shares, activating),
            _ => (self.shares_to_unstake(id), 0),
        };
        Some(O::Unstake { by: self.by(id.owner), record: id, shares, activating, joins: self.joins(id) })
    }

    fn shares_to_unstake(&self, id: RecordId) -> u64 {
        let record = self.staking_record(id);
        let free = record.shares.saturating_sub(self.world.locked_shares(id).unwrap());
        let natural = if self.step.variant(0, 2) { free } else { record.shares };
        match record.lock {
            // To the last share that a release has freed, or one more.
            Lock::Unlocking { .. } if free > 0 => free + u64::from(self.step.variant(0, 3)),
            _ => self.step.amount.of(natural),
        }
    }

    /// Mostly after the collection that it needs.
    fn cancel_unstake(&self) -> Vec<O> {
        let could = |id: RecordId| self.is_open(id.pool) && self.staking_record(id).unstaking() > 0;
        let Some(record) = self.record_that(could) else { return vec![] };
        let tickets = self.staking_record(record).tickets;
        let open = (0..4u8).filter(|place| tickets[usize::from(*place)].is_some()).collect();
        let any = u8::try_from(self.step.how % 7).unwrap();
        let ticket = pick(open, self.step.how).filter(|_| !self.step.is_hostile()).unwrap_or(any);
        let amount = tickets.get(usize::from(ticket)).copied().flatten().map_or(0, |ticket| ticket.amount);
        let collects = self.world.pools[&record.pool].must_collect_before(amount) && !self.step.variant(1, 3);
        let cancellation = O::CancelUnstake { by: self.by(record.owner), record, ticket };
        collects.then_some(O::Collect { pool: record.pool }).into_iter().chain([cancellation]).collect()
    }
}
