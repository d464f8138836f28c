//! `mark_epoch_as_finalizing`: who, which epoch, and the minimum length of an epoch.

use inference_staking_client::event::decode_all;
use inference_staking_client::events::EpochMarkedAsFinalizing;
use inference_staking_client::state::PoolOverview;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::START_TIME;
use inference_staking_localnet::{wallet, Chain};
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{assert_state, change_overview};
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_signer::Signer;

const HOUR: u64 = 3_600;

/// Epoch 1 is finalized at `START_TIME`, and an epoch lasts at least an hour.
fn one_finalized_epoch(min_epoch_length: u64) -> TestNetwork {
    let mut network = small_network_with(|setup| setup.parameters.min_epoch_length = min_epoch_length);
    network.mark(1).unwrap();
    network.publish(1, no_roots()).unwrap();
    network
}

#[test]
fn marking_sets_the_flag_alone_and_says_who_and_when() {
    let mut network = small_network();
    network.pass_time(11);
    let before = network.overview().unwrap();
    let executed = network.mark(1).unwrap();
    assert_state(&network.overview().unwrap(), &PoolOverview { is_epoch_finalizing: 1, ..before });
    let authority = network.reward_authority.pubkey();
    let event = EpochMarkedAsFinalizing { reward_epoch: 1, authority, marked_at: START_TIME + 11, epoch: 2 };
    assert_eq!(decode_all::<EpochMarkedAsFinalizing>(&executed.logs), [event]);
}

#[test]
fn each_of_five_reward_authorities_may_mark_and_publish() {
    let names = ["first", "second", "third", "fourth", "fifth"];
    let mut network = network_with_reward_authorities(&names);
    for (epoch, name) in (1..).zip(names) {
        mark_as(&mut network, &wallet(name), epoch).unwrap();
        publish_as(&mut network, &wallet(name), epoch, no_roots()).unwrap();
    }
    assert_eq!(network.overview().unwrap().completed_reward_epoch, 5);
}

#[test]
fn the_mark_of_one_authority_can_be_published_by_the_other() {
    let mut network = network_with_reward_authorities(&["first", "second"]);
    mark_as(&mut network, &wallet("second"), 1).unwrap();
    publish_as(&mut network, &wallet("first"), 1, no_roots()).unwrap();
    assert_eq!(network.overview().unwrap().completed_reward_epoch, 1);
}

#[test]
fn nobody_but_a_reward_authority_may_mark() {
    let mut network = network_with_reward_authorities(&["first", "second"]);
    let roles = ["stranger", "reward authority", "halt authority", "slashing authority", "program admin", "payer"];
    for name in roles {
        refuses(&mut network, StakingError::NotRewardAuthority, |network| mark_as(network, &wallet(name), 1));
    }
}

#[test]
fn only_the_epoch_after_the_last_completed_one_can_be_marked() {
    let mut network = small_network();
    for epoch in [0, 2, 3, u64::MAX] {
        refuses(&mut network, StakingError::EpochIsNotNext, |network| network.mark(epoch));
    }
    network.mark(1).unwrap();
    network.publish(1, no_roots()).unwrap();
    for epoch in [0, 1, 3, u64::MAX] {
        refuses(&mut network, StakingError::EpochIsNotNext, |network| network.mark(epoch));
    }
    network.mark(2).unwrap();
}

#[test]
fn an_epoch_cannot_be_marked_while_one_is_finalizing() {
    let mut network = small_network();
    network.mark(1).unwrap();
    for epoch in [1, 2] {
        refuses(&mut network, StakingError::EpochAlreadyFinalizing, |network| network.mark(epoch));
    }
}

#[test]
fn there_is_no_epoch_after_the_last_u64() {
    let mut network = small_network();
    change_overview(&mut network, |overview| overview.completed_reward_epoch = u64::MAX);
    assert_refused(network.mark(0), StakingError::MathOverflow);
}

#[test]
fn an_epoch_lasts_the_minimum_length_and_not_a_second_longer() {
    let mut network = one_finalized_epoch(HOUR);
    network.chain.set_time(START_TIME + 3_599);
    refuses(&mut network, StakingError::EpochTooShort, |network| network.mark(2));
    network.chain.set_time(START_TIME + 3_600);
    network.mark(2).unwrap();
}

#[test]
fn the_minimum_length_runs_from_the_record_and_not_from_the_mark() {
    let mut network = one_finalized_epoch(HOUR);
    network.pass_time(5_000);
    network.mark(2).unwrap();
    network.pass_time(50);
    network.publish(2, no_roots()).unwrap();
    network.chain.set_time(START_TIME + 5_050 + 3_599);
    refuses(&mut network, StakingError::EpochTooShort, |network| network.mark(3));
    network.chain.set_time(START_TIME + 5_050 + 3_600);
    network.mark(3).unwrap();
}

#[test]
fn a_minimum_length_of_zero_is_off() {
    let mut network = one_finalized_epoch(0);
    network.mark(2).unwrap();
}

#[test]
fn an_epoch_without_a_minimum_length_waits_for_the_newest_record_if_the_clock_steps_back() {
    let mut network = one_finalized_epoch(0);
    network.pass_time(-1);
    refuses(&mut network, StakingError::MarkTooSoon, |network| network.mark(2));
    network.pass_time(1);
    network.mark(2).unwrap();
}

#[test]
fn the_first_epoch_has_no_minimum_length_even_at_time_zero() {
    let mut network = small_network_with(|setup| setup.parameters.min_epoch_length = HOUR);
    network.chain.set_time(0);
    network.mark(1).unwrap();
    // A finalization at time 0 counts like one at any other time.
    network.publish(1, no_roots()).unwrap();
    network.chain.set_time(3_599);
    refuses(&mut network, StakingError::EpochTooShort, |network| network.mark(2));
    network.chain.set_time(3_600);
    network.mark(2).unwrap();
}

#[test]
fn the_minimum_length_holds_when_the_clock_steps_back() {
    let mut network = one_finalized_epoch(HOUR);
    network.pass_time(-10_000);
    refuses(&mut network, StakingError::EpochTooShort, |network| network.mark(2));
}

#[test]
fn a_finalization_at_the_end_of_time_is_no_panic() {
    let mut network = one_finalized_epoch(HOUR);
    change_overview(&mut network, |overview| overview.last_finalized_at = i64::MAX - 3_599);
    network.chain.set_time(i64::MAX);
    refuses(&mut network, StakingError::MathOverflow, |network| network.mark(2));
}
