//! What an epoch pays.

use inference_staking_client::address;
use inference_staking_client::state::{PoolOverview, RewardRecord};

use crate::view::{Value, View};

/// Everything about an epoch's record at `now`.
pub fn reward_record(record: &RewardRecord, overview: &PoolOverview, now: i64) -> View {
    let trees = record.roots.iter().zip(&record.depths).take(usize::from(record.root_count));
    let trees = (0u64..).zip(trees).map(|(place, (root, depth))| {
        View::new().with("tree", Value::Count(place)).with("depth", Value::Count(u64::from(*depth))).with("root", *root)
    });
    View::new()
        .with("epoch", Value::Count(record.epoch))
        .with("address", address::reward_record(record.epoch))
        .with("state", state(record, overview, now))
        .with("finalized_at", Value::Time(record.finalized_at))
        .with("claimable_from", Value::Time(record.claimable_from))
        .with("bypass_from", record.bypass_from(overview).ok().map(Value::Time))
        .with("total_rewards", Value::Tokens(record.total_rewards))
        .with("remaining_rewards", Value::Tokens(record.remaining_rewards))
        .with("total_usdc", Value::Usdc(record.total_usdc))
        .with("remaining_usdc", Value::Usdc(record.remaining_usdc))
        .with("accrued_leaves", Value::Count(record.accrued_leaves))
        .with("rent_payer", record.rent_payer)
        .with("trees", trees.collect::<Vec<_>>())
}

/// An epoch in a table of epochs.
pub fn reward_record_row(record: &RewardRecord, overview: &PoolOverview, now: i64) -> View {
    View::new()
        .with("epoch", Value::Count(record.epoch))
        .with("state", state(record, overview, now))
        .with("claimable_from", Value::Time(record.claimable_from))
        .with("total_rewards", Value::Tokens(record.total_rewards))
        .with("remaining_rewards", Value::Tokens(record.remaining_rewards))
        .with("total_usdc", Value::Usdc(record.total_usdc))
        .with("remaining_usdc", Value::Usdc(record.remaining_usdc))
        .with("accrued_leaves", Value::Count(record.accrued_leaves))
}

fn state(record: &RewardRecord, overview: &PoolOverview, now: i64) -> &'static str {
    if overview.is_expired(record.epoch, now) {
        "expired"
    } else if now < record.claimable_from {
        "challenge period"
    } else {
        "claimable"
    }
}
