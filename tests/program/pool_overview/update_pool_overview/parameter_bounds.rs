//! Bounds of the parameters in an update of a test network, and of those that are the same for real money (SPEC 12): what is
//! given, together with what stays. The others are in `real_money_bounds`.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError::{self, *};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::administration::*;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::TestNetwork;
use solana_signer::Signer;

/// An update of what `change` gives.
pub(super) fn args(change: impl FnOnce(&mut UpdatePoolOverviewArgs)) -> UpdatePoolOverviewArgs {
    let mut args = UpdatePoolOverviewArgs::default();
    change(&mut args);
    args
}

/// The values are taken one after another, each of them alone.
pub(super) fn takes<V: Copy>(network: &mut TestNetwork, values: &[V], set: fn(&mut UpdatePoolOverviewArgs, V)) {
    for value in values {
        update(network, args(|args| set(args, *value))).unwrap();
    }
}

/// The values are refused with `expected`, each of them alone, and nothing changes.
#[track_caller]
pub(super) fn refuses_each<V: Copy>(
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
fn the_delegator_delay_stays_at_most_90_days() {
    let mut network = TestNetwork::start();
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.delegator_unstake_delay = Some(seconds);
    refuses_each(&mut network, DelegatorDelayOutOfRange, &[7_776_001, u64::MAX], set);
    // The minimum epoch length is a day.
    takes(&mut network, &[0, 86_399, 7_776_000], set);
}

#[test]
fn the_operator_delay_stays_between_the_slashing_delay_and_90_days() {
    let mut network = TestNetwork::start();
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.operator_unstake_delay = Some(seconds);
    refuses_each(&mut network, OperatorDelayBelowSlashingDelay, &[0, 86_400, 172_799], set);
    refuses_each(&mut network, OperatorDelayOutOfRange, &[7_776_001, u64::MAX], set);
    takes(&mut network, &[172_800, 7_776_000], set);
}

#[test]
fn the_slashing_delay_is_at_most_90_days_and_at_most_the_operator_delay() {
    let mut network = TestNetwork::start();
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.slashing_delay = Some(seconds);
    // The operator delay is 14 days.
    refuses_each(&mut network, OperatorDelayBelowSlashingDelay, &[1_209_601, 7_776_000], set);
    refuses_each(&mut network, SlashingDelayOutOfRange, &[7_776_001, u64::MAX], set);
    takes(&mut network, &[0, 86_399, 1_209_600], set);
    takes(&mut network, &[7_776_000], |args, seconds| args.operator_unstake_delay = Some(seconds));
    takes(&mut network, &[7_776_000], set);
}

#[test]
fn the_epoch_length_is_at_most_7_days_whatever_the_delays() {
    let mut network = TestNetwork::start();
    takes(&mut network, &[0], |args, seconds| args.delegator_unstake_delay = Some(seconds));
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.min_epoch_length = Some(seconds);
    refuses_each(&mut network, MinEpochLengthOutOfRange, &[604_801, u64::MAX], set);
    takes(&mut network, &[604_800, 0], set);
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
fn the_bypass_delay_stays_at_most_30_days() {
    let mut network = TestNetwork::start();
    let set: fn(&mut UpdatePoolOverviewArgs, u64) = |args, seconds| args.bypass_delay = Some(seconds);
    refuses_each(&mut network, BypassDelayOutOfRange, &[2_592_001, u64::MAX], set);
    takes(&mut network, &[0, 2_592_000], set);
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
