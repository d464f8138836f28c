//! Events: what a transaction did, or would do.

mod epochs;
mod overview;
mod pools;
mod records;
mod state;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::event::Event;

use crate::view::View;

/// An event: its name, the keys and amounts, and (in JSON) the pool afterwards. The stake token's mint says of which token
/// a commission is.
pub fn event(event: &Event, stake_mint: &Pubkey) -> View {
    let view = match event {
        Event::OperatorPoolCreated(event) => pools::operator_pool_created(event),
        Event::OperatorPoolUpdated(event) => pools::operator_pool_updated(event),
        Event::OperatorPoolAdminProposed(event) => pools::operator_pool_admin_proposed(event),
        Event::OperatorPoolAdminAccepted(event) => pools::operator_pool_admin_accepted(event),
        Event::OperatorStakingRecordChanged(event) => pools::operator_staking_record_changed(event),
        Event::OperatorPoolClosed(event) => pools::operator_pool_closed(event),
        Event::ClosedPoolUsdcDustSwept(event) => pools::closed_pool_usdc_dust_swept(event),
        Event::PoolRewardsCollected(event) => pools::pool_rewards_collected(event),
        Event::PoolVaultSurplusSwept(event) => pools::pool_vault_surplus_swept(event),
        Event::CommissionWithdrawn(event) => pools::commission_withdrawn(event, stake_mint),
        Event::HaltStatusSet(event) => pools::halt_status_set(event),
        Event::StakeSlashed(event) => pools::stake_slashed(event),
        Event::StakingRecordCreated(event) => records::staking_record_created(event),
        Event::Staked(event) => records::staked(event),
        Event::StakeActivated(event) => records::stake_activated(event),
        Event::Unstaked(event) => records::unstaked(event),
        Event::UnstakeCancelled(event) => records::unstake_cancelled(event),
        Event::UnstakeClaimed(event) => records::unstake_claimed(event),
        Event::UsdcEarningsClaimed(event) => records::usdc_earnings_claimed(event),
        Event::LockChanged(event) => records::lock_changed(event),
        Event::StakingRecordClosed(event) => records::staking_record_closed(event),
        Event::EpochMarkedAsFinalizing(event) => epochs::epoch_marked_as_finalizing(event),
        Event::RewardRecordCreated(event) => epochs::reward_record_created(event),
        Event::RewardAccrued(event) => epochs::reward_accrued(event),
        Event::RewardsAccrued(event) => epochs::rewards_accrued(event),
        Event::EpochBypassed(event) => epochs::epoch_bypassed(event),
        Event::RewardRecordRevoked(event) => epochs::reward_record_revoked(event),
        Event::ExpiredRewardRecordReclaimed(event) => epochs::expired_reward_record_reclaimed(event),
        Event::PoolOverviewCreated(event) => overview::pool_overview_created(event),
        Event::PoolOverviewUpdated(event) => overview::pool_overview_updated(event),
        Event::PoolOverviewAuthoritiesUpdated(event) => overview::pool_overview_authorities_updated(event),
        Event::ProgramAdminAccepted(event) => overview::program_admin_accepted(event),
        Event::RewardSurplusWithdrawn(event) => overview::reward_surplus_withdrawn(event),
    };
    View::new().with("event", event.name()).and(view)
}
