//! Deposit seconds before a known reward, take a full share, leave.

use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::NetworkSetup;
use inference_staking_test_kit::epochs::EpochTree;

use crate::chain::start_with;
use crate::world::*;

#[test]
fn a_deposit_seconds_before_a_known_reward_takes_no_part_of_it() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let mallory = network.delegator("mallory", &operator);
    let amount = 1_450 * ONE;
    network.mark(1).unwrap();
    refuses(&mut network, StakingError::EpochFinalizing, |network| network.stake(&mallory, amount));
    let tree = EpochTree::new(1, vec![leaf(&operator, 5_000 * ONE, 1_000 * ONE)]);
    network.fund_vaults(EMISSION, 1_000 * ONE);
    network.publish(1, tree.record_args(EMISSION, 1_000 * ONE)).unwrap();
    refuses(&mut network, StakingError::PoolBehind, |network| network.stake(&mallory, amount));

    // Nor around the accrual, in one transaction: before it she is refused, after it she pays the new price.
    let stake_accounts = network.stake_accounts(&mallory);
    let stake = ix::stake(stake_accounts, amount);
    let accrue = ix::accrue_reward(
        ix::accrue_reward_accounts(mallory.record.operator_pool, 1, operator.record.address()),
        tree.proof(0),
    );
    let leave = ix::unstake(mallory.record, 1_000 * ONE);
    let before = [stake.clone(), accrue.clone(), leave.clone()];
    refuses(&mut network, StakingError::PoolBehind, |network| network.send(&before, &[&mallory.wallet]));
    network.send(&[accrue, stake, leave], &[&mallory.wallet]).unwrap();
    refuses(&mut network, StakingError::NoUsdcToClaim, |network| network.claim_usdc(&mallory));
    for (delegator, shares) in [(&alice, 3_000), (&bob, 5_000)] {
        network.claim_usdc(delegator).unwrap();
        network.unstake(delegator, shares * ONE).unwrap();
    }
    network.pass_time(7 * DAY);
    for delegator in [&mallory, &alice, &bob] {
        network.claim_unstake(delegator).unwrap();
    }
    // 1,000 shares at 1.45 cost and brought 1,450; the others have all of 4,500 tokens and 800 USDC.
    assert_eq!(gained(&mut network, &mallory), (0, 0));
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
}

#[test]
fn tokens_in_cooldown_cannot_come_back_for_a_known_reward() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let mallory = delegator_with(&mut network, "mallory", &operator, 10_000 * ONE);
    // She waits in cooldown, and comes back if the epoch pays.
    network.unstake(&mallory, 10_000 * ONE).unwrap();
    network.mark(1).unwrap();
    refuses(&mut network, StakingError::EpochFinalizing, |network| cancel_unstake(network, &mallory));
    let tree = EpochTree::new(1, vec![leaf(&operator, 5_000 * ONE, 1_000 * ONE)]);
    network.fund_vaults(EMISSION, 1_000 * ONE);
    network.publish(1, tree.record_args(EMISSION, 1_000 * ONE)).unwrap();
    refuses(&mut network, StakingError::PoolBehind, |network| cancel_unstake(network, &mallory));
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    // At 1.45 her 10,000 tokens buy 6,896.551724 shares: 10^10 / 1.45 is 6,896,551,724.1. They cost 9,999,999,999.8 base
    // units, rounded up, and bring the same rounded down when she leaves again: she loses one.
    cancel_unstake(&mut network, &mallory).unwrap();
    assert_eq!(network.record_of(&mallory).shares, 6_896_551_724);
    network.unstake(&mallory, 6_896_551_724).unwrap();
    refuses(&mut network, StakingError::NoUsdcToClaim, |network| network.claim_usdc(&mallory));
    for (delegator, shares) in [(&alice, 3_000), (&bob, 5_000)] {
        network.claim_usdc(delegator).unwrap();
        network.unstake(delegator, shares * ONE).unwrap();
    }
    network.pass_time(7 * DAY);
    for delegator in [&mallory, &alice, &bob] {
        network.claim_unstake(delegator).unwrap();
    }
    assert_eq!(gained(&mut network, &mallory), (-1, 0));
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
    assert_eq!(network.balance(&address::reward_vault()), liabilities(&mut network).0);
}

#[test]
fn a_cooldown_cannot_be_shorter_than_an_epoch() {
    let mut network = start_with(&NetworkSetup::for_real_money());
    let delay = |seconds| UpdatePoolOverviewArgs { delegator_unstake_delay: Some(seconds), ..Default::default() };
    refuses(&mut network, StakingError::DelegatorDelayOutOfRange, |network| update_overview(network, delay(86_399)));
    update_overview(&mut network, delay(86_400)).unwrap();
    let longer = UpdatePoolOverviewArgs { min_epoch_length: Some(86_401), ..Default::default() };
    refuses(&mut network, StakingError::DelegatorDelayOutOfRange, |network| update_overview(network, longer));
}
