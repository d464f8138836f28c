//! Deposits, and the one gate through which they become shares (SPEC 5, 6.9 and 7).

use crate::arithmetic::{ceil_of, floor_of};
use crate::broken::Broken;
use crate::ledger::Holder;
use crate::names::{Actor, RecordId};
use crate::rule::Rule;
use crate::state::Pool;
use crate::world::World;

impl Pool {
    /// Whether so many tokens buy a share: one a token in a pool without shares.
    fn sells_for(&self, amount: u64) -> bool {
        let shares = if self.shares == 0 { amount } else { floor_of(amount, self.shares, self.staked).unwrap_or(0) };
        shares > 0
    }
}

impl World {
    /// What `stake` and `cancel_unstake` ask for.
    fn note_broken_deposit(&self, by: Actor, id: RecordId, broken: &mut Broken) -> Result<(), Broken> {
        self.record(id)?;
        let pool = self.pool(id.pool)?;
        broken.unless(by == id.owner, Rule::RecordOwner);
        broken.unless(!self.overview.staking_halted, Rule::StakingOpen);
        broken.unless(pool.closed_at.is_none(), Rule::PoolOpen);
        broken.unless(pool.halted_since.is_none(), Rule::PoolNotHalted);
        Ok(())
    }

    /// Tokens that are activating from now on.
    fn deposit(&mut self, id: RecordId, amount: u64) -> Result<(), Broken> {
        let epoch = self.overview.current_epoch();
        self.record_mut(id)?.deposits.add(epoch, amount);
        let pool = self.pool_mut(id.pool)?;
        pool.activating += amount;
        pool.events += 1;
        Ok(())
    }

    pub(crate) fn stake(&mut self, by: Actor, id: RecordId, amount: u64) -> Result<(), Broken> {
        let mut broken = Broken::default();
        self.note_broken_deposit(by, id, &mut broken)?;
        let pool = self.pool(id.pool)?;
        let is_operator = id.owner == pool.operator;
        broken.unless(pool.delegation_allowed || is_operator, Rule::DelegationAllowed);
        broken.unless(amount > 0, Rule::StakeSomething);
        let of_pool = [pool.staked, pool.unstaking, pool.activating, amount];
        let with_deposit: u128 = of_pool.into_iter().map(u128::from).sum();
        broken.unless(with_deposit <= u128::from(u64::MAX), Rule::PoolTotal);
        let paid = self.tokens.pay(Holder::Wallet(by), Holder::PoolVault(id.pool), amount);
        broken.unless(paid.is_ok(), Rule::EnoughFunds);
        broken.check()?;
        let is_new = pool_is_new(self.pool(id.pool)?);
        self.deposit(id, amount)?;
        if is_operator && is_new {
            self.activate_at_once(id)?;
        }
        Ok(())
    }

    /// SPEC 5: all of it, ripe or not, if the gate lets it through; else it waits like any deposit.
    fn activate_at_once(&mut self, id: RecordId) -> Result<(), Broken> {
        let all = self.record(id)?.deposits.total();
        let mut after = self.clone();
        let mut broken = Broken::default();
        after.note_broken_gate(id.pool, &mut broken)?;
        after.buy(id, all)?;
        after.note_broken_minimum(id.pool, &mut broken)?;
        if broken.0.is_empty() {
            *self = after;
        }
        Ok(())
    }

    /// SPEC 6.9, but for the operator's minimum, which is asked for afterwards.
    fn note_broken_gate(&self, pool: Actor, broken: &mut Broken) -> Result<(), Broken> {
        let (pool, overview) = (self.pool(pool)?, &self.overview);
        broken.unless(!overview.staking_halted, Rule::StakingOpen);
        broken.unless(pool.closed_at.is_none(), Rule::PoolOpen);
        broken.unless(pool.halted_since.is_none(), Rule::PoolNotHalted);
        broken.unless(pool.is_even(overview), Rule::PoolUpToDate);
        broken.unless(!pool.has_recent_open_skip(overview), Rule::NotSkippedLately);
        Ok(())
    }

    /// By anyone.
    pub(crate) fn activate_stake(&mut self, id: RecordId) -> Result<(), Broken> {
        let pool = self.pool(id.pool)?;
        // It is an account of the instruction, and gone once a closed pool is empty.
        self.record(RecordId { pool: id.pool, owner: pool.operator })?;
        let mut broken = Broken::default();
        self.note_broken_gate(id.pool, &mut broken)?;
        let ripe = self.record(id)?.deposits.ripe(self.overview.current_epoch());
        broken.unless(ripe > 0, Rule::SomethingRipe);
        match self.buy(id, ripe) {
            // Nothing ripe buys nothing; that is said once.
            Err(more) if ripe > 0 => broken.0.extend(more.0),
            Err(_) => {}
            Ok(()) => {
                self.note_broken_minimum(id.pool, &mut broken)?;
                self.pool_mut(id.pool)?.events += 1;
            }
        }
        broken.check()
    }

    /// Buys shares with at most `amount` of the record's activating tokens; what is left stays activating.
    fn buy(&mut self, id: RecordId, amount: u64) -> Result<(), Broken> {
        let pool = self.pool(id.pool)?;
        let (t, s) = (pool.staked, pool.shares);
        let shares = if s == 0 { amount } else { floor_of(amount, s, t).ok_or(Broken::only(Rule::FitsInteger))? };
        if shares == 0 {
            return Err(Rule::BuysShare.into());
        }
        let cost = if s == 0 { shares } else { ceil_of(shares, t, s).ok_or(Broken::only(Rule::FitsInteger))? };
        let staked = t.checked_add(cost).ok_or(Broken::only(Rule::FitsInteger))?;
        self.settle(id)?;
        let pool = self.pool_mut(id.pool)?;
        pool.staked = staked;
        pool.shares += shares;
        pool.activating -= cost;
        let record = self.record_mut(id)?;
        record.shares += shares;
        record.deposits.take_oldest(cost);
        self.note_left(id)
    }

    /// Takes activating tokens out of record and pool, the newest first.
    pub(crate) fn take_activating(&mut self, id: RecordId, amount: u64) -> Result<(), Broken> {
        if amount == 0 {
            return Ok(());
        }
        self.pool_mut(id.pool)?.activating -= amount;
        self.record_mut(id)?.deposits.take_newest(amount);
        self.note_left(id)
    }

    /// At the price as it is now.
    fn note_left(&mut self, id: RecordId) -> Result<(), Broken> {
        let left = self.record(id)?.deposits.total();
        let buys_a_share = self.pool(id.pool)?.sells_for(left);
        self.record_mut(id)?.deposits.note_left(buys_a_share);
        Ok(())
    }

    /// The whole ticket is activating from now on. It takes tokens out of `T + U`, so what stays has to cover what is
    /// uncollected.
    pub(crate) fn cancel_unstake(&mut self, by: Actor, id: RecordId, place: u8) -> Result<(), Broken> {
        let mut broken = Broken::default();
        self.note_broken_deposit(by, id, &mut broken)?;
        let Some(ticket) = self.record(id)?.tickets.get(usize::from(place)).copied().flatten() else {
            broken.unless(false, Rule::TicketExists);
            return broken.check();
        };
        broken.unless(!self.pool(id.pool)?.must_collect_before(ticket.amount), Rule::RewardsCollected);
        broken.check()?;
        self.record_mut(id)?.tickets[usize::from(place)] = None;
        self.pool_mut(id.pool)?.unstaking -= ticket.amount;
        self.deposit(id, ticket.amount)
    }

    pub(crate) fn note_broken_minimum(&self, pool: Actor, broken: &mut Broken) -> Result<(), Broken> {
        let found = self.pool(pool)?;
        let operator = self.record(RecordId { pool, owner: found.operator })?;
        let minimum = self.overview.parameters.min_operator_token_stake;
        broken.unless(found.value_rounded_up(operator.shares) >= minimum, Rule::OperatorMinimum);
        Ok(())
    }

    /// Whether what is ripe could be activated now.
    pub(crate) fn can_activate(&self, id: RecordId) -> bool {
        self.clone().activate_stake(id).is_ok()
    }
}

/// SPEC 5: it has no shares and has passed no epoch yet.
fn pool_is_new(pool: &Pool) -> bool {
    pool.shares == 0 && pool.passed_epoch + 1 == pool.joined_epoch
}
