//! Bounds of the parameters in an update of a network for real money (SPEC 12): what is given, together with what stays.

use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError::*;
use inference_staking_localnet::NetworkSetup;
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::TestNetwork;

use super::parameter_bounds::{args, refuses_each, takes};

/// Seconds of a parameter, given alone.
type Set = fn(&mut UpdatePoolOverviewArgs, u64);

const EPOCH: Set = |args, seconds| args.min_epoch_length = Some(seconds);
const CHALLENGE: Set = |args, seconds| args.challenge_period = Some(seconds);
const DELEGATORS: Set = |args, seconds| args.delegator_unstake_delay = Some(seconds);
const OPERATORS: Set = |args, seconds| args.operator_unstake_delay = Some(seconds);
const SLASHING: Set = |args, seconds| args.slashing_delay = Some(seconds);
const BYPASS: Set = |args, seconds| args.bypass_delay = Some(seconds);

/// Epochs of a day, a challenge period of an hour, cooldowns of 7 and 14 days, a slashing delay of 2 days.
fn real_network() -> TestNetwork {
    TestNetwork::start_with(&NetworkSetup::for_real_money())
}

#[test]
fn the_epoch_length_with_real_money_stays_6_hours_to_7_days() {
    let mut network = real_network();
    refuses_each(&mut network, MinEpochLengthOutOfRange, &[0, 21_599, 604_801, u64::MAX], EPOCH);
    takes(&mut network, &[21_600, 604_800], EPOCH);
}

#[test]
fn the_epoch_length_with_real_money_stays_3_hours_above_the_challenge_period() {
    let mut network = real_network();
    takes(&mut network, &[28_800], CHALLENGE);
    // 8 hours and 3.
    refuses_each(&mut network, ChallengePeriodOutOfRange, &[21_600, 39_599], EPOCH);
    takes(&mut network, &[39_600], EPOCH);
}

#[test]
fn the_epoch_length_with_real_money_stays_at_most_either_unstake_delay() {
    let mut network = real_network();
    takes(&mut network, &[259_200], DELEGATORS);
    refuses_each(&mut network, DelegatorDelayOutOfRange, &[259_201, 604_800], EPOCH);
    takes(&mut network, &[604_800], DELEGATORS);
    takes(&mut network, &[172_800], OPERATORS);
    refuses_each(&mut network, OperatorDelayOutOfRange, &[172_801, 604_800], EPOCH);
    takes(&mut network, &[172_800], EPOCH);
}

#[test]
fn the_challenge_period_with_real_money_stays_1_hour_to_3_hours_before_the_shortest_epoch_ends() {
    let mut network = real_network();
    // A day less 3 hours.
    refuses_each(&mut network, ChallengePeriodOutOfRange, &[0, 3_599, 75_601, 86_400], CHALLENGE);
    takes(&mut network, &[3_600, 75_600], CHALLENGE);
    takes(&mut network, &[604_800], EPOCH);
    refuses_each(&mut network, ChallengePeriodOutOfRange, &[259_201, u64::MAX], CHALLENGE);
    takes(&mut network, &[259_200], CHALLENGE);
}

#[test]
fn unstake_delays_with_real_money_stay_a_day_and_the_shortest_epoch_to_90_days() {
    let mut network = real_network();
    takes(&mut network, &[86_400], SLASHING);
    for (set, error) in [(DELEGATORS, DelegatorDelayOutOfRange), (OPERATORS, OperatorDelayOutOfRange)] {
        refuses_each(&mut network, error, &[0, 86_399, 7_776_001, u64::MAX], set);
        takes(&mut network, &[86_400, 7_776_000], set);
    }
    takes(&mut network, &[432_000], EPOCH);
    for (set, error) in [(DELEGATORS, DelegatorDelayOutOfRange), (OPERATORS, OperatorDelayOutOfRange)] {
        refuses_each(&mut network, error, &[86_400, 431_999], set);
        takes(&mut network, &[432_000], set);
    }
}

#[test]
fn the_slashing_delay_with_real_money_stays_1_day_to_the_operators_delay() {
    let mut network = real_network();
    refuses_each(&mut network, SlashingDelayOutOfRange, &[0, 86_399, 7_776_001, u64::MAX], SLASHING);
    refuses_each(&mut network, OperatorDelayBelowSlashingDelay, &[1_209_601, 7_776_000], SLASHING);
    takes(&mut network, &[86_400, 1_209_600], SLASHING);
    refuses_each(&mut network, OperatorDelayBelowSlashingDelay, &[86_400, 1_209_599], OPERATORS);
}

#[test]
fn the_bypass_delay_with_real_money_stays_1_to_14_days() {
    let mut network = real_network();
    refuses_each(&mut network, BypassDelayOutOfRange, &[0, 86_399, 1_209_601, u64::MAX], BYPASS);
    takes(&mut network, &[86_400, 1_209_600], BYPASS);
}

#[test]
fn the_operators_minimum_with_real_money_stays_at_least_one_token() {
    let mut network = real_network();
    let set: Set = |args, amount| args.min_operator_token_stake = Some(amount);
    refuses_each(&mut network, MinOperatorStakeBelowOneToken, &[0, 1, 999_999], set);
    takes(&mut network, &[1_000_000, u64::MAX], set);
}

#[test]
fn bounds_with_real_money_that_depend_on_each_other_can_be_moved_together() {
    let mut network = real_network();
    // Most of them alone would be refused, up and down.
    for (epoch, challenge, slashing, delays) in
        [(604_800, 259_200, 7_776_000, 7_776_000), (21_600, 10_800, 86_400, 86_400)]
    {
        let moved = args(|args| {
            args.min_epoch_length = Some(epoch);
            args.challenge_period = Some(challenge);
            args.slashing_delay = Some(slashing);
            args.delegator_unstake_delay = Some(delays);
            args.operator_unstake_delay = Some(delays);
        });
        update(&mut network, moved).unwrap();
    }
}

#[test]
fn no_update_makes_a_network_for_real_money_a_test_network_or_the_other_way_round() {
    for (mut network, is_test_network) in [(real_network(), 0), (TestNetwork::start(), 1)] {
        let all = args(|args| {
            args.min_epoch_length = Some(86_400);
            args.challenge_period = Some(3_600);
            args.staking_halted = Some(true);
        });
        update(&mut network, all).unwrap();
        assert_eq!(overview(&mut network).is_test_network, is_test_network);
    }
}

#[test]
fn one_value_out_of_range_for_real_money_refuses_the_whole_update() {
    let mut network = real_network();
    let mixed = args(|args| {
        args.staking_halted = Some(true);
        args.challenge_period = Some(0);
    });
    refuses(&mut network, ChallengePeriodOutOfRange, |network| update(network, mixed));
}
