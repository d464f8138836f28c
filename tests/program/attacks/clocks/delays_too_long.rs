//! Delay above i64::MAX bricks unstake or turns negative.

use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::state::PoolOverviewParameters;
use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_localnet::{Chain, NetworkSetup};
use inference_staking_test_kit::assert_refused;
use solana_signer::Signer;

use crate::chain::bare;
use crate::world::*;

/// Delays that are negative as an i64, overflow when added to a time, or are merely too long.
const TOO_LONG: [u64; 5] =
    [u64::MAX, 1 << 63, i64::MAX.unsigned_abs(), i64::MAX.unsigned_abs() - 1_800_000_000, 7_776_001];

type Update = fn(u64) -> UpdatePoolOverviewArgs;
type Parameter = fn(&mut PoolOverviewParameters) -> &mut u64;
/// Each delay as an update and as a parameter of the creation, with its error.
const DELAYS: [(StakingError, Update, Parameter); 6] = [
    (
        StakingError::DelegatorDelayOutOfRange,
        |delay| UpdatePoolOverviewArgs { delegator_unstake_delay: Some(delay), ..Default::default() },
        |parameters| &mut parameters.delegator_unstake_delay,
    ),
    (
        StakingError::OperatorDelayOutOfRange,
        |delay| UpdatePoolOverviewArgs { operator_unstake_delay: Some(delay), ..Default::default() },
        |parameters| &mut parameters.operator_unstake_delay,
    ),
    (
        StakingError::SlashingDelayOutOfRange,
        |delay| UpdatePoolOverviewArgs { slashing_delay: Some(delay), ..Default::default() },
        |parameters| &mut parameters.slashing_delay,
    ),
    (
        StakingError::ChallengePeriodOutOfRange,
        |delay| UpdatePoolOverviewArgs { challenge_period: Some(delay), ..Default::default() },
        |parameters| &mut parameters.challenge_period,
    ),
    (
        StakingError::BypassDelayOutOfRange,
        |delay| UpdatePoolOverviewArgs { bypass_delay: Some(delay), ..Default::default() },
        |parameters| &mut parameters.bypass_delay,
    ),
    (
        StakingError::MinEpochLengthOutOfRange,
        |delay| UpdatePoolOverviewArgs { min_epoch_length: Some(delay), ..Default::default() },
        |parameters| &mut parameters.min_epoch_length,
    ),
];

#[test]
fn no_delay_can_be_set_that_bricks_anything() {
    let World { mut network, alice, .. } = pool_of_three();
    let admin = network.program_admin.insecure_clone();
    for (expected, update, _) in DELAYS {
        for delay in TOO_LONG {
            let instruction = ix::update_pool_overview(admin.pubkey(), update(delay));
            refuses_instruction(&mut network, expected, instruction, &[&admin]);
        }
    }
    // Exits are as before: 7 days.
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE);
}

#[test]
fn no_network_starts_with_such_a_delay() {
    let mut network = bare();
    let accounts = network.create_pool_overview_accounts().unwrap();
    let admin = network.program_admin.insecure_clone();
    for (expected, _, parameter) in DELAYS {
        for delay in TOO_LONG {
            let mut args = NetworkSetup::default().overview_args();
            *parameter(&mut args.parameters) = delay;
            assert_refused(network.send(&[ix::create_pool_overview(accounts, args)], &[&admin]), expected);
        }
    }
    assert!(network.overview().is_err());
}

#[test]
fn the_longest_delay_ends_on_its_second() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let admin = network.program_admin.insecure_clone();
    let longest = UpdatePoolOverviewArgs {
        delegator_unstake_delay: Some(90 * 86_400),
        operator_unstake_delay: Some(90 * 86_400),
        ..Default::default()
    };
    network.send(&[ix::update_pool_overview(admin.pubkey(), longest)], &[&admin]).unwrap();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.unstake(&operator, 1_000 * ONE).unwrap();
    network.chain.set_time(START_TIME + 90 * DAY - 1);
    assert_refused(network.claim_unstake(&alice), StakingError::NothingToClaim);
    assert_refused(network.claim_unstake(&operator), StakingError::NothingToClaim);
    network.pass_time(1);
    network.claim_unstake(&alice).unwrap();
    network.claim_unstake(&operator).unwrap();
    assert_eq!((network.tokens_of(&alice), network.tokens_of(&operator)), (1_000_000 * ONE, 999_000 * ONE));
}

#[test]
fn a_delay_past_the_end_of_time_opens_no_ticket() {
    let World { mut network, alice, .. } = pool_of_three();
    network.chain.set_time(i64::MAX - 7 * DAY + 1);
    refuses_instruction(&mut network, StakingError::MathOverflow, ix::unstake(alice.record, ONE), &[&alice.wallet]);
    // One second earlier the ticket matures at the last second of all.
    network.chain.set_time(i64::MAX - 7 * DAY);
    network.unstake(&alice, ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].claimable_from, i64::MAX);
    assert_refused(network.claim_unstake(&alice), StakingError::NothingToClaim);
    network.chain.set_time(i64::MAX);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 997_001 * ONE);
}

#[test]
fn no_lock_is_longer_than_a_year() {
    let World { mut network, alice, .. } = pool_of_three();
    let year = 365 * 86_400;
    for duration in TOO_LONG.into_iter().filter(|duration| *duration > year).chain([year + 1]) {
        let lock = ix::lock_stake(alice.record, duration);
        refuses_instruction(&mut network, StakingError::LockDurationOutOfRange, lock, &[&alice.wallet]);
    }
    network.send(&[ix::lock_stake(alice.record, year)], &[&alice.wallet]).unwrap();
    for seconds in [u64::MAX, u64::MAX - year + 1, 1 << 63, 1] {
        let extend = ix::extend_lock(alice.record, seconds);
        refuses_instruction(&mut network, StakingError::LockDurationOutOfRange, extend, &[&alice.wallet]);
    }
    network.send(&[ix::begin_unlock(alice.record)], &[&alice.wallet]).unwrap();
    network.pass_time(365 * DAY);
    network.unstake(&alice, 3_000 * ONE).unwrap();
}
