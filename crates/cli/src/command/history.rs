//! `history`: what happened to a pool or a record, out of the program's events.

use std::collections::BTreeMap;

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::address;
use inference_staking_client::event::Event;
use inference_staking_client::events::{OperatorPoolAdminAccepted, PoolAccrual, StakeSlashed};
use inference_staking_client::rpc::{self, Happened};

use crate::failure::Outcome;
use crate::input::parse_pubkey;
use crate::session::Session;
use crate::show;
use crate::view::{Decimals, Value, View};

/// Show what happened to a pool, or to one owner's record in it: rewards of each epoch, stakes, exits, commissions, slashes
///
/// Read from the program's events in the transactions that the node still keeps, the oldest first. `--output csv` gives a row
/// for each, for accounts and taxes. Rewards are those of the shares at that moment, rounded down. If events are missing,
/// because the node has forgotten them, the gaps in the pool's sequence numbers are told.
#[derive(Args, Debug)]
pub struct History {
    /// The pool
    #[arg(value_parser = parse_pubkey)]
    pool: Pubkey,
    /// Only what concerns the record of this owner
    #[arg(long, value_name = "ADDRESS", value_parser = parse_pubkey)]
    owner: Option<Pubkey>,
}

impl History {
    pub async fn run(self, session: &mut Session<'_>) -> Outcome<()> {
        session.overview().await?;
        let chain = session.chain()?;
        // Before its events, so that what happens meanwhile is no gap. A record's rewards stand in events of its pool.
        let pool = chain.pool(&self.pool).await?;
        let rpc::History { happened, not_shown } = chain.history(&self.pool).await?;
        if not_shown > 0 {
            session.warn(&format!(
                "the node lists {not_shown} transactions that it does not show any more: ask one that keeps more with --url"
            ));
        }
        let of_pool = happened.iter().map(|happened| &happened.event).filter(|event| is_of(event, &self.pool));
        let operator = of_pool.clone().find_map(operator_before).unwrap_or(pool.operator_staking_record);
        let admin = of_pool.clone().find_map(admin_before).unwrap_or(pool.admin);
        if let Some(owner) = self.owner {
            let is_known =
                of_pool.clone().any(|event| owner_in(event) == Some(owner) || admin_before(event) == Some(owner));
            if !is_known && admin != owner && pool.admin != owner {
                session
                    .warn(&format!("nothing is known of {owner} in pool {}: a record's owner is a wallet", self.pool));
            }
        }
        let mut ledger = Ledger::new(self.pool, self.owner, (operator, admin), session.stake_mint());
        happened.iter().for_each(|happened| ledger.enter(happened, session.decimals()));
        ledger.note_gap_before(pool.event_sequence.saturating_add(1));
        let blank = ledger.row(Entry::default(), None, String::new());
        let Ledger { rows, gaps, .. } = ledger;
        for (after, before) in &gaps {
            session.warn(&format!(
                "events are missing between numbers {after} and {before} of the pool: the node does not show them, so ask \
                 one that keeps more with --url"
            ));
        }
        let missing = gaps.iter().map(|(after, before)| before.saturating_sub(*after).saturating_sub(1));
        let view = View::new()
            .with("count", Value::Count(u64::try_from(rows.len()).unwrap_or(u64::MAX)))
            .with("missing_events", Value::Count(missing.fold(0, u64::saturating_add)))
            .with_listing("history", blank, rows);
        session.show(&view);
        Ok(())
    }
}

fn is_of(event: &Event, pool: &Pubkey) -> bool {
    event.pools().iter().any(|(other, _)| other == pool)
}

/// The operator's record before an event that changes it.
fn operator_before(event: &Event) -> Option<Pubkey> {
    match event {
        Event::OperatorStakingRecordChanged(it) => Some(it.previous_record),
        _ => None,
    }
}

/// The pool's admin before an event that changes it.
fn admin_before(event: &Event) -> Option<Pubkey> {
    match event {
        Event::OperatorPoolAdminAccepted(it) => Some(it.previous_admin),
        _ => None,
    }
}

/// What one event means to whom the history is of.
#[derive(Default)]
struct Entry {
    what: &'static str,
    /// Whom it concerns, if it is one wallet.
    owner: Option<Pubkey>,
    epoch: u64,
    tokens: Option<u64>,
    usdc: Option<u64>,
    shares: Option<u64>,
    /// What no other column says.
    details: Option<String>,
}

/// The history as it grows.
struct Ledger {
    pool: Pubkey,
    /// The record that it is of; of the whole pool without one.
    record: Option<Pubkey>,
    /// Owner of that record.
    owner: Option<Pubkey>,
    /// The operator's record: commission that is staked adds to its shares.
    operator: Pubkey,
    /// The pool's admin: other commission is owed to whoever that is.
    admin: Pubkey,
    /// Owners of records, as far as events told them.
    owners: BTreeMap<Pubkey, Pubkey>,
    stake_mint: Pubkey,
    /// Shares of the record by now.
    shares: u64,
    /// Number of the pool's last event.
    sequence: u64,
    /// Numbers around events that are missing.
    gaps: Vec<(u64, u64)>,
    rows: Vec<View>,
}

impl Ledger {
    fn new(pool: Pubkey, owner: Option<Pubkey>, (operator, admin): (Pubkey, Pubkey), stake_mint: Pubkey) -> Self {
        let record = owner.map(|owner| address::staking_record(&pool, &owner));
        let (owners, gaps, rows) = Default::default();
        Self { pool, record, owner, operator, admin, owners, stake_mint, shares: 0, sequence: 0, gaps, rows }
    }

    /// The event of this number comes next, or would: those between it and the last are missing.
    fn note_gap_before(&mut self, next: u64) {
        if next > self.sequence.saturating_add(1) {
            self.gaps.push((self.sequence, next));
        }
    }

    fn enter(&mut self, happened: &Happened, decimals: Decimals) {
        let Happened { signature, time, event, .. } = happened;
        let Some((_, state)) = event.pools().into_iter().find(|(pool, _)| *pool == self.pool) else { return };
        self.note_gap_before(state.sequence);
        self.sequence = state.sequence;
        if let Some(owner) = owner_in(event) {
            self.owners.insert(address::staking_record(&self.pool, &owner), owner);
        }
        let entries = match (event, accrual_in(event, &self.pool)) {
            (_, Some((epoch, accrual))) => self.accrual(epoch, accrual),
            (Event::StakeSlashed(it), _) => self.slash(it),
            (Event::OperatorPoolAdminAccepted(it), _) => self.hand_over(it),
            _ => self.entry(event).into_iter().collect(),
        };
        let details = self.details(event, decimals);
        let row = |entry: Entry| self.row(Entry { details: details.clone(), ..entry }, *time, signature.to_string());
        let rows: Vec<_> = entries.into_iter().map(row).collect();
        self.rows.extend(rows);
    }

    fn row(&self, entry: Entry, time: Option<i64>, signature: String) -> View {
        let Entry { what, owner, epoch, tokens, usdc, shares, details } = entry;
        View::new()
            .with("time", time.map(Value::Time))
            .with("epoch", Value::Count(epoch))
            .with("pool", self.pool)
            .with("owner", owner.or(self.owner))
            .with("what", what)
            .with("tokens", tokens.map(Value::Tokens))
            .with("usdc", usdc.map(Value::Usdc))
            .with("shares", shares.map(Value::Shares))
            .with("details", details)
            .with("signature", signature)
    }

    /// What an event says that no column has: of settings, keys and halts.
    fn details(&self, event: &Event, decimals: Decimals) -> Option<String> {
        let has_words = accrual_in(event, &self.pool).is_some()
            || matches!(
                event,
                Event::CommissionWithdrawn(_) | Event::StakeSlashed(_) | Event::OperatorPoolAdminAccepted(_)
            );
        let is_owners = owner_in(event).is_some() && !matches!(event, Event::LockChanged(_));
        (!has_words && !is_owners).then(|| {
            let view = show::event(event, &self.stake_mint);
            ["event", "operator_pool", "epoch"].into_iter().fold(view, View::without).to_line(decimals)
        })
    }

    fn is_wanted(&self, record: &Pubkey) -> bool {
        self.record.is_none_or(|wanted| wanted == *record)
    }

    /// Whether it is the admin's whom the history is of.
    fn is_admins(&self, admin: &Pubkey) -> bool {
        self.owner.is_none_or(|owner| owner == *admin)
    }

    fn entry(&mut self, event: &Event) -> Option<Entry> {
        let (epoch, owner) = (event.epoch(), owner_in(event));
        let entry =
            |what, tokens, usdc, shares| Some(Entry { what, owner, epoch, tokens, usdc, shares, ..Entry::default() });
        match event {
            Event::Staked(it) if self.is_wanted(&it.staking_record) => {
                self.shares = it.record_shares;
                entry("staked", Some(it.amount), None, (it.shares > 0).then_some(it.shares))
            }
            Event::StakeActivated(it) if self.is_wanted(&it.staking_record) => {
                self.shares = it.record_shares;
                entry("became shares", Some(it.cost), None, Some(it.shares))
            }
            Event::Unstaked(it) if self.is_wanted(&it.staking_record) => {
                self.shares = it.record_shares;
                entry("unstaked", Some(it.amount), None, Some(it.shares))
            }
            Event::UnstakeCancelled(it) if self.is_wanted(&it.staking_record) => {
                entry("cancelled an unstake", Some(it.amount), None, None)
            }
            Event::UnstakeClaimed(it) if self.is_wanted(&it.staking_record) => {
                entry("was paid an unstake", Some(it.amount), None, None)
            }
            Event::UsdcEarningsClaimed(it) if self.is_wanted(&it.staking_record) => {
                entry("was paid USDC", None, Some(it.amount), None)
            }
            Event::CommissionWithdrawn(it) if self.is_admins(&it.admin) => {
                let (tokens, usdc) = match it.mint == self.stake_mint {
                    true => (Some(it.amount), None),
                    false => (None, Some(it.amount)),
                };
                let owner = Some(it.admin);
                Some(Entry { what: "commission was paid", owner, epoch, tokens, usdc, ..Entry::default() })
            }
            Event::OperatorStakingRecordChanged(it) => {
                self.operator = it.operator_staking_record;
                self.record.is_none().then_some(())?;
                entry(event.name(), None, None, None)
            }
            other if self.record.is_none() => entry(other.name(), None, None, None),
            _ => None,
        }
    }

    /// What a slash took: of the operator's record, and of the commission that the pool owed its admin.
    fn slash(&mut self, it: &StakeSlashed) -> Vec<Entry> {
        let (epoch, mut entries) = (it.epoch, Vec::new());
        if self.is_wanted(&it.operator_staking_record) {
            self.shares = it.record_shares;
            let parts = [it.staked_amount, it.activating_amount, it.unstaking_amount];
            let (tokens, usdc) = (Some(parts.into_iter().fold(0, u64::saturating_add)), Some(it.settled_usdc));
            let (what, owner) = ("was slashed", self.owners.get(&it.operator_staking_record).copied());
            entries.push(Entry { what, owner, epoch, tokens, usdc, shares: Some(it.shares), details: None });
        }
        if (it.reward_commission, it.usdc_commission) != (0, 0) && self.is_admins(&self.admin) {
            let (tokens, usdc) = (Some(it.reward_commission), Some(it.usdc_commission));
            let (what, owner) = ("commission was slashed", Some(self.admin));
            entries.push(Entry { what, owner, epoch, tokens, usdc, ..Entry::default() });
        }
        entries
    }

    /// The commission that is owed goes from one admin to the next.
    fn hand_over(&mut self, it: &OperatorPoolAdminAccepted) -> Vec<Entry> {
        self.admin = it.admin;
        let some = |amount: u64| (amount > 0).then_some(amount);
        let (tokens, usdc) = (some(it.pool.reward_commission), some(it.pool.usdc_commission));
        let admins = [("handed the pool over", it.previous_admin), ("became the admin", it.admin)];
        let wanted = admins.into_iter().filter(|(_, admin)| self.is_admins(admin));
        let entry =
            |(what, admin)| Entry { what, owner: Some(admin), epoch: it.epoch, tokens, usdc, ..Entry::default() };
        wanted.map(entry).collect()
    }

    /// What an epoch paid: to the holders of all shares, or to the record; to the operator's record what is staked of the
    /// commission, and to the pool's admin what is owed of it.
    fn accrual(&mut self, epoch: u64, accrual: &PoolAccrual) -> Vec<Entry> {
        let PoolAccrual {
            holder_reward, holder_usdc, reward_commission, usdc_commission, commission_shares, pool, ..
        } = *accrual;
        let (shares, all) = (self.shares, pool.total_shares.saturating_sub(commission_shares));
        let own = |amount: u64| if self.record.is_none() { amount } else { part_of(amount, shares, all) };
        let mut entries = Vec::new();
        if self.record.is_none() || shares > 0 {
            let (tokens, usdc) = (Some(own(holder_reward)), Some(own(holder_usdc)));
            let of = self.record.map(|_| shares);
            entries.push(Entry { what: "earned", epoch, tokens, usdc, shares: of, ..Entry::default() });
        }
        let is_staked = commission_shares > 0;
        if is_staked && self.is_wanted(&self.operator) {
            let (owner, tokens) = (self.owners.get(&self.operator).copied(), Some(reward_commission));
            let what = "commission was staked";
            entries.push(Entry {
                what,
                owner,
                epoch,
                tokens,
                usdc: None,
                shares: Some(commission_shares),
                details: None,
            });
            self.shares = shares.saturating_add(commission_shares);
        }
        let owed = if is_staked { 0 } else { reward_commission };
        if (owed, usdc_commission) != (0, 0) && self.is_admins(&self.admin) {
            let (owner, tokens, usdc) = (Some(self.admin), Some(owed), Some(usdc_commission));
            entries.push(Entry { what: "commission", owner, epoch, tokens, usdc, ..Entry::default() });
        }
        entries
    }
}

/// Whose record an event is about, if it says so.
fn owner_in(event: &Event) -> Option<Pubkey> {
    match event {
        Event::StakingRecordCreated(it) => Some(it.owner),
        Event::StakingRecordClosed(it) => Some(it.owner),
        Event::Staked(it) => Some(it.owner),
        Event::StakeActivated(it) => Some(it.owner),
        Event::Unstaked(it) => Some(it.owner),
        Event::UnstakeCancelled(it) => Some(it.owner),
        Event::UnstakeClaimed(it) => Some(it.owner),
        Event::UsdcEarningsClaimed(it) => Some(it.owner),
        Event::LockChanged(it) => Some(it.owner),
        _ => None,
    }
}

/// What an event says of a pool's accrual, and of which epoch it was.
fn accrual_in<'e>(event: &'e Event, pool: &Pubkey) -> Option<(u64, &'e PoolAccrual)> {
    match event {
        Event::RewardAccrued(it) => Some((it.reward_epoch, &it.accrual)),
        Event::RewardsAccrued(it) => {
            let own = it.accruals.iter().find(|accrual| accrual.operator_pool == *pool);
            own.map(|accrual| (it.reward_epoch, accrual))
        }
        _ => None,
    }
}

/// What so many of all shares get of an amount, rounded down.
fn part_of(amount: u64, shares: u64, all: u64) -> u64 {
    let product = u128::from(amount).saturating_mul(u128::from(shares));
    product.checked_div(u128::from(all)).and_then(|part| u64::try_from(part).ok()).unwrap_or(0)
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;

    #[test]
    fn events_are_missed_at_the_beginning_in_the_middle_and_at_the_end() {
        let gaps = |numbers: &[u64], all: u64| {
            let mut ledger = Ledger::new(Pubkey::default(), None, Default::default(), Pubkey::default());
            for number in numbers {
                ledger.note_gap_before(*number);
                ledger.sequence = *number;
            }
            ledger.note_gap_before(all + 1);
            ledger.gaps
        };
        assert_eq!(gaps(&[1, 2, 3], 3), []);
        assert_eq!(gaps(&[3, 4], 4), [(0, 3)]);
        assert_eq!(gaps(&[1, 2, 5], 5), [(2, 5)]);
        assert_eq!(gaps(&[1, 2], 4), [(2, 5)]);
        assert_eq!(gaps(&[], 2), [(0, 3)]);
        // The pool was read before: there may be more events than it counted.
        assert_eq!(gaps(&[1, 2, 3], 2), []);
    }

    #[test]
    fn a_part_is_rounded_down_and_nobody_has_a_part_of_nothing() {
        assert_eq!([part_of(10, 1, 3), part_of(u64::MAX, 3, 3), part_of(10, 0, 0)], [3, u64::MAX, 0]);
    }
}
