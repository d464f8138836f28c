//! Deposit seconds before a known reward, take a full share, leave. Deposit in the second before the mark, leave after: the
//! operator knows its USDC of the epoch. Against both stands that a deposit is activating stake until its epoch is over, and that
//! it becomes shares only of a pool that has passed everything that is over (SPEC 6.9).

use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::NetworkSetup;
use inference_staking_test_kit::Staker;
use solana_signer::Signer;

use crate::chain::{start_with, TestNetwork};
use crate::world::*;

/// Nine times the pool of three, and a multiple of 1.45.
const FORTUNE: u64 = 91_350 * ONE;

/// Mallory, who has nothing but activating tokens or shares, gets what it brought and no USDC; Alice and Bob have all of 4,500
/// tokens and 800 USDC.
fn nothing_was_taken(network: &mut TestNetwork, mallory: &Staker, [alice, bob]: [&Staker; 2]) {
    for staker in [mallory, alice, bob] {
        leave_whole(network, staker);
    }
    assert_eq!(gained(network, mallory), (0, 0));
    assert_eq!(gained(network, alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(network, bob), (tokens(2_250), 400 * ONE));
}

#[test]
fn a_deposit_seconds_before_a_known_reward_takes_no_part_of_it() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let mallory = network.delegator("mallory", &operator);
    network.mark(1).unwrap();
    // A deposit may come at any time, and is no share: neither while the epoch is finalized nor once its leaves are public.
    network.stake(&mallory, FORTUNE / 2).unwrap();
    activation_refused(&mut network, &mallory, StakingError::PoolBehind);
    let proof = publish_good_marked(&mut network, &operator, 1);
    network.stake(&mallory, FORTUNE / 2).unwrap();
    activation_refused(&mut network, &mallory, StakingError::PoolBehind);

    // Nor around the accrual, in one transaction: before it the pool is behind, after it the deposit is not ripe.
    let accrue = accrue_of(&operator, 1, proof);
    let activate = activate_of(&mallory, &operator);
    let leave = ix::unstake(mallory.record, 1_000 * ONE);
    let before = [activate.clone(), accrue.clone(), leave.clone()];
    refuses(&mut network, StakingError::PoolBehind, |network| network.send(&before, &[&mallory.wallet]));
    let after = [accrue.clone(), activate, leave];
    refuses(&mut network, StakingError::NothingRipe, |network| network.send(&after, &[&mallory.wallet]));
    network.send(&[accrue], &[]).unwrap();
    nothing_was_taken(&mut network, &mallory, [&alice, &bob]);
}

#[test]
fn a_deposit_in_the_second_before_the_mark_takes_nothing_of_that_epoch() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let mallory = network.delegator("mallory", &operator);
    // In the transaction of the mark itself, the deposit comes first. It cannot become shares there.
    let authority = network.reward_authority.insecure_clone();
    let mark = ix::mark_epoch_as_finalizing(authority.pubkey(), 1);
    let stake = stake_of(&mut network, &mallory, FORTUNE);
    let activate = activate_of(&mallory, &operator);
    let signers = [&authority, &mallory.wallet];
    let before = [stake.clone(), activate.clone(), mark.clone()];
    refuses(&mut network, StakingError::NothingRipe, |network| network.send(&before, &signers));
    // The mark makes it ripe, and the pool fall behind.
    let after = [stake.clone(), mark.clone(), activate];
    refuses(&mut network, StakingError::PoolBehind, |network| network.send(&after, &signers));
    network.send(&[stake, mark], &signers).unwrap();
    let proof = publish_good_marked(&mut network, &operator, 1);
    activation_refused(&mut network, &mallory, StakingError::PoolBehind);

    // The epoch raises the price first: 91,350 tokens buy 63,000 shares at 1.45, which earn from epoch 2 on.
    network.send(&[accrue_of(&operator, 1, proof), activate_of(&mallory, &operator)], &[]).unwrap();
    assert_eq!(network.record_of(&mallory).shares, 63_000 * ONE);
    nothing_was_taken(&mut network, &mallory, [&alice, &bob]);
}

#[test]
fn nor_does_a_deposit_that_leaves_before_it_ever_was_a_share() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let mallory = depositor_with(&mut network, "mallory", &operator, FORTUNE);
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 1_000 * ONE);
    nothing_was_taken(&mut network, &mallory, [&alice, &bob]);
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
