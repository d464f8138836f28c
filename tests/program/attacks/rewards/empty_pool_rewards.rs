//! Rewards into a pool without shares are captured by the next depositor.

use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::activate_return;

use crate::world::*;

#[test]
fn the_next_depositor_captures_no_rewards_of_a_pool_without_shares() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 0);
    let mallory = network.delegator("mallory", &operator);
    network.stake(&mallory, 1_000 * ONE).unwrap();
    // 500 of 5,000 tokens and 200 of 1,000 USDC are commission; the rest stays in the record.
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 1_000 * ONE);
    let record = network.reward_record(1).unwrap();
    assert_eq!((record.remaining_rewards, record.remaining_usdc), (9_500 * ONE, 800 * ONE));

    // Mallory deposited in epoch 1, and her tokens become shares right after the accrual: one token a share.
    let activated = activate_return(&network.activate(&mallory).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (1_000 * ONE, 1_000 * ONE, 0));
    refuses(&mut network, StakingError::NoUsdcToClaim, |network| network.claim_usdc(&mallory));
    network.unstake(&mallory, 1_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&mallory).unwrap();
    assert_eq!(gained(&mut network, &mallory), (0, 0));
    withdraw_commissions(&mut network, &operator).unwrap();
    assert_eq!(gained(&mut network, &operator), (tokens(500), 200 * ONE));

    // When the record expires, all the rest is free for later epochs.
    let args = UpdatePoolOverviewArgs { min_epoch_length: Some(0), ..Default::default() };
    update_overview(&mut network, args).unwrap();
    (2..=129).for_each(|epoch| publish_without_roots(&mut network, epoch));
    assert_eq!(liabilities(&mut network), (9_500 * ONE, 800 * ONE));
    let reclaim = ix::reclaim_expired_reward_record(1, record.rent_payer);
    network.send(&[reclaim], &[]).unwrap();
    assert_eq!(liabilities(&mut network), (0, 0));
    assert_eq!(vaults(&mut network), (9_500 * ONE, 800 * ONE));
}
