//! A slash of activating tokens: what it takes, and whose (SPEC 9).

use inference_staking_client::args;
use inference_staking_client::events::{PoolState, StakeSlashed};
use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::pools::{bypass, cancel_unstake};

use super::world::*;

/// The slashable pool, in which the operator and Alice have 100 tokens activating that came in epoch 2, and the operator 20
/// more of the epoch after. 14 events.
fn slashable_pool_with_activating_stake() -> World {
    let mut world = paid_pool_of_three();
    let World { network, operator, alice, .. } = &mut world;
    network.stake(operator, 100 * ONE).unwrap();
    network.stake(alice, 100 * ONE).unwrap();
    network.pass_time(86_400);
    network.mark(2).unwrap();
    network.stake(operator, 20 * ONE).unwrap();
    network.publish(2, no_roots()).unwrap();
    bypass(network, operator, 2).unwrap();
    halt_for_the_delay(network, operator);
    world
}

#[test]
fn a_slash_takes_the_operators_activating_tokens_the_newest_first_and_nothing_else() {
    let World { mut network, operator, alice, bob } = slashable_pool_with_activating_stake();
    let (pool_before, record_before) = (network.pool_of(&operator), network.record_of(&operator));
    let (overview_before, others_before) = (network.overview().unwrap(), records(&mut network, [&alice, &bob]));
    let executed = slash(&mut network, &operator, take_activating(50 * ONE)).unwrap();

    assert_eq!(slashed(&mut network), (50 * ONE, 0));
    // 10,000 and 220, less 50.
    assert_eq!(vaults(&mut network, &operator), [10_170 * ONE, 10_000 * ONE, 1_000 * ONE]);
    let expected_record = StakingRecord {
        activating: 70 * ONE,
        latest_deposit: 0,
        // A slash settles: 2,000 shares at 0.08.
        settled_usdc: 160 * ONE,
        usdc_checkpoint: INDEX.into(),
        ..record_before
    };
    assert_state(&network.record_of(&operator), &expected_record);
    let expected_pool =
        OperatorPool { total_activating: 170 * ONE, settled_usdc: 160 * ONE, event_sequence: 15, ..pool_before };
    assert_state(&network.pool_of(&operator), &expected_pool);
    assert_state(&network.overview().unwrap(), &overview_before);
    for (record, before) in records(&mut network, [&alice, &bob]).iter().zip(&others_before) {
        assert_state(record, before);
    }
    let expected_event = StakeSlashed {
        operator_pool: operator.record.operator_pool,
        operator_staking_record: operator.record.address(),
        authority: solana_signer::Signer::pubkey(&network.slashing_authority),
        shares: 0,
        staked_amount: 0,
        activating_amount: 50 * ONE,
        unstaking_amount: 0,
        reward_commission: 0,
        usdc_commission: 0,
        settled_usdc: 0,
        record_activating: 70 * ONE,
        record_shares: 2_000 * ONE,
        record_settled_usdc: 160 * ONE,
        reward_liability: 10_000 * ONE,
        usdc_liability: 1_000 * ONE,
        epoch: 3,
        pool: PoolState {
            total_activating: 170 * ONE,
            settled_usdc: 160 * ONE,
            reward_last_claimed_epoch: 2,
            ..paid_pool_state(15)
        },
    };
    assert_eq!(only_event::<StakeSlashed>(&executed), expected_event);
}

#[test]
fn at_most_the_operators_own_activating_tokens_are_slashed() {
    let World { mut network, operator, alice, .. } = slashable_pool_with_activating_stake();
    for amount in [120 * ONE + 1, 220 * ONE, u64::MAX] {
        assert_refused(slash(&mut network, &operator, take_activating(amount)), StakingError::NotEnoughActivating);
    }
    slash(&mut network, &operator, take_activating(120 * ONE)).unwrap();
    let record = network.record_of(&operator);
    assert_eq!((record.activating, record.latest_deposit, record.has_activating), (0, 0, 0));
    assert_eq!(network.record_of(&alice).activating, 100 * ONE);
    assert_eq!(network.pool_of(&operator).total_activating, 100 * ONE);
    assert_refused(slash(&mut network, &operator, take_activating(1)), StakingError::NotEnoughActivating);
}

#[test]
fn all_four_are_taken_at_once() {
    let World { mut network, operator, .. } = slashable_pool_with_activating_stake();
    set_halted(&mut network, &operator, false);
    network.unstake(&operator, 100 * ONE).unwrap();
    halt_for_the_delay(&mut network, &operator);
    let what = args::SlashStake {
        shares: 1_900 * ONE,
        activating_amount: 120 * ONE,
        unstaking_amount: 145 * ONE,
        confiscate_commission: true,
    };
    slash(&mut network, &operator, what).unwrap();
    // 1,900 shares at 1.45 are 2,755; 120; 145; 500 of commission. 200 and 160 USDC.
    assert_eq!(slashed(&mut network), (3_520 * ONE, 360 * ONE));
    assert_eq!(price(&mut network, &operator), (11_600 * ONE, 8_000 * ONE));
}

#[test]
fn a_halted_operator_cannot_move_its_activating_tokens_out_of_reach() {
    let World { mut network, operator, bob, .. } = slashable_pool_with_activating_stake();
    assert_refused(network.activate(&operator), StakingError::PoolHalted);
    assert_refused(network.stake(&operator, ONE), StakingError::PoolHalted);
    assert_refused(cancel_unstake(&mut network, &operator, 0), StakingError::PoolHalted);
    assert_refused(rotate(&mut network, &operator, &bob), StakingError::PoolHalted);
    slash(&mut network, &operator, take_activating(120 * ONE)).unwrap();
}
