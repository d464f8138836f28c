//! Bounds of the parameters in an update (SPEC 12): what is given, together with what stays.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError::{self, *};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::TestNetwork;
use solana_signer::Signer;

fn args(change: impl FnOnce(&mut UpdatePoolOverviewArgs)) -> UpdatePoolOverviewArgs {
    let mut args = UpdatePoolOverviewArgs::default();
    change(&mut args);
    args
}

/// The values are taken one after another, each of them alone.
fn takes<V: Copy>(network: &mut TestNetwork, values: &[V], set: fn(&mut UpdatePoolOverviewArgs, V)) {
    for value in values {
        update(network, args(|args| set(args, *value))).unwrap();
    }
}

/// The values are refused with `expected`, each of them alone, and nothing changes.
#[track_caller]
fn refuses_each<V: Copy>(
    network: &mut TestNetwork,
    expected: StakingError,
    values: &[V],
    set: fn(&mut UpdatePoolOverviewArgs, V),
) {
    for value in values {
        refuses(network, expected, |network| update(network, args(|args| set(args, *value))));
    }
}

#[test]
fn the_delegator_delay_stays_between_the_epoch_length_and_90_days() {
    let mut network = TestNetwork::start();
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.delegator_unstake_delay = Some(seconds);
    refuses_each(&mut network, DelegatorDelayOutOfRange, &[0, 86_399, 7_776_001, u64::MAX], set);
    takes(&mut network, &[86_400, 7_776_000], set);
    // Without a minimum epoch length it may be 0.
    takes(&mut network, &[0], |args, seconds| args.min_epoch_length = Some(seconds));
    takes(&mut network, &[0], set);
}

#[test]
fn the_operator_delay_stays_between_the_slashing_delay_and_90_days() {
    let mut network = TestNetwork::start();
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.operator_unstake_delay = Some(seconds);
    refuses_each(&mut network, OperatorDelayBelowSlashingDelay, &[86_400, 172_799], set);
    refuses_each(&mut network, OperatorDelayOutOfRange, &[0, 86_399, 7_776_001, u64::MAX], set);
    takes(&mut network, &[172_800, 7_776_000], set);
}

#[test]
fn the_operator_delay_stays_at_least_the_epoch_length() {
    let mut network = TestNetwork::start();
    takes(&mut network, &[432_000], |args, seconds| args.min_epoch_length = Some(seconds));
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.operator_unstake_delay = Some(seconds);
    refuses_each(&mut network, OperatorDelayOutOfRange, &[431_999, 172_800], set);
    takes(&mut network, &[432_000], set);
}

#[test]
fn the_slashing_delay_is_1_to_90_days_and_at_most_the_operator_delay() {
    let mut network = TestNetwork::start();
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.slashing_delay = Some(seconds);
    // The operator delay is 14 days.
    refuses_each(&mut network, OperatorDelayBelowSlashingDelay, &[1_209_601, 7_776_000], set);
    refuses_each(&mut network, SlashingDelayOutOfRange, &[0, 86_399, 7_776_001, u64::MAX], set);
    takes(&mut network, &[86_400, 1_209_600], set);
    takes(&mut network, &[7_776_000], |args, seconds| args.operator_unstake_delay = Some(seconds));
    takes(&mut network, &[7_776_000], set);
}

#[test]
fn the_epoch_length_is_at_most_7_days() {
    let mut network = TestNetwork::start();
    takes(&mut network, &[7_776_000], |args, seconds| args.delegator_unstake_delay = Some(seconds));
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.min_epoch_length = Some(seconds);
    refuses_each(&mut network, MinEpochLengthOutOfRange, &[604_801, u64::MAX], set);
    takes(&mut network, &[604_800, 0], set);
}

#[test]
fn the_epoch_length_stays_at_most_the_delegator_delay() {
    let mut network = TestNetwork::start();
    takes(&mut network, &[259_200], |args, seconds| args.delegator_unstake_delay = Some(seconds));
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.min_epoch_length = Some(seconds);
    refuses_each(&mut network, DelegatorDelayOutOfRange, &[259_201, 604_800], set);
    takes(&mut network, &[259_200], set);
}

#[test]
fn the_epoch_length_stays_at_most_the_operator_delay() {
    let mut network = TestNetwork::start();
    takes(&mut network, &[172_800], |args, seconds| args.operator_unstake_delay = Some(seconds));
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.min_epoch_length = Some(seconds);
    refuses_each(&mut network, OperatorDelayOutOfRange, &[172_801, 604_800], set);
    takes(&mut network, &[172_800], set);
}

#[test]
fn bounds_that_depend_on_each_other_can_be_moved_together() {
    let mut network = TestNetwork::start();
    // Each of the three alone would be refused, up and down.
    for (epoch, slashing, delays) in [(604_800, 7_776_000, 7_776_000), (0, 86_400, 86_400)] {
        let moved = args(|args| {
            args.min_epoch_length = Some(epoch);
            args.slashing_delay = Some(slashing);
            args.delegator_unstake_delay = Some(delays);
            args.operator_unstake_delay = Some(delays);
        });
        update(&mut network, moved).unwrap();
    }
}

#[test]
fn a_registration_fee_keeps_a_wallet() {
    let mut network = TestNetwork::start();
    let zero = Pubkey::default();
    takes(&mut network, &[zero], |args, wallet| args.registration_fee_wallet = Some(wallet));
    refuses_each(&mut network, FeeWalletIsZero, &[1, u64::MAX], |args, fee| args.registration_fee = Some(fee));
    let both = args(|args| {
        args.registration_fee = Some(1);
        args.registration_fee_wallet = Some(wallet("fee wallet").pubkey());
    });
    update(&mut network, both).unwrap();
    refuses_each(&mut network, FeeWalletIsZero, &[zero], |args, wallet| args.registration_fee_wallet = Some(wallet));
    let neither = args(|args| {
        args.registration_fee = Some(0);
        args.registration_fee_wallet = Some(zero);
    });
    update(&mut network, neither).unwrap();
}

#[test]
fn the_challenge_period_stays_at_most_3_days() {
    let mut network = TestNetwork::start();
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.challenge_period = Some(seconds);
    refuses_each(&mut network, ChallengePeriodOutOfRange, &[259_201, u64::MAX], set);
    takes(&mut network, &[259_200, 0], set);
}

#[test]
fn the_bypass_delay_stays_1_to_30_days() {
    let mut network = TestNetwork::start();
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.bypass_delay = Some(seconds);
    refuses_each(&mut network, BypassDelayOutOfRange, &[0, 86_399, 2_592_001, u64::MAX], set);
    takes(&mut network, &[86_400, 2_592_000], set);
}

#[test]
fn the_maximum_commission_stays_at_most_100_percent() {
    let mut network = TestNetwork::start();
    let set: fn(&mut UpdatePoolOverviewArgs, u16) = |args, bps| args.max_commission_bps = Some(bps);
    refuses_each(&mut network, MaxCommissionOutOfRange, &[10_001, u16::MAX], set);
    takes(&mut network, &[10_000, 0], set);
}

#[test]
fn the_commission_notice_stays_1_to_30_epochs() {
    let mut network = TestNetwork::start();
    let set: fn(&mut UpdatePoolOverviewArgs, u16) = |args, epochs| args.commission_notice_epochs = Some(epochs);
    refuses_each(&mut network, CommissionNoticeOutOfRange, &[0, 31, u16::MAX], set);
    takes(&mut network, &[1, 30], set);
}

#[test]
fn one_value_out_of_range_refuses_the_whole_update() {
    let mut network = TestNetwork::start();
    let mixed = args(|args| {
        args.registration_fee = Some(9);
        args.staking_halted = Some(true);
        args.withdrawals_halted = Some(true);
        args.commission_notice_epochs = Some(0);
    });
    refuses(&mut network, CommissionNoticeOutOfRange, |network| update(network, mixed));
}
