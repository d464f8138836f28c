//! SPEC 15.12: until it is activated, a history with a deposit and the same without it differ only in `A`, the pool vault, the
//! depositor's record, tickets and balance, whether rewards must be collected first, and event numbers.

use std::collections::BTreeSet;

use inference_staking_model::{Actor, Broken, Holder, Operation as O, RecordId, Rule, StakingRecord, World};
use proptest::prelude::*;

use crate::random::beginning::Beginning;
use crate::random::cast::NEWCOMER;
use crate::random::choosing::pick;
use crate::random::steps::{amount, Amount};
use crate::side_by_side::Trial;

/// Something that the newcomer does in the middle of somebody else's history. Nobody ever activates its deposits.
#[derive(Clone, Debug)]
pub struct Visit {
    /// When: after this many 65,536ths of the history.
    when: u16,
    /// Chooses the pool.
    pool: u16,
    /// What: mostly a deposit.
    what: u8,
    /// Chooses a ticket.
    ticket: u8,
    /// How much.
    amount: Amount,
}

/// Visits in one of three histories, and none in the others.
pub fn visits() -> impl Strategy<Value = Vec<Visit>> {
    let visit = (any::<u16>(), any::<u16>(), 0..8u8, 0..4u8, amount())
        .prop_map(|(when, pool, what, ticket, amount)| Visit { when, pool, what, ticket, amount });
    prop_oneof![2 => Just(vec![]), 1 => prop::collection::vec(visit, 1..16)]
}

/// Plays the history again with the newcomer's visits and compares.
///
/// # Panics
/// If something else differs than the newcomer's own, or an operation of the history goes another way.
pub fn assert_deposits_change_nothing(beginning: &Beginning, played: &Trial, visits: &[Visit]) {
    if visits.is_empty() {
        return;
    }
    let mut again = beginning.start();
    let first = again.history.len();
    let length = played.history.len() - first;
    let is_due = |visit: &&Visit, place: usize| (length * usize::from(visit.when)) >> 16 == place - first;
    for (place, operation) in played.history.iter().enumerate().skip(first) {
        visits.iter().filter(|visit| is_due(visit, place)).for_each(|visit| again.visit(visit));
        for (_, refused, broken) in played.refused.iter().filter(|(before, _, _)| *before == place) {
            again.refuses_too(refused, broken);
        }
        assert!(again.perform(operation).is_ok(), "with a newcomer, {operation:?} must go through as well");
    }
    again.assert_newcomer_earned_nothing();
    assert_eq!(without_newcomer(&again.world), without_newcomer(&played.world));
}

impl Trial {
    fn visit(&mut self, visit: &Visit) {
        let pools: Vec<Actor> = self.world.pools.keys().copied().collect();
        let Some(pool) = pick(pools, visit.pool) else { return };
        let (by, record) = (NEWCOMER, RecordId { pool, owner: NEWCOMER });
        if !self.world.staking_records.contains_key(&record) {
            drop(self.perform(&O::CreateRecord { pool, owner: NEWCOMER }));
        }
        let activating = self.world.staking_records.get(&record).map_or(0, |record| record.deposits.total());
        let balance = self.world.tokens.balance(Holder::Wallet(NEWCOMER));
        let (ticket, joins) = (visit.ticket, None);
        drop(self.perform(&match visit.what {
            0..4 => O::Stake { by, record, amount: visit.amount.of(balance / 2) },
            4 | 5 => O::Unstake { by, record, shares: 0, activating: visit.amount.of(activating), joins },
            6 => O::CancelUnstake { by, record, ticket },
            _ => O::ClaimUnstake { record, signed: None },
        }));
    }

    /// What was refused is refused for the same rules, but for those about what may be different.
    fn refuses_too(&mut self, operation: &O, broken: &Broken) {
        const MAY_DIFFER: [Rule; 2] = [Rule::RewardsCollected, Rule::PoolTotal];
        let others = |broken: &Broken| -> BTreeSet<Rule> {
            broken.0.iter().copied().filter(|rule| !MAY_DIFFER.contains(rule)).collect()
        };
        if others(broken).is_empty() {
            return;
        }
        assert!(self.perform(operation).is_err(), "with a newcomer, {operation:?} must be refused as well");
        let (_, _, again) = self.refused.last().unwrap();
        assert_eq!(others(again), others(broken), "{operation:?}");
    }

    fn assert_newcomer_earned_nothing(&self) {
        let records = self.world.staking_records.iter().filter(|(id, _)| id.owner == NEWCOMER);
        for (id, record) in records {
            let StakingRecord { deposits, tickets, .. } = record.clone();
            assert_eq!(*record, StakingRecord { deposits, tickets, ..StakingRecord::EMPTY }, "record {id:?}");
        }
    }
}

/// The world without what the newcomer has anywhere, and without the count of events, which it causes too.
fn without_newcomer(world: &World) -> World {
    let mut world = world.clone();
    world.pools.values_mut().for_each(|pool| pool.events = 0);
    for (id, record) in std::mem::take(&mut world.staking_records) {
        if id.owner != NEWCOMER {
            world.staking_records.insert(id, record);
            continue;
        }
        let (activating, unstaking) = (record.deposits.total(), record.unstaking());
        let pool = world.pools.get_mut(&id.pool).unwrap();
        pool.activating -= activating;
        pool.unstaking -= unstaking;
        let vault = Holder::PoolVault(id.pool);
        world.tokens.pay(vault, Holder::Wallet(NEWCOMER), activating + unstaking).unwrap();
    }
    world
}
