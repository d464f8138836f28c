//! Somebody else was faster, between the simulation of a transaction and its execution: under the limit that clients set, the
//! program must still be able to say which rule refuses, or nobody would know that a new plan helps.

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::rpc::{compute_unit_limit, with_compute_budget};
use inference_staking_client::{args, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_keypair::Keypair;

use crate::staking_record::world::*;

/// Sends under the limit that a client sets after a simulation that took so many units.
fn send_as_simulated(
    network: &mut TestNetwork,
    instruction: Instruction,
    signers: &[&Keypair],
    simulated: u64,
) -> Outcome {
    network.send(&with_compute_budget(&[instruction], compute_unit_limit(simulated), 1), signers)
}

/// Alice and Bob have the same ripe deposit.
fn two_ripe_deposits() -> World {
    let mut world = pool_of_three();
    for staker in [&world.alice, &world.bob] {
        world.network.stake(staker, 100 * ONE).unwrap();
    }
    publish_and_pass_next(&mut world.network, &world.operator);
    world
}

fn activation(network: &mut TestNetwork, staker: &Staker) -> Instruction {
    let operator_record = network.pool_of(staker).operator_staking_record;
    ix::activate_stake(staker.record, operator_record)
}

#[test]
fn an_activation_that_another_one_overtook_says_so() {
    let World { mut network, alice, bob, .. } = two_ripe_deposits();
    let simulated = network.activate(&alice).unwrap().compute_units;
    network.activate(&bob).unwrap();
    let late = activation(&mut network, &bob);
    assert_refused(send_as_simulated(&mut network, late, &[], simulated), StakingError::NothingRipe);
}

#[test]
fn an_unstake_that_an_activation_overtook_says_so() {
    let World { mut network, alice, bob, .. } = two_ripe_deposits();
    let all = args::Unstake { shares: 0, activating: 100 * ONE, ticket: None };
    let simulated = network.send(&[ix::unstake_of(alice.record, all.clone())], &[&alice.wallet]).unwrap().compute_units;
    network.activate(&bob).unwrap();
    let late = send_as_simulated(&mut network, ix::unstake_of(bob.record, all), &[&bob.wallet], simulated);
    assert_refused(late, StakingError::NotEnoughActivating);
}

#[test]
fn an_accrual_that_another_one_overtook_says_so() {
    let World { mut network, operator, .. } = pool_of_three();
    let tree = network.publish_leaves(1, vec![leaf(&operator, 10, 10)], 10_000 * ONE, 10);
    let simulated = network.accrue(&operator, 1, tree.proof(0)).unwrap().compute_units;
    let operator_record = network.pool_of(&operator).operator_staking_record;
    let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, 1, operator_record);
    let late = send_as_simulated(&mut network, ix::accrue_reward(accounts, tree.proof(0)), &[], simulated);
    assert_refused(late, StakingError::EpochAlreadyAccrued);
}

#[test]
fn a_payout_that_another_one_overtook_says_that_the_rewards_are_to_be_collected() {
    let World { mut network, alice, bob, .. } = paid_pool_of_three();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    let simulated = network.claim_uncollected(&alice).unwrap().compute_units;
    // 10,150 - 7,250 = 2,900 would stay of the pool, and 4,500 are uncollected.
    let late = ix::claim_unstake(bob.record, network.mints.stake);
    assert_refused(send_as_simulated(&mut network, late, &[], simulated), StakingError::RewardsNotCollected);
}
