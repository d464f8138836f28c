//! `activate_stake` with accounts of others. It needs no signature, so these relations are all that protects it.

use inference_staking_client::accounts::ActivateStake;
use inference_staking_client::{args, instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::pools::Outcome;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

/// Alice and the operator have ripe deposits.
fn ripe_deposits() -> World {
    let mut world = pool_of_three();
    for staker in [&world.operator, &world.alice] {
        world.network.stake(staker, ONE).unwrap();
    }
    publish_and_pass_next(&mut world.network, &world.operator);
    world
}

/// Activates the staker's deposit with changed accounts.
fn activate_with(network: &mut TestNetwork, staker: &Staker, change: impl FnOnce(&mut ActivateStake)) -> Outcome {
    let operator_record = network.pool_of(staker).operator_staking_record;
    let mut accounts = ix::activate_stake_accounts(staker.record, operator_record);
    change(&mut accounts);
    network.send(&[ix::build(accounts, args::ActivateStake {})], &[])
}

#[test]
fn a_record_is_activated_in_its_own_pool_only() {
    let World { mut network, alice, .. } = ripe_deposits();
    let other = network.operator("other operator", 2_000 * ONE);
    let result = activate_with(&mut network, &alice, |accounts| {
        accounts.operator_pool = other.record.operator_pool;
        accounts.operator_staking_record = other.record.address();
    });
    assert_refused(result, StakingError::RecordOfAnotherPool);
}

#[test]
fn only_the_record_that_the_pool_stores_is_the_operators() {
    let World { mut network, operator, alice, bob } = ripe_deposits();
    // The operator has 2,000 shares, Bob 5,000.
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 3_000 * ONE);
    let other = network.operator("other operator", 9_000 * ONE);
    for record in [bob.record.address(), alice.record.address(), other.record.address()] {
        let result = activate_with(&mut network, &alice, |accounts| accounts.operator_staking_record = record);
        assert_refused(result, StakingError::WrongOperatorRecord);
    }
    let bobs = bob.record.address();
    let result = activate_with(&mut network, &operator, |accounts| accounts.operator_staking_record = bobs);
    assert_refused(result, StakingError::WrongOperatorRecord);
}

#[test]
fn the_operators_own_record_is_both_accounts() {
    let World { mut network, operator, .. } = ripe_deposits();
    network.activate(&operator).unwrap();
    assert_eq!(network.record_of(&operator).shares, 2_001 * ONE);
}
