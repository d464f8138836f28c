//! Commissions of a new pool, and whether pools may be created at all.

use inference_staking_client::state::PoolOverview;
use inference_staking_client::StakingError;
use inference_staking_localnet::NetworkSetup;
use inference_staking_test_kit::assert_refused;

use super::creation::PoolCreation;
use crate::pool_overview::create_pool_overview::overview_address;

fn network_with_maximum_commission(bps: u16) -> NetworkSetup {
    let mut setup = NetworkSetup::default();
    setup.parameters.max_commission_bps = bps;
    setup
}

#[test]
fn no_pool_is_created_while_creation_is_not_allowed() {
    let mut setup = NetworkSetup::default();
    setup.parameters.pool_creation_allowed = false;
    let mut creation = PoolCreation::prepare_with(&setup);
    assert_refused(creation.send(), StakingError::PoolCreationNotAllowed);
    creation.assert_nothing_created();
}

#[test]
fn each_commission_is_at_most_the_maximum() {
    let mut creation = PoolCreation::prepare_with(&network_with_maximum_commission(1_234));
    for above in [1_235, 10_000, u16::MAX] {
        creation.assert_refuses(StakingError::CommissionAboveMaximum, |args| {
            args.reward_commission_bps = above;
            args.usdc_commission_bps = 0;
        });
        creation.assert_refuses(StakingError::CommissionAboveMaximum, |args| {
            args.reward_commission_bps = 0;
            args.usdc_commission_bps = above;
        });
    }
    creation.args.reward_commission_bps = 1_234;
    creation.args.usdc_commission_bps = 1_234;
    creation.send().unwrap();
    assert_eq!(creation.pool_data()[512..516], [0xd2, 0x04, 0xd2, 0x04]);
}

#[test]
fn a_maximum_of_100_percent_allows_it_and_one_of_nothing_allows_nothing() {
    let mut everything = PoolCreation::prepare_with(&network_with_maximum_commission(10_000));
    everything.args.reward_commission_bps = 10_000;
    everything.args.usdc_commission_bps = 10_000;
    everything.send().unwrap();

    let mut nothing = PoolCreation::prepare_with(&network_with_maximum_commission(0));
    nothing.assert_refuses(StakingError::CommissionAboveMaximum, |args| {
        args.reward_commission_bps = 1;
        args.usdc_commission_bps = 0;
    });
    nothing.args.reward_commission_bps = 0;
    nothing.args.usdc_commission_bps = 0;
    nothing.send().unwrap();
}

#[test]
fn pools_are_counted_up_to_a_u64() {
    let mut creation = PoolCreation::prepare();
    let overview = overview_address().0;
    creation.network.overwrite::<PoolOverview>(&overview, |overview| overview.operator_pool_count = u64::MAX);
    assert_refused(creation.send(), StakingError::MathOverflow);
    assert_eq!(creation.network.overview().unwrap().operator_pool_count, u64::MAX);
}
