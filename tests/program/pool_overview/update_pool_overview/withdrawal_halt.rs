//! The time box of a withdrawal halt (SPEC 8): 14 days, and not again for 7 days after it ended.

use inference_staking_client::events::PoolOverviewUpdated;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::state::PoolOverview;
use inference_staking_client::StakingError::*;
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::states::{assert_state, only_event};
use inference_staking_test_kit::{assert_refused, TestNetwork};

fn halted_at_start() -> TestNetwork {
    let mut network = TestNetwork::start();
    set_withdrawals_halted(&mut network, true).unwrap();
    network
}

/// The singleton after a halt that ends at `until`.
fn halted_until(before: &PoolOverview, until: i64) -> PoolOverview {
    PoolOverview {
        has_withdrawal_halt: 1,
        withdrawal_halted_until: until,
        withdrawal_halt_allowed_from: until + 604_800,
        ..*before
    }
}

#[test]
fn a_halt_lasts_14_days_and_changes_nothing_else() {
    let mut network = TestNetwork::start();
    let before = overview(&mut network);
    network.pass_time(3);
    let executed = set_withdrawals_halted(&mut network, true).unwrap();
    // 14 days are 1,209,600 seconds, 21 are 1,814,400.
    let until = START_TIME + 3 + 1_209_600;
    assert_state(&overview(&mut network), &halted_until(&before, until));
    assert_eq!(overview(&mut network).withdrawal_halt_allowed_from, START_TIME + 3 + 1_814_400);
    let event = only_event::<PoolOverviewUpdated>(&executed);
    assert_eq!(event.withdrawal_halted_until, Some(until));
    assert!(!event.staking_halted && !event.accrual_halted);
}

#[test]
fn an_exit_waits_for_the_end_of_a_halt_and_no_longer() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 1_000 * ONE);
    let alice = network.delegator("alice", &operator);
    network.buy_shares(&alice, ONE).unwrap();
    network.unstake(&alice, ONE).unwrap();
    set_withdrawals_halted(&mut network, true).unwrap();
    network.chain.set_time(START_TIME + 14 * DAY - 1);
    assert_refused(network.claim_unstake(&alice), WithdrawalsHalted);
    network.chain.set_time(START_TIME + 14 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE);
}

#[test]
fn a_halt_cannot_be_set_again_while_it_runs() {
    let mut network = halted_at_start();
    for time in [START_TIME, START_TIME + 1, START_TIME + 14 * DAY - 1, START_TIME + 14 * DAY] {
        network.chain.set_time(time);
        refuses(&mut network, WithdrawalHaltTooSoon, |network| set_withdrawals_halted(network, true));
    }
}

#[test]
fn after_a_halt_that_ended_by_itself_7_days_must_pass() {
    let mut network = halted_at_start();
    let before = overview(&mut network);
    network.chain.set_time(START_TIME + 21 * DAY - 1);
    refuses(&mut network, WithdrawalHaltTooSoon, |network| set_withdrawals_halted(network, true));
    network.chain.set_time(START_TIME + 21 * DAY);
    set_withdrawals_halted(&mut network, true).unwrap();
    assert_state(&overview(&mut network), &halted_until(&before, START_TIME + 35 * DAY));
}

#[test]
fn after_a_halt_that_was_ended_early_7_days_must_pass_from_then() {
    let mut network = halted_at_start();
    let before = overview(&mut network);
    network.chain.set_time(START_TIME + 2 * DAY);
    let executed = set_withdrawals_halted(&mut network, false).unwrap();
    assert_state(&overview(&mut network), &halted_until(&before, START_TIME + 2 * DAY));
    let told = only_event::<PoolOverviewUpdated>(&executed).withdrawal_halted_until;
    assert_eq!(told, Some(START_TIME + 2 * DAY));
    for time in [START_TIME + 2 * DAY, START_TIME + 9 * DAY - 1] {
        network.chain.set_time(time);
        refuses(&mut network, WithdrawalHaltTooSoon, |network| set_withdrawals_halted(network, true));
    }
    network.chain.set_time(START_TIME + 9 * DAY);
    set_withdrawals_halted(&mut network, true).unwrap();
    assert_state(&overview(&mut network), &halted_until(&before, START_TIME + 23 * DAY));
}

#[test]
fn claims_go_on_at_once_when_a_halt_is_ended_early() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 1_000 * ONE);
    let alice = network.delegator("alice", &operator);
    network.buy_shares(&alice, ONE).unwrap();
    network.unstake(&alice, ONE).unwrap();
    network.pass_time(7 * DAY);
    set_withdrawals_halted(&mut network, true).unwrap();
    assert_refused(network.claim_unstake(&alice), WithdrawalsHalted);
    set_withdrawals_halted(&mut network, false).unwrap();
    network.claim_unstake(&alice).unwrap();
}

#[test]
fn ending_a_halt_that_never_was_changes_nothing() {
    let mut network = TestNetwork::start();
    let before = overview(&mut network);
    let executed = set_withdrawals_halted(&mut network, false).unwrap();
    assert_state(&overview(&mut network), &before);
    assert_eq!(only_event::<PoolOverviewUpdated>(&executed).withdrawal_halted_until, None);
    set_withdrawals_halted(&mut network, true).unwrap();
}

#[test]
fn ending_a_halt_that_is_over_does_not_move_the_time_of_the_next() {
    let mut network = halted_at_start();
    let before = overview(&mut network);
    for days in [14, 16, 20] {
        network.chain.set_time(START_TIME + days * DAY);
        set_withdrawals_halted(&mut network, false).unwrap();
        assert_state(&overview(&mut network), &before);
    }
    network.chain.set_time(START_TIME + 21 * DAY);
    set_withdrawals_halted(&mut network, true).unwrap();
}

#[test]
fn ending_a_halt_twice_keeps_its_first_end() {
    let mut network = halted_at_start();
    network.pass_time(DAY);
    set_withdrawals_halted(&mut network, false).unwrap();
    let ended = overview(&mut network);
    network.pass_time(DAY);
    set_withdrawals_halted(&mut network, false).unwrap();
    assert_state(&overview(&mut network), &ended);
}

#[test]
fn an_update_that_says_nothing_of_the_halt_leaves_it() {
    let mut network = halted_at_start();
    let before = overview(&mut network);
    network.pass_time(DAY);
    let executed = update(&mut network, UpdatePoolOverviewArgs::default()).unwrap();
    assert_state(&overview(&mut network), &before);
    let told = only_event::<PoolOverviewUpdated>(&executed).withdrawal_halted_until;
    assert_eq!(told, Some(START_TIME + 14 * DAY));
}

#[test]
fn a_halt_at_time_zero_is_one() {
    let mut network = TestNetwork::start();
    let before = overview(&mut network);
    network.chain.set_time(-14 * DAY);
    set_withdrawals_halted(&mut network, true).unwrap();
    assert_state(&overview(&mut network), &halted_until(&before, 0));
    network.chain.set_time(-1);
    refuses(&mut network, WithdrawalHaltTooSoon, |network| set_withdrawals_halted(network, true));
    set_withdrawals_halted(&mut network, false).unwrap();
    assert_state(&overview(&mut network), &halted_until(&before, -1));
}

#[test]
fn a_halt_beyond_the_end_of_time_is_no_panic() {
    let mut network = TestNetwork::start();
    for time in [i64::MAX, i64::MAX - 1_209_600] {
        network.chain.set_time(time);
        refuses(&mut network, MathOverflow, |network| set_withdrawals_halted(network, true));
    }
}
