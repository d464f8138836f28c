//! What record owners do: staking, unstaking, claiming (SPEC 5, 7 and 9).

use num_bigint::BigUint;
use num_traits::ToPrimitive;

use crate::broken::Broken;
use crate::ledger::{Holder, Mint};
use crate::names::{Actor, RecordId};
use crate::rule::Rule;
use crate::state::{Lock, StakingRecord, Ticket};
use crate::world::World;

/// `K`.
const K: u64 = 1_000_000_000_000_000_000;

impl World {
    /// USDC that the record earned since it was settled last.
    pub(crate) fn earned(&self, id: RecordId) -> Result<u64, Broken> {
        let (pool, record) = (self.pool(id.pool)?, self.record(id)?);
        let earned = BigUint::from(record.shares) * (pool.usdc_index - record.checkpoint) / K;
        earned.to_u64().ok_or(Rule::FitsInteger.into())
    }

    /// Comes before every change of the record's shares.
    pub(crate) fn settle(&mut self, id: RecordId) -> Result<(), Broken> {
        let earned = self.earned(id)?;
        let pool = self.pool_mut(id.pool)?;
        pool.settled_usdc += earned;
        let index = pool.usdc_index;
        let record = self.record_mut(id)?;
        record.settled_usdc += earned;
        record.checkpoint = index;
        Ok(())
    }

    /// The operator of a halted pool may not leave with anything.
    fn note_broken_exit(&self, id: RecordId, broken: &mut Broken) -> Result<(), Broken> {
        self.record(id)?;
        let pool = self.pool(id.pool)?;
        broken.unless(pool.halted_since.is_none() || id.owner != pool.operator, Rule::OperatorNotHalted);
        Ok(())
    }

    /// Shares, activating tokens or both go into one ticket.
    pub(crate) fn unstake(
        &mut self,
        by: Actor,
        id: RecordId,
        shares: u64,
        activating: u64,
        joins: Option<u8>,
    ) -> Result<(), Broken> {
        let mut broken = Broken::default();
        self.note_broken_exit(id, &mut broken)?;
        broken.unless(by == id.owner, Rule::RecordOwner);
        let locked = self.locked_shares(id)?;
        let (pool, record) = (self.pool(id.pool)?.clone(), self.record(id)?.clone());
        let place = match joins {
            None => record.tickets.iter().position(Option::is_none),
            Some(place) => {
                Some(usize::from(place)).filter(|place| record.tickets.get(*place).is_some_and(Option::is_some))
            }
        };
        broken.unless(place.is_some(), if joins.is_some() { Rule::TicketToJoin } else { Rule::FreeTicket });
        broken.unless(shares > 0 || activating > 0, Rule::UnstakeSomething);
        broken.unless(shares <= record.shares, Rule::EnoughShares);
        broken.unless(activating <= record.deposits.total(), Rule::EnoughActivating);
        broken.unless(record.shares.saturating_sub(shares) >= locked, Rule::SharesUnlocked);
        let worth = pool.value_rounded_down(shares);
        broken.unless(worth > 0 || shares == 0, Rule::WorthToken);
        let is_operator = id.owner == pool.operator;
        let parameters = &self.overview.parameters;
        let delay = if is_operator { parameters.operator_unstake_delay } else { parameters.delegator_unstake_delay };
        if broken.0.is_empty() || broken.0 == Broken::only(Rule::RecordOwner).0 {
            let claimable_from = self.now + delay as i64;
            if shares > 0 {
                self.burn(id, shares, worth)?;
            }
            self.take_activating(id, activating)?;
            let tokens = worth + activating;
            let place = &mut self.record_mut(id)?.tickets[place.unwrap_or(0)];
            let open = place.unwrap_or(Ticket { amount: 0, claimable_from });
            let claimable_from = open.claimable_from.max(claimable_from);
            *place = Some(Ticket { amount: open.amount + tokens, claimable_from });
            let pool = self.pool_mut(id.pool)?;
            pool.unstaking += tokens;
            pool.events += 1;
            // Activating tokens alone may always leave.
            if is_operator && pool.closed_at.is_none() && shares > 0 {
                self.note_broken_minimum(id.pool, &mut broken)?;
            }
        }
        broken.check()
    }

    /// Takes the shares and what they are worth out of record and pool, settled first. Without shares there is no lock.
    pub(crate) fn burn(&mut self, id: RecordId, shares: u64, tokens: u64) -> Result<(), Broken> {
        self.settle(id)?;
        let record = self.record_mut(id)?;
        record.shares -= shares;
        if record.shares == 0 {
            record.lock = Lock::None;
            record.lock_rates = (0, 0);
        }
        let pool = self.pool_mut(id.pool)?;
        pool.staked -= tokens;
        pool.shares -= shares;
        Ok(())
    }

    /// Anyone lets the owner's wallet be paid; who signs as the owner names another account.
    pub(crate) fn claim_unstake(&mut self, id: RecordId, signed: Option<(Actor, Holder)>) -> Result<(), Broken> {
        let mut broken = Broken::default();
        self.note_broken_exit(id, &mut broken)?;
        let mut to = Holder::Wallet(id.owner);
        if let Some((by, destination)) = signed {
            broken.unless(by == id.owner, Rule::RecordOwner);
            let is_vault = matches!(destination, Holder::PoolVault(_));
            broken.unless(!is_vault && self.may_be_paid(id.pool, Mint::Stake, destination), Rule::Destination);
            to = destination;
        }
        broken.unless(self.overview.withdrawals_open(self.now), Rule::WithdrawalsOpen);
        let now = self.now;
        let amount = self.record(id)?.matured(now);
        broken.unless(amount > 0, Rule::SomethingMatured);
        broken.check()?;
        for ticket in &mut self.record_mut(id)?.tickets {
            *ticket = ticket.filter(|ticket| ticket.claimable_from > now);
        }
        self.pool_mut(id.pool)?.events += 1;
        self.pay_principal(id.pool, to, amount)
    }

    pub(crate) fn claim_usdc(&mut self, by: Actor, id: RecordId, to: Holder) -> Result<(), Broken> {
        let mut broken = Broken::default();
        self.note_broken_exit(id, &mut broken)?;
        broken.unless(by == id.owner, Rule::RecordOwner);
        broken.unless(self.overview.withdrawals_open(self.now), Rule::WithdrawalsOpen);
        broken.unless(matches!(to, Holder::Wallet(_)), Rule::Destination);
        self.settle(id)?;
        let amount = self.record(id)?.settled_usdc;
        broken.unless(amount > 0, Rule::SomethingEarned);
        broken.check()?;
        self.take_settled(id)?;
        self.pool_mut(id.pool)?.events += 1;
        self.usdc.pay(Holder::GlobalVault, to, amount)
    }

    /// Takes all settled USDC out of the record and what the pool owes.
    pub(crate) fn take_settled(&mut self, id: RecordId) -> Result<u64, Broken> {
        let amount = std::mem::take(&mut self.record_mut(id)?.settled_usdc);
        let pool = self.pool_mut(id.pool)?;
        pool.settled_usdc -= amount;
        pool.delegator_usdc -= amount;
        Ok(amount)
    }

    pub(crate) fn create_record(&mut self, id: RecordId) -> Result<(), Broken> {
        let open = self.pool(id.pool)?.closed_at.is_none();
        if self.staking_records.contains_key(&id) {
            return Err(Rule::AccountIsNew.into());
        }
        let mut broken = Broken::default();
        broken.unless(open, Rule::PoolOpen);
        broken.check()?;
        self.staking_records.insert(id, StakingRecord::EMPTY);
        self.pool_mut(id.pool)?.events += 1;
        Ok(())
    }

    pub(crate) fn close_record(&mut self, by: Actor, id: RecordId) -> Result<(), Broken> {
        let last_expired = self.overview.last_expired(self.now);
        let record = self.record(id)?;
        let mut broken = Broken::default();
        broken.unless(by == id.owner, Rule::RecordOwner);
        let holds = [record.shares, record.deposits.total(), record.unstaking(), record.settled_usdc];
        let empty = holds == [0; 4];
        broken.unless(empty, Rule::RecordEmpty);
        let pool = self.pool_mut(id.pool)?;
        if id.owner == pool.operator {
            pool.jump_over_expired(last_expired);
            let is_over = pool.closed_at.is_some_and(|last| pool.passed_epoch >= last) && pool.shares == 0;
            let is_paid = pool.reward_commission == 0 && pool.usdc_commission == 0;
            broken.unless(is_over && is_paid, Rule::OperatorRecordFree);
        }
        broken.check()?;
        self.staking_records.remove(&id);
        self.pool_mut(id.pool)?.events += 1;
        Ok(())
    }
}
