//! An epoch is marked once the newest record is claimable, with real money 3 hours later, and never while accrual is halted.

use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::state::{PoolOverview, NEVER};
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, START_TIME};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::administration::{set_accrual_halted, update};
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::revoke;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{assert_state, change_overview};
use inference_staking_test_kit::TestNetwork;

const HOUR: i64 = 3_600;

/// Epoch 1 is finalized at `START_TIME` and claimable 3 days later. Then the admin lets epochs last 6 hours and records wait 1.
fn long_challenge(is_test_network: bool) -> TestNetwork {
    let mut network = real_money_network_with(|setup| {
        setup.is_test_network = is_test_network;
        setup.parameters.min_epoch_length = 4 * 86_400;
        setup.parameters.challenge_period = 3 * 86_400;
    });
    network.mark(1).unwrap();
    network.publish(1, no_roots()).unwrap();
    let (min_epoch_length, challenge_period) = (Some(6 * 3_600), Some(3_600));
    let args = UpdatePoolOverviewArgs { min_epoch_length, challenge_period, ..Default::default() };
    update(&mut network, args).unwrap();
    network
}

/// Epoch 1 is finalized at `START_TIME` and claimable an hour later, epochs last 6 hours. Accrual is resumed after 10 hours.
fn resumed(is_test_network: bool) -> TestNetwork {
    let mut network = real_money_network_with(|setup| setup.is_test_network = is_test_network);
    network.mark(1).unwrap();
    network.publish(1, no_roots()).unwrap();
    set_accrual_halted(&mut network, true);
    network.chain.set_time(START_TIME + 10 * HOUR);
    set_accrual_halted(&mut network, false);
    network
}

#[test]
fn with_real_money_an_epoch_is_marked_three_hours_after_the_newest_record_is_claimable() {
    let mut network = long_challenge(false);
    network.chain.set_time(START_TIME + 3 * DAY + 3 * HOUR - 1);
    refuses(&mut network, StakingError::MarkTooSoon, |network| network.mark(2));
    network.pass_time(1);
    network.mark(2).unwrap();
}

#[test]
fn on_a_test_network_an_epoch_is_marked_as_soon_as_the_newest_record_is_claimable() {
    let mut network = long_challenge(true);
    network.chain.set_time(START_TIME + 3 * DAY - 1);
    refuses(&mut network, StakingError::MarkTooSoon, |network| network.mark(2));
    network.pass_time(1);
    network.mark(2).unwrap();
}

#[test]
fn with_real_money_an_epoch_is_marked_three_hours_after_accrual_was_resumed() {
    let mut network = resumed(false);
    network.chain.set_time(START_TIME + 13 * HOUR - 1);
    refuses(&mut network, StakingError::MarkTooSoon, |network| network.mark(2));
    network.pass_time(1);
    network.mark(2).unwrap();
}

#[test]
fn on_a_test_network_an_epoch_is_marked_as_soon_as_accrual_is_resumed() {
    resumed(true).mark(2).unwrap();
}

#[test]
fn the_later_of_the_record_and_the_resumption_counts() {
    // Resumed an hour before the record is claimable.
    let mut network = long_challenge(false);
    set_accrual_halted(&mut network, true);
    network.chain.set_time(START_TIME + 3 * DAY - HOUR);
    set_accrual_halted(&mut network, false);
    network.chain.set_time(START_TIME + 3 * DAY + 3 * HOUR - 1);
    refuses(&mut network, StakingError::MarkTooSoon, |network| network.mark(2));
    network.pass_time(1);
    network.mark(2).unwrap();
}

#[test]
fn the_minimum_length_of_an_epoch_counts_beside_it() {
    // Claimable after an hour, and 3 hours more: 4 of the 6 hours of an epoch.
    let mut network = real_money_network_with(|_| {});
    network.mark(1).unwrap();
    network.publish(1, no_roots()).unwrap();
    network.chain.set_time(START_TIME + 6 * HOUR - 1);
    refuses(&mut network, StakingError::EpochTooShort, |network| network.mark(2));
    network.pass_time(1);
    network.mark(2).unwrap();
}

#[test]
fn the_first_epoch_waits_for_no_record_and_with_real_money_for_a_resumption() {
    real_money_network_with(|_| {}).mark(1).unwrap();
    let mut network = real_money_network_with(|_| {});
    set_accrual_halted(&mut network, true);
    set_accrual_halted(&mut network, false);
    network.chain.set_time(START_TIME + 3 * HOUR - 1);
    refuses(&mut network, StakingError::MarkTooSoon, |network| network.mark(1));
    network.pass_time(1);
    network.mark(1).unwrap();
}

#[test]
fn no_epoch_is_marked_while_accrual_is_halted() {
    for is_test_network in [true, false] {
        let mut network = real_money_network_with(|setup| setup.is_test_network = is_test_network);
        set_accrual_halted(&mut network, true);
        network.pass_time(100 * DAY);
        refuses(&mut network, StakingError::AccrualHalted, |network| network.mark(1));
        set_accrual_halted(&mut network, false);
        network.pass_time(3 * HOUR);
        network.mark(1).unwrap();
    }
}

#[test]
fn the_record_of_a_marked_epoch_is_created_and_revoked_while_accrual_is_halted() {
    let mut network = real_money_network_with(|_| {});
    network.mark(1).unwrap();
    let before = network.overview().unwrap();
    set_accrual_halted(&mut network, true);
    network.publish(1, no_roots()).unwrap();
    revoke(&mut network, 1).unwrap();
    let expected = PoolOverview { accrual_halted: 1, last_finalized_at: START_TIME, ..before };
    assert_state(&network.overview().unwrap(), &expected);
    network.publish(1, no_roots()).unwrap();
    assert_eq!(network.overview().unwrap().newest_claimable_from, START_TIME + HOUR);
}

#[test]
fn after_a_revocation_the_next_record_is_what_the_mark_waits_for() {
    let mut network = long_challenge(false);
    // In the last second of its 3 days the record is replaced by one that waits an hour.
    network.chain.set_time(START_TIME + 3 * DAY - 1);
    revoke(&mut network, 1).unwrap();
    assert_eq!(network.overview().unwrap().newest_claimable_from, NEVER);
    network.publish(1, no_roots()).unwrap();
    network.pass_time(6 * HOUR - 1);
    refuses(&mut network, StakingError::EpochTooShort, |network| network.mark(2));
    network.pass_time(1);
    network.mark(2).unwrap();
}

#[test]
fn a_margin_beyond_the_end_of_time_is_no_panic() {
    let mut network = real_money_network_with(|_| {});
    change_overview(&mut network, |overview| overview.newest_claimable_from = i64::MAX - 3 * HOUR + 1);
    network.chain.set_time(i64::MAX);
    refuses(&mut network, StakingError::MathOverflow, |network| network.mark(1));
    change_overview(&mut network, |overview| overview.newest_claimable_from = i64::MAX - 3 * HOUR);
    network.chain.set_time(i64::MAX - 1);
    refuses(&mut network, StakingError::MarkTooSoon, |network| network.mark(1));
    network.chain.set_time(i64::MAX);
    network.mark(1).unwrap();
}
