//! An operator's pool.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::state::{OperatorPool, PoolOverview, NOT_SCHEDULED};
use inference_staking_client::text::unpadded;
use inference_staking_math::emission::RATE_ONE;

use crate::view::{Value, View};

/// Decimals of a share's price as it is shown.
const PRICE_DECIMALS: u8 = 9;

/// Everything about a pool at `now`.
pub fn pool(address: Pubkey, pool: &OperatorPool, overview: &PoolOverview, now: i64) -> View {
    let shares = View::new()
        .with("total_staked_amount", Value::Tokens(pool.total_staked_amount))
        .with("total_shares", Value::Shares(pool.total_shares))
        .with("share_price", price(pool))
        .with("yield_since_start", Value::Rate(yield_since_start(pool)))
        .with("total_unstaking", Value::Tokens(pool.total_unstaking))
        .with("total_activating", Value::Tokens(pool.total_activating))
        .with("uncollected_rewards", Value::Tokens(pool.uncollected_rewards));
    let owed = View::new()
        .with("reward_commission", Value::Tokens(pool.reward_commission))
        .with("usdc_commission", Value::Usdc(pool.usdc_commission))
        .with("delegator_usdc", Value::Usdc(pool.delegator_usdc))
        .with("settled_usdc", Value::Usdc(pool.settled_usdc))
        .with("cumulative_usdc_per_share", pool.cumulative_usdc_per_share.get());
    let epochs = View::new()
        .with("joined_epoch", Value::Count(pool.joined_epoch))
        .with("last_passed_epoch", Value::Count(pool.reward_last_claimed_epoch))
        .with("epochs_behind", Value::Count(pool.epochs_behind(overview, now)))
        .with("skipped_epochs", Value::List(pool.skipped_open_epochs(overview, now).map(Value::Count).collect()))
        .and(rates_of_skipped_epochs(pool, overview, now))
        .with("closed_at_epoch", closed_at_epoch(pool));
    View::new()
        .with("address", address)
        .with("name", unpadded(&pool.name))
        .with("metadata_uri", unpadded(&pool.metadata_uri))
        .with("state", state(pool, overview.current_epoch().ok()))
        .with("halted_since", (pool.is_halted != 0).then_some(Value::Time(pool.halted_since)))
        .with("slashable_from", pool.slashable_from(overview).ok().map(Value::Time))
        .with("admin", pool.admin)
        .with("pending_admin", Value::key_or_none(pool.pending_admin))
        .with("first_admin", pool.first_admin)
        .with("operator_staking_record", pool.operator_staking_record)
        .with("vault", pool.vault)
        .with("delegation_allowed", pool.delegation_allowed != 0)
        .with("auto_stake", pool.auto_stake != 0)
        .and(commissions(pool))
        .with("event_sequence", Value::Count(pool.event_sequence))
        .with("shares", shares)
        .with("owed", owed)
        .with("epochs", epochs)
}

/// Which pool something is about to be done to, in the current epoch.
pub fn pool_named(address: Pubkey, pool: &OperatorPool, current: Option<u64>) -> View {
    View::new()
        .with("pool", address)
        .with("name", unpadded(&pool.name))
        .with("state", state(pool, current))
        .with_some("closed_at_epoch", closed_at_epoch(pool))
        .with("admin", pool.admin)
}

/// What changes hands with a pool, and what does not.
pub fn handed_over(pool: &OperatorPool) -> View {
    View::new()
        .with("commission_owed", Value::Tokens(pool.reward_commission))
        .with("commission_owed_usdc", Value::Usdc(pool.usdc_commission))
        .and(commissions(pool))
        .with("operator_staking_record", pool.operator_staking_record)
}

/// A pool in a table of pools.
pub fn pool_row(address: Pubkey, pool: &OperatorPool, overview: &PoolOverview, now: i64) -> View {
    View::new()
        .with("pool", address)
        .with("name", unpadded(&pool.name))
        .with("state", state(pool, overview.current_epoch().ok()))
        .with("staked", Value::Tokens(pool.total_staked_amount))
        .with("share_price", price(pool))
        .with("yield_since_start", Value::Rate(yield_since_start(pool)))
        .with("activating", Value::Tokens(pool.total_activating))
        .with("reward_commission", Value::Bps(pool.reward_commission_bps))
        .with("usdc_commission", Value::Bps(pool.usdc_commission_bps))
        .with("delegation", pool.delegation_allowed != 0)
        .with("epochs_behind", Value::Count(pool.epochs_behind(overview, now)))
        .with("closed_at_epoch", closed_at_epoch(pool))
}

fn commissions(pool: &OperatorPool) -> View {
    let (reward, reward_from) = scheduled(pool.scheduled_reward_commission_bps, pool.scheduled_reward_commission_from);
    let (usdc, usdc_from) = scheduled(pool.scheduled_usdc_commission_bps, pool.scheduled_usdc_commission_from);
    View::new()
        .with("reward_commission", Value::Bps(pool.reward_commission_bps))
        .with("scheduled_reward_commission", reward)
        .with("scheduled_reward_commission_from_epoch", reward_from)
        .with("usdc_commission", Value::Bps(pool.usdc_commission_bps))
        .with("scheduled_usdc_commission", usdc)
        .with("scheduled_usdc_commission_from_epoch", usdc_from)
}

/// The rates at which skipped epochs are caught up today, while one is open.
fn rates_of_skipped_epochs(pool: &OperatorPool, overview: &PoolOverview, now: i64) -> View {
    let rates = pool.rates_of_skipped_epochs();
    let has_skips = pool.skipped_open_epochs(overview, now).next().is_some();
    let rate = |bps| has_skips.then_some(Value::Bps(bps));
    View::new()
        .with("reward_commission_of_skipped_epochs", rate(rates.reward_bps))
        .with("usdc_commission_of_skipped_epochs", rate(rates.usdc_bps))
}

/// A scheduled rate and the epoch from which it holds, if there is one.
pub fn scheduled(bps: u16, from: u64) -> (Option<Value>, Option<Value>) {
    (from != NOT_SCHEDULED).then_some((Value::Bps(bps), Value::Count(from))).unzip()
}

fn closed_at_epoch(pool: &OperatorPool) -> Option<Value> {
    pool.is_closed().then_some(Value::Count(pool.closed_at_epoch))
}

/// A pool that was closed takes part in the current epoch still, if that is the one it closes after.
pub fn is_closing(pool: &OperatorPool, current: Option<u64>) -> bool {
    pool.is_closed() && current.is_some_and(|epoch| pool.takes_part_in(epoch))
}

fn state(pool: &OperatorPool, current: Option<u64>) -> &'static str {
    let is_closing = is_closing(pool, current);
    match (pool.is_closed(), pool.is_halted != 0) {
        (false, false) => "open",
        (false, true) => "halted",
        (true, false) if is_closing => "closing",
        (true, true) if is_closing => "closing, halted",
        (true, false) => "closed",
        (true, true) => "closed, halted",
    }
}

/// What a token that was a share since the pool last had none has earned in tokens, of 10^15 and rounded down to 0.0001 %: by how
/// much the price of a share is above one token, with which it begins.
pub fn yield_since_start(pool: &OperatorPool) -> u64 {
    const MILLION: u64 = 1_000_000;
    let price = pool.shares().price_floor(MILLION).unwrap_or(u128::from(MILLION));
    let earned = price.saturating_sub(u128::from(MILLION));
    u64::try_from(earned).unwrap_or(u64::MAX).saturating_mul(RATE_ONE / MILLION)
}

/// Tokens of one share, rounded down.
fn price(pool: &OperatorPool) -> String {
    let scale = 10u64.pow(u32::from(PRICE_DECIMALS));
    // The first shares cost a token each.
    let price = pool.shares().price_floor(scale).unwrap_or(u128::from(scale));
    // T is at most 2^64 and S at least 1: beyond 64 bits only for a pool that holds all there is in a few shares.
    crate::input::ui(u64::try_from(price).unwrap_or(u64::MAX), PRICE_DECIMALS)
}
