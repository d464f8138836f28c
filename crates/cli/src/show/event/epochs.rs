//! What happened to an epoch.

use inference_staking_client::events::*;

use super::state::state;
use crate::view::{Value, View};

pub(super) fn epoch_marked_as_finalizing(event: &EpochMarkedAsFinalizing) -> View {
    View::new()
        .with("reward_epoch", Value::Count(event.reward_epoch))
        .with("authority", event.authority)
        .with("marked_at", Value::Time(event.marked_at))
        .with("epoch", Value::Count(event.epoch))
}

pub(super) fn reward_record_created(event: &RewardRecordCreated) -> View {
    View::new()
        .with("reward_epoch", Value::Count(event.reward_epoch))
        .with("reward_record", event.reward_record)
        .with("authority", event.authority)
        .with("trees", trees(event))
        .with("total_rewards", Value::Tokens(event.total_rewards))
        .with("total_usdc", Value::Usdc(event.total_usdc))
        .with("claimable_from", Value::Time(event.claimable_from))
        .with("reward_liability", Value::Tokens(event.reward_liability))
        .with("usdc_liability", Value::Usdc(event.usdc_liability))
        .with("epoch", Value::Count(event.epoch))
}

pub(super) fn reward_accrued(event: &RewardAccrued) -> View {
    View::new()
        .with("reward_epoch", Value::Count(event.reward_epoch))
        .and(pool_accrual(&event.accrual))
        .with("epoch", Value::Count(event.epoch))
}

pub(super) fn rewards_accrued(event: &RewardsAccrued) -> View {
    View::new()
        .with("reward_epoch", Value::Count(event.reward_epoch))
        .with("accruals", Value::Entries(event.accruals.iter().map(pool_accrual).collect()))
        .with("epoch", Value::Count(event.epoch))
}

fn pool_accrual(accrual: &PoolAccrual) -> View {
    View::new()
        .with("operator_pool", accrual.operator_pool)
        .with("holder_reward", Value::Tokens(accrual.holder_reward))
        .with("reward_commission", Value::Tokens(accrual.reward_commission))
        .with("commission_shares", Value::Shares(accrual.commission_shares))
        .with("holder_usdc", Value::Usdc(accrual.holder_usdc))
        .with("usdc_commission", Value::Usdc(accrual.usdc_commission))
        .with("remaining_rewards", Value::Tokens(accrual.remaining_rewards))
        .with("remaining_usdc", Value::Usdc(accrual.remaining_usdc))
        .with("pool", state(&accrual.pool))
}

pub(super) fn epoch_bypassed(event: &EpochBypassed) -> View {
    View::new()
        .with("operator_pool", event.operator_pool)
        .with("reward_epoch", Value::Count(event.reward_epoch))
        .with("can_be_accrued", event.can_be_accrued)
        .with("skipped_epochs", event.skipped_epochs)
        .with("epoch", Value::Count(event.epoch))
        .and(lowest_of_skips(event))
        .with("pool", state(&event.pool))
}

/// What is remembered of the skips, if one is open.
fn lowest_of_skips(event: &EpochBypassed) -> View {
    let is_open = event.skipped_epochs != 0;
    let rate = |bps| is_open.then_some(Value::Bps(bps));
    View::new()
        .with("lowest_skipped_reward_commission", rate(event.lowest_skipped_reward_commission_bps))
        .with("lowest_skipped_usdc_commission", rate(event.lowest_skipped_usdc_commission_bps))
        .with("last_skip_at", is_open.then_some(Value::Count(event.last_skip_at)))
}

pub(super) fn reward_record_revoked(event: &RewardRecordRevoked) -> View {
    View::new()
        .with("reward_epoch", Value::Count(event.reward_epoch))
        .with("authority", event.authority)
        .with("total_rewards", Value::Tokens(event.total_rewards))
        .with("total_usdc", Value::Usdc(event.total_usdc))
        .with("reward_liability", Value::Tokens(event.reward_liability))
        .with("usdc_liability", Value::Usdc(event.usdc_liability))
        .with("epoch", Value::Count(event.epoch))
}

pub(super) fn expired_reward_record_reclaimed(event: &ExpiredRewardRecordReclaimed) -> View {
    View::new()
        .with("reward_epoch", Value::Count(event.reward_epoch))
        .with("reclaimed_rewards", Value::Tokens(event.reclaimed_rewards))
        .with("reclaimed_usdc", Value::Usdc(event.reclaimed_usdc))
        .with("reward_liability", Value::Tokens(event.reward_liability))
        .with("usdc_liability", Value::Usdc(event.usdc_liability))
        .with("epoch", Value::Count(event.epoch))
}

fn trees(event: &RewardRecordCreated) -> Vec<View> {
    let trees = event.roots.iter().zip(event.depths).take(usize::from(event.root_count));
    trees.map(|(root, depth)| View::new().with("root", *root).with("depth", Value::Count(u64::from(depth)))).collect()
}
