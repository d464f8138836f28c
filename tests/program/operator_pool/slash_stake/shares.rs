//! A slash of shares: what it changes and how much it can take.

use inference_staking_client::events::{PoolState, StakeSlashed};
use inference_staking_client::state::{OperatorPool, PoolOverview, StakingRecord};
use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::assert_refused;
use solana_signer::Signer;

use super::world::*;

#[test]
fn a_slash_burns_the_operators_shares_at_todays_price_and_changes_nothing_else() {
    let World { mut network, operator, alice, bob } = slashable_pool();
    let (pool_before, record_before) = (network.pool_of(&operator), network.record_of(&operator));
    let (overview_before, others_before) = (network.overview().unwrap(), records(&mut network, [&alice, &bob]));
    let executed = slash(&mut network, &operator, take(500 * ONE, 0, false)).unwrap();

    // 500 shares at 1.45 are 725 tokens, out of the pool vault's 10,000; 2,000 shares had earned 0.08 USDC each.
    assert_eq!(slashed(&mut network), (725 * ONE, 0));
    assert_eq!(vaults(&mut network, &operator), [9_275 * ONE, 10_000 * ONE, 1_000 * ONE]);
    let expected_record =
        StakingRecord { shares: 1_500 * ONE, settled_usdc: 160 * ONE, usdc_checkpoint: INDEX.into(), ..record_before };
    assert_state(&network.record_of(&operator), &expected_record);
    let expected_pool = OperatorPool {
        total_staked_amount: 13_775 * ONE,
        total_shares: 9_500 * ONE,
        settled_usdc: 160 * ONE,
        event_sequence: 11,
        ..pool_before
    };
    assert_state(&network.pool_of(&operator), &expected_pool);
    assert_state(&network.overview().unwrap(), &overview_before);
    for (record, before) in records(&mut network, [&alice, &bob]).iter().zip(&others_before) {
        assert_state(record, before);
    }
    let expected_event = StakeSlashed {
        operator_pool: operator.record.operator_pool,
        operator_staking_record: operator.record.address(),
        authority: network.slashing_authority.pubkey(),
        shares: 500 * ONE,
        staked_amount: 725 * ONE,
        activating_amount: 0,
        unstaking_amount: 0,
        reward_commission: 0,
        usdc_commission: 0,
        settled_usdc: 0,
        record_activating: 0,
        record_shares: 1_500 * ONE,
        record_settled_usdc: 160 * ONE,
        reward_liability: 10_000 * ONE,
        usdc_liability: 1_000 * ONE,
        epoch: 2,
        pool: PoolState {
            sequence: 11,
            total_staked_amount: 13_775 * ONE,
            total_shares: 9_500 * ONE,
            settled_usdc: 160 * ONE,
            ..paid_pool_state(7)
        },
    };
    assert_eq!(only_event::<StakeSlashed>(&executed), expected_event);
}

#[test]
fn a_slash_of_everything_at_once() {
    let World { mut network, operator, .. } = slashable_pool_with_tickets();
    let (pool_before, record_before) = (network.pool_of(&operator), network.record_of(&operator));
    let overview_before = network.overview().unwrap();
    let executed = slash(&mut network, &operator, take(1_940 * ONE, 87 * ONE, true)).unwrap();

    // 1,940 shares at 1.45 are 2,813; 87 out of tickets; 500 of commission. 200 and 160 USDC.
    assert_eq!(slashed(&mut network), (3_400 * ONE, 360 * ONE));
    assert_eq!(vaults(&mut network, &operator), [7_100 * ONE, 9_500 * ONE, 640 * ONE]);
    let expected_record = StakingRecord { shares: 0, settled_usdc: 0, tickets: [FREE; 4], ..record_before };
    assert_state(&network.record_of(&operator), &expected_record);
    let expected_pool = OperatorPool {
        total_staked_amount: 11_600 * ONE,
        total_shares: 8_000 * ONE,
        total_unstaking: 0,
        total_activating: 0,
        reward_commission: 0,
        usdc_commission: 0,
        delegator_usdc: 640 * ONE,
        settled_usdc: 0,
        event_sequence: 14,
        ..pool_before
    };
    assert_state(&network.pool_of(&operator), &expected_pool);
    let expected_overview =
        PoolOverview { reward_liability: 9_500 * ONE, usdc_liability: 640 * ONE, ..overview_before };
    assert_state(&network.overview().unwrap(), &expected_overview);
    let expected_event = StakeSlashed {
        operator_pool: operator.record.operator_pool,
        operator_staking_record: operator.record.address(),
        authority: network.slashing_authority.pubkey(),
        shares: 1_940 * ONE,
        staked_amount: 2_813 * ONE,
        activating_amount: 0,
        unstaking_amount: 87 * ONE,
        reward_commission: 500 * ONE,
        usdc_commission: 200 * ONE,
        settled_usdc: 160 * ONE,
        record_activating: 0,
        record_shares: 0,
        record_settled_usdc: 0,
        reward_liability: 9_500 * ONE,
        usdc_liability: 640 * ONE,
        epoch: 2,
        pool: PoolState {
            sequence: 14,
            total_staked_amount: 11_600 * ONE,
            total_shares: 8_000 * ONE,
            reward_commission: 0,
            usdc_commission: 0,
            delegator_usdc: 640 * ONE,
            ..paid_pool_state(7)
        },
    };
    assert_eq!(only_event::<StakeSlashed>(&executed), expected_event);
}

#[test]
fn at_most_the_operators_shares_are_slashed() {
    let World { mut network, operator, .. } = slashable_pool();
    for shares in [2_000 * ONE + 1, 10_000 * ONE, u64::MAX] {
        assert_refused(slash(&mut network, &operator, take(shares, 0, false)), StakingError::NotEnoughShares);
    }
    slash(&mut network, &operator, take(2_000 * ONE, 0, false)).unwrap();
    assert_eq!(slashed(&mut network), (2_900 * ONE, 0));
    assert_refused(slash(&mut network, &operator, take(1, 0, false)), StakingError::NotEnoughShares);
}

#[test]
fn a_slash_that_would_take_nothing_is_refused() {
    let World { mut network, operator, .. } = slashable_pool();
    assert_refused(slash(&mut network, &operator, take(0, 0, false)), StakingError::NothingToSlash);
    slash(&mut network, &operator, take(1, 0, false)).unwrap();
}

#[test]
fn the_operators_minimum_does_not_limit_a_slash() {
    let World { mut network, operator, alice, .. } = slashable_pool();
    slash(&mut network, &operator, take(1_999 * ONE, 0, false)).unwrap();
    set_halted(&mut network, &operator, false);
    // Now the operator is below the minimum, and nothing becomes shares until it brings more.
    assert_refused(network.buy_shares(&alice, ONE * 2), StakingError::OperatorStakeBelowMinimum);
    network.buy_shares(&operator, 1_000 * ONE).unwrap();
    network.activate(&alice).unwrap();
}

#[test]
fn a_pool_can_be_slashed_several_times() {
    let World { mut network, operator, .. } = slashable_pool();
    for _ in 0..4 {
        slash(&mut network, &operator, take(500 * ONE, 0, true)).unwrap();
    }
    assert_eq!(slashed(&mut network), (3_400 * ONE, 360 * ONE));
    assert_eq!(price(&mut network, &operator), (11_600 * ONE, 8_000 * ONE));
}

#[test]
fn the_last_shares_of_a_pool_are_slashed_with_its_last_token() {
    let World { mut network, operator, alice, .. } = slashable_ten_tokens_for_seven_shares();
    network.unstake(&alice, 4).unwrap();
    // floor(40 / 7) = 5 are Alice's; 5 are left for the operator's 3 shares.
    slash(&mut network, &operator, take(3, 0, false)).unwrap();
    assert_eq!(slashed(&mut network), (5, 0));
    assert_eq!(price(&mut network, &operator), (0, 0));
    network.pass_time(10 * inference_staking_localnet::network::DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE + 1);
}
