//! Bounds of the parameters of a network for real money (SPEC 12): the last value inside, the first outside. Those that are
//! the same for a test network are in `parameters`.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::state::PoolOverviewParameters;
use inference_staking_client::StakingError::{self, *};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{tokens, wallet};
use solana_signer::Signer;

use super::creation::OverviewCreation;

const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;
/// 7 days.
const WEEK: u64 = 604_800;
/// 90 days.
const QUARTER: u64 = 7_776_000;

/// Lowest of all but for what others ask.
fn lowest() -> PoolOverviewParameters {
    PoolOverviewParameters {
        pool_creation_allowed: false,
        registration_fee: 0,
        registration_fee_wallet: Pubkey::default(),
        min_operator_token_stake: ONE,
        delegator_unstake_delay: DAY,
        operator_unstake_delay: DAY,
        slashing_delay: DAY,
        challenge_period: HOUR,
        bypass_delay: DAY,
        min_epoch_length: 6 * HOUR,
        max_commission_bps: 0,
        commission_notice_epochs: 1,
    }
}

/// Highest of all.
fn highest() -> PoolOverviewParameters {
    PoolOverviewParameters {
        pool_creation_allowed: true,
        registration_fee: u64::MAX,
        registration_fee_wallet: wallet("fee wallet").pubkey(),
        min_operator_token_stake: u64::MAX,
        delegator_unstake_delay: QUARTER,
        operator_unstake_delay: QUARTER,
        slashing_delay: QUARTER,
        challenge_period: 3 * DAY,
        bypass_delay: 14 * DAY,
        min_epoch_length: WEEK,
        max_commission_bps: 10_000,
        commission_notice_epochs: 30,
    }
}

/// The values are refused, each alone beside the highest or the lowest of all others; then the last one inside is taken.
#[track_caller]
fn assert_bound(
    expected: StakingError,
    others: fn() -> PoolOverviewParameters,
    set: fn(&mut PoolOverviewParameters, u64),
    outside: &[u64],
    inside: u64,
) {
    let mut creation = OverviewCreation::for_real_money();
    creation.args.parameters = others();
    for value in outside {
        creation.assert_refuses_parameters(expected, |parameters| set(parameters, *value));
    }
    set(&mut creation.args.parameters, inside);
    creation.send().unwrap();
}

#[test]
fn every_parameter_of_a_network_for_real_money_can_be_at_its_lowest_and_at_its_highest() {
    for parameters in [lowest(), highest()] {
        let mut creation = OverviewCreation::for_real_money();
        creation.args.parameters = parameters.clone();
        creation.send().unwrap();
        assert_eq!(creation.network.overview().unwrap().parameters(), parameters);
    }
}

#[test]
fn whether_it_is_a_test_network_is_stored_at_creation() {
    for (mut creation, stored) in [(OverviewCreation::for_real_money(), 0), (OverviewCreation::prepare(), 1)] {
        creation.send().unwrap();
        assert_eq!(creation.overview_bytes(1_085, 1_086), [stored]);
    }
}

#[test]
fn what_only_a_test_network_may_have_is_refused_as_soon_as_it_is_none() {
    let mut creation = OverviewCreation::prepare();
    // No challenge period.
    creation.assert_refuses(ChallengePeriodOutOfRange, |args| args.is_test_network = false);
    creation.send().unwrap();
}

#[test]
fn the_shortest_epoch_with_real_money_is_6_hours_to_7_days() {
    let set: fn(&mut PoolOverviewParameters, u64) = |parameters, seconds| parameters.min_epoch_length = seconds;
    assert_bound(MinEpochLengthOutOfRange, lowest, set, &[0, 21_599], 21_600);
    assert_bound(MinEpochLengthOutOfRange, highest, set, &[604_801, u64::MAX], 604_800);
}

#[test]
fn the_challenge_period_with_real_money_is_1_hour_to_3_days() {
    let set: fn(&mut PoolOverviewParameters, u64) = |parameters, seconds| parameters.challenge_period = seconds;
    assert_bound(ChallengePeriodOutOfRange, lowest, set, &[0, 3_599], 3_600);
    assert_bound(ChallengePeriodOutOfRange, highest, set, &[259_201, u64::MAX], 259_200);
}

#[test]
fn the_challenge_period_leaves_3_hours_of_the_shortest_epoch() {
    let set: fn(&mut PoolOverviewParameters, u64) = |parameters, seconds| parameters.challenge_period = seconds;
    // 6 hours less 3.
    assert_bound(ChallengePeriodOutOfRange, lowest, set, &[10_801, 21_600], 10_800);
}

#[test]
fn delegators_wait_1_to_90_days_with_real_money() {
    let set: fn(&mut PoolOverviewParameters, u64) = |parameters, seconds| parameters.delegator_unstake_delay = seconds;
    assert_bound(DelegatorDelayOutOfRange, lowest, set, &[0, 21_600, 86_399], 86_400);
    assert_bound(DelegatorDelayOutOfRange, highest, set, &[7_776_001, u64::MAX], 7_776_000);
}

#[test]
fn delegators_wait_at_least_the_shortest_epoch_with_real_money() {
    let set: fn(&mut PoolOverviewParameters, u64) = |parameters, seconds| parameters.delegator_unstake_delay = seconds;
    assert_bound(DelegatorDelayOutOfRange, highest, set, &[86_400, 604_799], 604_800);
}

#[test]
fn operators_wait_1_to_90_days_with_real_money() {
    let set: fn(&mut PoolOverviewParameters, u64) = |parameters, seconds| parameters.operator_unstake_delay = seconds;
    assert_bound(OperatorDelayOutOfRange, lowest, set, &[0, 21_600, 86_399], 86_400);
    assert_bound(OperatorDelayOutOfRange, highest, set, &[7_776_001, u64::MAX], 7_776_000);
}

#[test]
fn operators_wait_at_least_the_shortest_epoch_with_real_money() {
    let others = || PoolOverviewParameters { slashing_delay: DAY, ..highest() };
    let set: fn(&mut PoolOverviewParameters, u64) = |parameters, seconds| parameters.operator_unstake_delay = seconds;
    assert_bound(OperatorDelayOutOfRange, others, set, &[86_400, 604_799], 604_800);
}

#[test]
fn the_slashing_delay_with_real_money_is_1_to_90_days_and_at_most_the_operators() {
    let set: fn(&mut PoolOverviewParameters, u64) = |parameters, seconds| parameters.slashing_delay = seconds;
    assert_bound(SlashingDelayOutOfRange, lowest, set, &[0, 86_399], 86_400);
    assert_bound(SlashingDelayOutOfRange, highest, set, &[7_776_001, u64::MAX], 7_776_000);
    assert_bound(OperatorDelayBelowSlashingDelay, lowest, set, &[86_401, 7_776_000], 86_400);
}

#[test]
fn the_bypass_delay_with_real_money_is_1_to_14_days() {
    let set: fn(&mut PoolOverviewParameters, u64) = |parameters, seconds| parameters.bypass_delay = seconds;
    assert_bound(BypassDelayOutOfRange, lowest, set, &[0, 86_399], 86_400);
    assert_bound(BypassDelayOutOfRange, highest, set, &[1_209_601, u64::MAX], 1_209_600);
}

#[test]
fn the_operators_minimum_with_real_money_is_at_least_one_token_of_6_decimals() {
    let set: fn(&mut PoolOverviewParameters, u64) = |parameters, amount| parameters.min_operator_token_stake = amount;
    assert_bound(MinOperatorStakeBelowOneToken, lowest, set, &[0, 1, 999_999], 1_000_000);
}

/// With a stake mint of this many decimals.
fn creation_with_decimals(decimals: u8) -> OverviewCreation {
    let mut creation = OverviewCreation::for_real_money();
    let mint = wallet(&format!("stake mint with {decimals} decimals"));
    let network = &mut creation.network;
    let (payer, authority) = (network.payer.pubkey(), network.mint_authority.pubkey());
    let rent = network.chain.svm().minimum_balance_for_rent_exemption(82);
    network.send(&tokens::create_mint(&payer, &mint.pubkey(), &authority, decimals, rent), &[&mint]).unwrap();
    creation.accounts.slashing_token_destination =
        network.token_account(&wallet("token treasury").pubkey(), &mint.pubkey()).unwrap();
    creation.network.0.mints.stake = mint.pubkey();
    creation.accounts.stake_mint = mint.pubkey();
    creation
}

#[test]
fn one_token_is_counted_with_the_decimals_of_the_mint() {
    for (decimals, one) in [(0, 1), (9, 1_000_000_000), (19, 10_000_000_000_000_000_000)] {
        let mut creation = creation_with_decimals(decimals);
        creation.assert_refuses_parameters(MinOperatorStakeBelowOneToken, |parameters| {
            parameters.min_operator_token_stake = one - 1;
        });
        creation.args.parameters.min_operator_token_stake = one;
        creation.send().unwrap();
    }
}

#[test]
fn a_mint_of_which_one_token_is_more_than_any_amount_is_none_for_real_money() {
    // 10^20 is more than a u64.
    for decimals in [20, u8::MAX] {
        let mut creation = creation_with_decimals(decimals);
        creation.assert_refuses_parameters(MinOperatorStakeBelowOneToken, |parameters| {
            parameters.min_operator_token_stake = u64::MAX;
        });
        creation.args.is_test_network = true;
        creation.send().unwrap();
    }
}
