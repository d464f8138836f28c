//! `accrue_reward_emergency_bypass`: from when (SPEC 6.6). At once if the record can pay nobody, otherwise after its own delay
//! since it became claimable and since accrual was last resumed.

use inference_staking_client::event::decode_all;
use inference_staking_client::events::EpochBypassed;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError;
use inference_staking_test_kit::administration::{set_accrual_halted, update};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::pools::bypass;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::{Staker, TestNetwork};

/// Two operators with 10 shares each. Epoch 1 has 10,000 tokens and 50 USDC, of which the first pool is paid these amounts and
/// the second nothing; its challenge period of an hour begins.
fn two_pools(reward: u64, usdc: u64) -> (TestNetwork, Staker, Staker, EpochTree) {
    let mut network = challenged_network();
    let [paid, other] = ["paid", "other"].map(|name| network.operator(name, 10));
    let leaves = vec![leaf(&paid, reward, usdc), leaf(&other, 0, 0)];
    let tree = network.publish_leaves(1, leaves, EPOCH_REWARDS, 50);
    (network, paid, other, tree)
}

/// The first second at which a bypass goes through, the one before being refused.
#[track_caller]
fn assert_bypassed_after(network: &mut TestNetwork, operator: &Staker, seconds: i64) {
    network.pass_time(seconds - 1);
    refuses(network, StakingError::BypassTooSoon, |network| bypass(network, operator, 1));
    network.pass_time(1);
    bypass(network, operator, 1).unwrap();
}

#[test]
fn an_epoch_whose_record_has_nothing_left_is_passed_at_once_and_for_good() {
    let (mut network, paid, other, tree) = two_pools(EPOCH_REWARDS, 50);
    network.pass_time(CHALLENGE);
    refuses(&mut network, StakingError::BypassTooSoon, |network| bypass(network, &other, 1));
    network.accrue(&paid, 1, tree.proof(0)).unwrap();
    let executed = bypass(&mut network, &other, 1).unwrap();
    // There is nothing to catch up, not even the leaf of nothing.
    assert_eq!(progress(&mut network, &other), (1, 0));
    let event = &decode_all::<EpochBypassed>(&executed.logs)[0];
    assert_eq!((event.can_be_accrued, event.skipped_epochs), (false, 0));
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&other, 1, tree.proof(1)));
}

#[test]
fn one_unit_of_either_kind_that_is_left_makes_a_pool_wait_and_can_be_caught_up() {
    for (reward, usdc) in [(EPOCH_REWARDS - 1, 50), (EPOCH_REWARDS, 49)] {
        let (mut network, paid, other, tree) = two_pools(reward, usdc);
        network.pass_time(CHALLENGE);
        network.accrue(&paid, 1, tree.proof(0)).unwrap();
        assert_bypassed_after(&mut network, &other, BYPASS_DELAY);
        assert_eq!(progress(&mut network, &other), (1, 1));
        network.accrue(&other, 1, tree.proof(1)).unwrap();
        assert_eq!(progress(&mut network, &other), (1, 0));
    }
}

#[test]
fn the_delay_is_that_of_the_day_of_the_record() {
    for other_delay in [86_400, 14 * 86_400] {
        let (mut network, _, other, _) = two_pools(100, 50);
        let args = UpdatePoolOverviewArgs { bypass_delay: Some(other_delay), ..Default::default() };
        update(&mut network, args).unwrap();
        network.pass_time(CHALLENGE);
        assert_bypassed_after(&mut network, &other, BYPASS_DELAY);
    }
}

#[test]
fn after_a_halt_the_delay_counts_from_the_resumption() {
    let (mut network, _, other, _) = two_pools(100, 50);
    network.pass_time(CHALLENGE);
    set_accrual_halted(&mut network, true);
    network.pass_time(10 * BYPASS_DELAY);
    refuses(&mut network, StakingError::AccrualHalted, |network| bypass(network, &other, 1));
    set_accrual_halted(&mut network, false);
    assert_bypassed_after(&mut network, &other, BYPASS_DELAY);
}

#[test]
fn a_halt_that_ended_before_the_record_was_claimable_delays_nothing() {
    let (mut network, _, other, _) = two_pools(100, 50);
    set_accrual_halted(&mut network, true);
    network.pass_time(CHALLENGE - 1);
    set_accrual_halted(&mut network, false);
    network.pass_time(1);
    assert_bypassed_after(&mut network, &other, BYPASS_DELAY);
}

#[test]
fn a_second_halt_makes_the_delay_begin_anew() {
    let (mut network, _, other, _) = two_pools(100, 50);
    network.pass_time(CHALLENGE + BYPASS_DELAY - 1);
    set_accrual_halted(&mut network, true);
    set_accrual_halted(&mut network, false);
    assert_bypassed_after(&mut network, &other, BYPASS_DELAY);
}

#[test]
fn an_epoch_that_pays_nobody_is_passed_as_soon_as_accrual_is_resumed() {
    let mut network = challenged_network();
    let operator = network.operator("operator", 10);
    publish_without_roots(&mut network, 1..=1);
    set_accrual_halted(&mut network, true);
    network.pass_time(BYPASS_DELAY);
    refuses(&mut network, StakingError::AccrualHalted, |network| bypass(network, &operator, 1));
    set_accrual_halted(&mut network, false);
    bypass(&mut network, &operator, 1).unwrap();
    assert_eq!(progress(&mut network, &operator), (1, 0));
}
