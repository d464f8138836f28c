//! An owner's staking record.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::refusal::rule;
use inference_staking_client::state::{OperatorPool, StakingRecord, StakingRecordView, LOCKED, UNLOCKING};
use inference_staking_client::StakingError;

use crate::view::{Value, View};

/// A record with what the program says it is worth at `now`, and what its activating stake waits for.
pub fn record(
    address: Pubkey,
    record: &StakingRecord,
    pool: &OperatorPool,
    worth: &StakingRecordView,
    waits_for: Option<StakingError>,
    now: i64,
) -> View {
    View::new()
        .with("address", address)
        .with("owner", record.owner)
        .with("pool", record.operator_pool)
        .with("is_operator", pool.operator_staking_record == address)
        .with("shares", Value::Shares(record.shares))
        .with("value", Value::Tokens(worth.token_value))
        .with("activating", Value::Tokens(worth.activating))
        .with("ripe", Value::Tokens(worth.ripe))
        .with("can_activate", worth.can_activate)
        .with("activation_waits_for", activation_waits_for(record, worth, waits_for))
        .with("becomes_shares_after_epoch", unripe_since(record, worth).map(Value::Count))
        .with("claimable_usdc", Value::Usdc(worth.claimable_usdc))
        .with("claimable_unstake", Value::Tokens(worth.matured_unstake))
        .with("pending_unstake", Value::Tokens(worth.pending_unstake))
        .with("payout_account", record.owner_token_account)
        .and(lock(record, worth))
        .with("tickets", tickets(record, now))
}

/// The epoch of the newest deposit, if that is not over.
fn unripe_since(record: &StakingRecord, worth: &StakingRecordView) -> Option<u64> {
    (worth.activating > worth.ripe).then_some(record.latest_deposit_epoch)
}

/// What is not ripe waits for its epoch, whatever rule the program would name first.
fn activation_waits_for(
    record: &StakingRecord,
    worth: &StakingRecordView,
    waits_for: Option<StakingError>,
) -> Option<String> {
    let end_of = |epoch| format!("the end of epoch {epoch}, and that its pool passes it");
    match (unripe_since(record, worth), waits_for) {
        (Some(epoch), _) if worth.ripe == 0 => Some(end_of(epoch)),
        (Some(epoch), Some(StakingError::DepositBuysNoShare)) => {
            Some(format!("{}: what is ripe buys no share alone", end_of(epoch)))
        }
        (_, waits_for) => waits_for.map(rule),
    }
}

/// A record in a table of records.
pub fn record_row(address: Pubkey, record: &StakingRecord, worth: &StakingRecordView) -> View {
    View::new()
        .with("record", address)
        .with("pool", record.operator_pool)
        .with("owner", record.owner)
        .with("shares", Value::Shares(record.shares))
        .with("value", Value::Tokens(worth.token_value))
        .with("activating", Value::Tokens(worth.activating))
        .with("can_activate", worth.can_activate)
        .with("claimable_usdc", Value::Usdc(worth.claimable_usdc))
        .with("claimable_unstake", Value::Tokens(worth.matured_unstake))
        .with("pending_unstake", Value::Tokens(worth.pending_unstake))
        .with("lock", lock_state(record))
}

/// The lock and the rank it earns.
pub fn lock(record: &StakingRecord, worth: &StakingRecordView) -> View {
    let has_lock = has_lock(record);
    let unlocking = record.lock_state == UNLOCKING;
    View::new()
        .with("lock", lock_state(record))
        .with("lock_duration", has_lock.then_some(Value::Seconds(record.lock_duration)))
        .with("unlock_started_at", unlocking.then_some(Value::Time(record.unlock_started_at)))
        .and(lock_commissions(record))
        .with("locked_shares", Value::Shares(worth.locked_shares))
        .with("rank", rank(worth.rank))
}

/// The commissions that the lock was made under.
pub fn lock_commissions(record: &StakingRecord) -> View {
    let rate = |bps| has_lock(record).then_some(Value::Bps(bps));
    View::new()
        .with("lock_reward_commission_bps", rate(record.lock_reward_commission_bps))
        .with("lock_usdc_commission_bps", rate(record.lock_usdc_commission_bps))
}

fn has_lock(record: &StakingRecord) -> bool {
    record.lock_state == LOCKED || record.lock_state == UNLOCKING
}

fn tickets(record: &StakingRecord, now: i64) -> Vec<View> {
    let open = (0u64..).zip(&record.tickets).filter(|(_, ticket)| ticket.amount > 0);
    let rows = open.map(|(place, ticket)| {
        View::new()
            .with("ticket", Value::Count(place))
            .with("amount", Value::Tokens(ticket.amount))
            .with("claimable_from", Value::Time(ticket.claimable_from))
            .with("claimable", ticket.is_matured(now))
    });
    rows.collect()
}

fn lock_state(record: &StakingRecord) -> &'static str {
    match record.lock_state {
        LOCKED => "locked",
        UNLOCKING => "unlocking",
        _ => "none",
    }
}

/// A rank weighs tokens, so it is shown like them.
pub fn rank(rank: u128) -> Value {
    Value::Tokens(u64::try_from(rank).unwrap_or(u64::MAX))
}
