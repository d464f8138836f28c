//! `history`: what happened to a pool or a record, out of the program's events.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use inference_staking_client::address;
use inference_staking_client::event::Event;
use inference_staking_client::events::PoolAccrual;
use inference_staking_client::rpc::{self, Happened};

use crate::failure::Outcome;
use crate::input::parse_pubkey;
use crate::session::Session;
use crate::view::{Value, View};

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
        let operator = happened.iter().find_map(|happened| operator_before(&happened.event, &self.pool));
        let operator = operator.unwrap_or(pool.operator_staking_record);
        let mut ledger = Ledger::new(self.pool, self.owner, operator, session.stake_mint());
        happened.iter().for_each(|happened| ledger.enter(happened));
        ledger.note_gap_before(pool.event_sequence.saturating_add(1));
        let blank = ledger.row(Entry::default(), None, None, String::new());
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

/// The operator's record before an event that changes it.
fn operator_before(event: &Event, pool: &Pubkey) -> Option<Pubkey> {
    match event {
        Event::OperatorStakingRecordChanged(it) if it.operator_pool == *pool => Some(it.previous_record),
        _ => None,
    }
}

/// What one event means to whom the history is of.
#[derive(Default)]
struct Entry {
    what: &'static str,
    epoch: u64,
    tokens: Option<u64>,
    usdc: Option<u64>,
    shares: Option<u64>,
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
    fn new(pool: Pubkey, owner: Option<Pubkey>, operator: Pubkey, stake_mint: Pubkey) -> Self {
        let record = owner.map(|owner| address::staking_record(&pool, &owner));
        Self { pool, record, owner, operator, stake_mint, shares: 0, sequence: 0, gaps: Vec::new(), rows: Vec::new() }
    }

    /// The event of this number comes next, or would: those between it and the last are missing.
    fn note_gap_before(&mut self, next: u64) {
        if next > self.sequence.saturating_add(1) {
            self.gaps.push((self.sequence, next));
        }
    }

    fn enter(&mut self, happened: &Happened) {
        let Happened { signature, time, event, .. } = happened;
        let Some((_, state)) = event.pools().into_iter().find(|(pool, _)| *pool == self.pool) else { return };
        self.note_gap_before(state.sequence);
        self.sequence = state.sequence;
        let entries = match accrual_in(event, &self.pool) {
            Some((epoch, accrual)) => self.accrual(epoch, accrual),
            None => self.entry(event).into_iter().collect(),
        };
        let owner = self.owner.or_else(|| owner_in(event));
        let rows: Vec<_> =
            entries.into_iter().map(|entry| self.row(entry, *time, owner, signature.to_string())).collect();
        self.rows.extend(rows);
    }

    fn row(&self, entry: Entry, time: Option<i64>, owner: Option<Pubkey>, signature: String) -> View {
        let Entry { what, epoch, tokens, usdc, shares } = entry;
        View::new()
            .with("time", time.map(Value::Time))
            .with("epoch", Value::Count(epoch))
            .with("pool", self.pool)
            .with("owner", owner)
            .with("what", what)
            .with("tokens", tokens.map(Value::Tokens))
            .with("usdc", usdc.map(Value::Usdc))
            .with("shares", shares.map(Value::Shares))
            .with("signature", signature)
    }

    fn is_wanted(&self, record: &Pubkey) -> bool {
        self.record.is_none_or(|wanted| wanted == *record)
    }

    fn entry(&mut self, event: &Event) -> Option<Entry> {
        let epoch = event.epoch();
        let entry = |what, tokens, usdc, shares| Some(Entry { what, epoch, tokens, usdc, shares });
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
            Event::StakeSlashed(it) if self.is_wanted(&it.operator_staking_record) => {
                self.shares = it.record_shares;
                let parts = [it.staked_amount, it.activating_amount, it.unstaking_amount, it.reward_commission];
                let usdc = it.usdc_commission.saturating_add(it.settled_usdc);
                entry("was slashed", Some(parts.into_iter().fold(0, u64::saturating_add)), Some(usdc), Some(it.shares))
            }
            Event::CommissionWithdrawn(it) if self.is_wanted(&self.operator) => match it.mint == self.stake_mint {
                true => entry("commission was paid", Some(it.amount), None, None),
                false => entry("commission was paid", None, Some(it.amount), None),
            },
            Event::OperatorStakingRecordChanged(it) => {
                self.operator = it.operator_staking_record;
                self.record.is_none().then_some(())?;
                entry(event.name(), None, None, None)
            }
            other if self.record.is_none() => entry(other.name(), None, None, None),
            _ => None,
        }
    }

    /// What an epoch paid: to the holders of all shares, or to the record; and to the operator, owed or staked.
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
            entries.push(Entry { what: "earned", epoch, tokens, usdc, shares: of });
        }
        if self.is_wanted(&self.operator) && (reward_commission, usdc_commission) != (0, 0) {
            let (tokens, usdc) = (Some(reward_commission), Some(usdc_commission));
            let staked = (commission_shares > 0).then_some(commission_shares);
            entries.push(Entry { what: "commission", epoch, tokens, usdc, shares: staked });
            self.shares = shares.saturating_add(commission_shares);
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
            let mut ledger = Ledger::new(Pubkey::default(), None, Pubkey::default(), Pubkey::default());
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
