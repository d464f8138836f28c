//! Bounds of the parameters of a test network, and of those that are the same for real money (SPEC 12): the last value inside,
//! the first outside.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::state::PoolOverviewParameters;
use inference_staking_client::StakingError::*;
use inference_staking_localnet::wallet;
use solana_signer::Signer;

use super::creation::OverviewCreation;

const DAY: u64 = 86_400;
/// 7 days.
const WEEK: u64 = 604_800;
/// 90 days.
const QUARTER: u64 = 7_776_000;

#[test]
fn every_parameter_can_be_at_its_lowest() {
    let mut creation = OverviewCreation::prepare();
    creation.args.parameters = PoolOverviewParameters {
        pool_creation_allowed: false,
        registration_fee: 0,
        registration_fee_wallet: Pubkey::default(),
        min_operator_token_stake: 0,
        delegator_unstake_delay: 0,
        operator_unstake_delay: 0,
        slashing_delay: 0,
        challenge_period: 0,
        bypass_delay: 0,
        min_epoch_length: 0,
        max_commission_bps: 0,
        commission_notice_epochs: 1,
    };
    creation.send().unwrap();
    assert_eq!(creation.overview_bytes(744, 776), [0; 32]);
    let stored = [776, 784, 792, 800, 808, 816, 824, 832].map(|offset| creation.overview_u64(offset));
    assert_eq!(stored, [0; 8]);
    assert_eq!((creation.overview_u16(1_072), creation.overview_u16(1_074)), (0, 1));
    assert_eq!(creation.overview_bytes(1_076, 1_077), [0]);
}

#[test]
fn every_parameter_can_be_at_its_highest() {
    let mut creation = OverviewCreation::prepare();
    creation.args.parameters = PoolOverviewParameters {
        pool_creation_allowed: true,
        registration_fee: u64::MAX,
        registration_fee_wallet: wallet("fee wallet").pubkey(),
        min_operator_token_stake: u64::MAX,
        delegator_unstake_delay: QUARTER,
        operator_unstake_delay: QUARTER,
        slashing_delay: QUARTER,
        challenge_period: 3 * DAY,
        bypass_delay: 30 * DAY,
        min_epoch_length: WEEK,
        max_commission_bps: 10_000,
        commission_notice_epochs: 30,
    };
    creation.send().unwrap();
    assert_eq!(creation.overview_bytes(744, 776), wallet("fee wallet").pubkey().to_bytes());
    let stored = [776, 784, 792, 800, 808, 816, 824, 832].map(|offset| creation.overview_u64(offset));
    let expected = [u64::MAX, u64::MAX, 7_776_000, 7_776_000, 7_776_000, 259_200, 2_592_000, 604_800];
    assert_eq!(stored, expected);
    assert_eq!((creation.overview_u16(1_072), creation.overview_u16(1_074)), (10_000, 30));
    assert_eq!(creation.overview_bytes(1_076, 1_077), [1]);
}

#[test]
fn delays_of_a_test_network_ask_for_no_epoch_length() {
    let mut creation = OverviewCreation::prepare();
    creation.args.parameters.min_epoch_length = WEEK;
    creation.args.parameters.challenge_period = 3 * DAY;
    creation.args.parameters.delegator_unstake_delay = 1;
    creation.args.parameters.operator_unstake_delay = 1;
    creation.args.parameters.slashing_delay = 1;
    creation.send().unwrap();
}

#[test]
fn a_registration_fee_needs_a_wallet() {
    let mut creation = OverviewCreation::prepare();
    creation.assert_refuses_parameters(FeeWalletIsZero, |parameters| {
        parameters.registration_fee = 1;
        parameters.registration_fee_wallet = Pubkey::default();
    });
    creation.args.parameters.registration_fee = 1;
    creation.args.parameters.registration_fee_wallet = wallet("fee wallet").pubkey();
    creation.send().unwrap();
}

#[test]
fn the_minimum_epoch_length_is_at_most_7_days() {
    let mut creation = OverviewCreation::prepare();
    for seconds in [WEEK + 1, i64::MAX as u64 + 1, u64::MAX] {
        creation.assert_refuses_parameters(MinEpochLengthOutOfRange, |parameters| {
            parameters.min_epoch_length = seconds;
            parameters.delegator_unstake_delay = QUARTER;
            parameters.operator_unstake_delay = QUARTER;
        });
    }
}

#[test]
fn the_delegator_delay_is_at_most_90_days() {
    let mut creation = OverviewCreation::prepare();
    for seconds in [QUARTER + 1, i64::MAX as u64 + 1, u64::MAX] {
        creation.assert_refuses_parameters(DelegatorDelayOutOfRange, |parameters| {
            parameters.delegator_unstake_delay = seconds;
        });
    }
}

#[test]
fn the_operator_delay_is_at_most_90_days() {
    let mut creation = OverviewCreation::prepare();
    for seconds in [QUARTER + 1, i64::MAX as u64 + 1, u64::MAX] {
        creation.assert_refuses_parameters(OperatorDelayOutOfRange, |parameters| {
            parameters.operator_unstake_delay = seconds;
        });
    }
}

#[test]
fn the_slashing_delay_is_at_most_90_days() {
    let mut creation = OverviewCreation::prepare();
    for seconds in [QUARTER + 1, i64::MAX as u64 + 1, u64::MAX] {
        creation.assert_refuses_parameters(SlashingDelayOutOfRange, |parameters| {
            parameters.operator_unstake_delay = QUARTER;
            parameters.slashing_delay = seconds;
        });
    }
}

#[test]
fn the_operator_delay_is_at_least_the_slashing_delay() {
    let mut creation = OverviewCreation::prepare();
    creation.args.parameters.slashing_delay = 10 * DAY;
    creation.assert_refuses_parameters(OperatorDelayBelowSlashingDelay, |parameters| {
        parameters.operator_unstake_delay = 863_999;
    });
    creation.args.parameters.operator_unstake_delay = 864_000;
    creation.send().unwrap();
}

#[test]
fn the_challenge_period_is_at_most_3_days() {
    let mut creation = OverviewCreation::prepare();
    for seconds in [259_201, u64::MAX] {
        creation.assert_refuses_parameters(ChallengePeriodOutOfRange, |parameters| {
            parameters.challenge_period = seconds;
        });
    }
}

#[test]
fn the_bypass_delay_of_a_test_network_is_at_most_30_days() {
    let mut creation = OverviewCreation::prepare();
    for seconds in [2_592_001, u64::MAX] {
        creation.assert_refuses_parameters(BypassDelayOutOfRange, |parameters| parameters.bypass_delay = seconds);
    }
}

#[test]
fn the_maximum_commission_is_at_most_100_percent() {
    let mut creation = OverviewCreation::prepare();
    for bps in [10_001, u16::MAX] {
        creation.assert_refuses_parameters(MaxCommissionOutOfRange, |parameters| parameters.max_commission_bps = bps);
    }
}

#[test]
fn the_commission_notice_is_1_to_30_epochs() {
    let mut creation = OverviewCreation::prepare();
    for epochs in [0, 31, u16::MAX] {
        creation.assert_refuses_parameters(CommissionNoticeOutOfRange, |parameters| {
            parameters.commission_notice_epochs = epochs;
        });
    }
}
