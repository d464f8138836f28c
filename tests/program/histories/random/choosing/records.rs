//! What record owners do.

use inference_staking_model::{Holder, Lock, Operation as O, RecordId};

use super::{pick, Choosing};
use crate::random::cast::{OPERATORS, STAKERS};
use crate::random::steps::About;

const DAY: u64 = 86_400;

impl Choosing<'_> {
    pub(super) fn of_record(&self, about: About) -> Option<Vec<O>> {
        let operation = match about {
            About::ClaimUnstake => return Some(self.claim_unstake()),
            About::ClaimUsdc => self.claim_usdc(),
            About::CreateRecord => self.create_record(),
            About::CloseRecord => {
                let empty = |id: RecordId| {
                    let record = &self.world.staking_records[&id];
                    record.shares == 0 && record.deposits.total() == 0
                };
                self.record_that(empty).map(|record| O::CloseRecord { by: self.by(record.owner), record })
            }
            About::Lock => {
                let fits = |id| match self.world.staking_records[&id].lock {
                    Lock::None => true,
                    Lock::Locked { .. } => false,
                    Lock::Unlocking { .. } => self.world.locked_shares(id) == Ok(0),
                };
                let duration = if self.step.is_hostile() { self.odd_duration() } else { self.duration() };
                self.record_that(fits).map(|record| O::Lock { by: self.by(record.owner), record, duration })
            }
            About::ExtendLock => self.locked().map(|record| {
                let seconds = if self.step.is_hostile() { self.odd_duration() } else { self.step.amount.of(DAY * 30) };
                O::ExtendLock { by: self.by(record.owner), record, seconds }
            }),
            About::BeginUnlock => {
                // First one that is being released already, where a raised commission ends that.
                let raised = |id: &RecordId| self.is_released_by_a_raise(*id);
                let raised = pick(self.world.staking_records.keys().copied().filter(raised).collect(), self.step.who);
                raised.or_else(|| self.locked()).map(|record| O::BeginUnlock { by: self.by(record.owner), record })
            }
            About::CancelUnlock => {
                let unlocking = |id| matches!(self.world.staking_records[&id].lock, Lock::Unlocking { .. });
                self.record_that(unlocking).map(|record| O::CancelUnlock { by: self.by(record.owner), record })
            }
            _ => return None,
        };
        Some(operation.into_iter().collect())
    }

    /// To the owner's wallet, or signed to somebody's account. Mostly after the collection that it needs.
    fn claim_unstake(&self) -> Vec<O> {
        let now = self.world.now;
        let Some(record) = self.record_that(|id| self.world.staking_records[&id].matured(now) > 0) else {
            return vec![];
        };
        let to = match self.step.how % 16 {
            0..8 => None,
            8 if self.step.is_hostile() => Some(Holder::GlobalVault),
            9 if self.step.is_hostile() => Some(Holder::PoolVault(record.pool)),
            10 => Some(Holder::PoolVault(self.step.whom as u8 % OPERATORS)),
            _ => Some(Holder::Wallet(self.anybody())),
        };
        let claim = O::ClaimUnstake { record, signed: to.map(|to| (self.by(record.owner), to)) };
        let matured = self.world.staking_records[&record].matured(now);
        let collects = self.world.pools[&record.pool].must_collect_before(matured) && !self.step.variant(1, 3);
        collects.then_some(O::Collect { pool: record.pool }).into_iter().chain([claim]).collect()
    }

    /// An open ticket if there is no other place or now and then, or any place if the step is hostile.
    pub(super) fn joins(&self, record: RecordId) -> Option<u8> {
        let tickets = self.world.staking_records[&record].tickets;
        let open: Vec<u8> = (0..4u8).filter(|place| tickets[usize::from(*place)].is_some()).collect();
        let wants = if open.len() == 4 { !self.step.variant(3, 4) } else { self.step.variant(3, 4) };
        let any = u8::try_from(self.step.whom % 6).unwrap();
        match self.step.is_hostile() {
            true => wants.then_some(any),
            false => pick(open, self.step.whom).filter(|_| wants),
        }
    }

    fn claim_usdc(&self) -> Option<O> {
        let record = self.record_that(|id| self.world.view(id).unwrap().claimable_usdc > 0)?;
        let to = match self.step.how % 8 {
            0 => Holder::Wallet(self.anybody()),
            1 if self.step.is_hostile() => Holder::GlobalVault,
            2 if self.step.is_hostile() => Holder::PoolVault(record.pool),
            _ => Holder::Wallet(record.owner),
        };
        Some(O::ClaimUsdc { by: self.by(record.owner), record, to })
    }

    fn create_record(&self) -> Option<O> {
        let pool = self.any_pool()?;
        let new = |owner: &u8| !self.world.staking_records.contains_key(&RecordId { pool, owner: *owner });
        let owner = pick((0..STAKERS).filter(new).collect(), self.step.whom).filter(|_| !self.step.is_hostile());
        Some(O::CreateRecord { pool, owner: owner.unwrap_or(self.anybody()) })
    }

    fn is_released_by_a_raise(&self, id: RecordId) -> bool {
        let (pool, record) = (&self.world.pools[&id.pool], &self.world.staking_records[&id]);
        let is_raised = pool.reward_commission_rate.highest() > record.lock_rates.0
            || pool.usdc_commission_rate.highest() > record.lock_rates.1;
        is_raised && matches!(record.lock, Lock::Unlocking { .. })
    }

    fn locked(&self) -> Option<RecordId> {
        self.record_that(|id| matches!(self.world.staking_records[&id].lock, Lock::Locked { .. }))
    }

    fn duration(&self) -> u64 {
        14 * DAY + self.step.amount.of(20 * DAY).min(351 * DAY)
    }

    fn odd_duration(&self) -> u64 {
        match self.step.how % 4 {
            0 => 14 * DAY - 1,
            1 => 365 * DAY + 1,
            2 => 365 * DAY,
            _ => self.step.amount.of(DAY),
        }
    }
}
