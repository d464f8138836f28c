//! The operator's deposits into its own new pool are shares at once (SPEC 5, SPEC 6.9).

use inference_staking_client::events::{PoolState, Staked};
use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::pools::{rotate, schedule_commissions};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

/// Shares and activating tokens of the staker.
fn holding(network: &mut TestNetwork, staker: &Staker) -> (u64, u64) {
    let record = network.record_of(staker);
    (record.shares, record.activating)
}

#[test]
fn an_operators_first_stake_is_shares_at_once_one_a_token() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 0);
    let executed = network.stake(&operator, 2_000 * ONE).unwrap();
    let record = network.record_of(&operator);
    assert_eq!((record.shares, record.activating, record.latest_deposit), (2_000 * ONE, 0, 0));
    assert_eq!(record.has_activating, 0);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (2_000 * ONE, 2_000 * ONE));
    assert_eq!(pool.total_activating, 0);
    assert_eq!(network.balance(&pool_vault(&operator)), 2_000 * ONE);
    let event: Staked = only_event(&executed);
    assert_eq!((event.amount, event.shares, event.record_activating), (2_000 * ONE, 2_000 * ONE, 0));
    assert_eq!((event.record_shares, event.epoch), (2_000 * ONE, 1));
    let expected = PoolState {
        sequence: 2,
        total_staked_amount: 2_000 * ONE,
        total_shares: 2_000 * ONE,
        total_unstaking: 0,
        total_activating: 0,
        uncollected_rewards: 0,
        reward_commission: 0,
        usdc_commission: 0,
        delegator_usdc: 0,
        settled_usdc: 0,
        reward_last_claimed_epoch: 0,
        cumulative_usdc_per_share: 0,
    };
    assert_eq!(event.pool, expected);
}

#[test]
fn an_operator_earns_from_the_epoch_in_which_it_comes() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 1_000 * ONE);
    pay_pool(&mut network, &operator, 1, 500 * ONE, 0);
    // 10 % commission.
    assert_eq!(totals(&mut network, &operator), (1_450 * ONE, 1_000 * ONE));
}

#[test]
fn below_the_minimum_deposits_wait_until_they_reach_it_together() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 0);
    network.stake(&operator, 600 * ONE).unwrap();
    network.stake(&operator, 400 * ONE - 1).unwrap();
    assert_eq!(holding(&mut network, &operator), (0, 1_000 * ONE - 1));
    let executed = network.stake(&operator, 1).unwrap();
    assert_eq!(holding(&mut network, &operator), (1_000 * ONE, 0));
    let event: Staked = only_event(&executed);
    assert_eq!((event.amount, event.shares), (1, 1_000 * ONE));
}

#[test]
fn a_deposit_of_a_delegator_waits_also_in_a_new_pool() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 0);
    let alice = network.delegator("alice", &operator);
    network.stake(&alice, 5).unwrap();
    assert_eq!(holding(&mut network, &alice), (0, 5));
    // Her deposit is no hindrance, and not part of what becomes shares.
    network.stake(&operator, 7).unwrap();
    assert_eq!(holding(&mut network, &operator), (7, 0));
    assert_eq!(holding(&mut network, &alice), (0, 5));
    assert_eq!(network.pool_of(&alice).total_activating, 5);
}

#[test]
fn only_the_first_shares_come_at_once() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 10);
    network.stake(&operator, 10).unwrap();
    assert_eq!(holding(&mut network, &operator), (10, 10));
    // With no shares left, the pool is as new as before.
    unstake_both(&mut network, &operator, 10, 0).unwrap();
    network.stake(&operator, 1).unwrap();
    assert_eq!(holding(&mut network, &operator), (11, 0));
}

#[test]
fn in_a_pool_that_has_passed_an_epoch_the_operator_waits() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 0);
    publish_and_pass_next(&mut network, &operator);
    network.stake(&operator, 10).unwrap();
    assert_eq!(holding(&mut network, &operator), (0, 10));
}

#[test]
fn once_the_joined_epoch_is_over_the_operator_waits() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 0);
    network.mark(1).unwrap();
    network.stake(&operator, 10).unwrap();
    assert_eq!(holding(&mut network, &operator), (0, 10));
    network.publish(1, inference_staking_test_kit::epochs::no_roots()).unwrap();
    network.stake(&operator, 10).unwrap();
    assert_eq!(holding(&mut network, &operator), (0, 20));
}

#[test]
fn a_pool_created_while_an_epoch_is_finalizing_joins_the_next_and_takes_its_operators_stake_at_once() {
    let mut network = TestNetwork::start();
    network.mark(1).unwrap();
    let operator = network.operator("operator", 2_000 * ONE);
    assert_eq!(network.pool_of(&operator).joined_epoch, 2);
    assert_eq!(holding(&mut network, &operator), (2_000 * ONE, 0));
    // Epoch 1 pays it nothing: it joined after.
    network.publish(1, inference_staking_test_kit::epochs::no_roots()).unwrap();
    assert_eq!(network.pool_of(&operator).reward_last_claimed_epoch, 1);
}

#[test]
fn the_record_that_the_pool_names_counts_not_the_wallet() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 0);
    let alice = network.delegator("alice", &operator);
    rotate(&mut network, &operator, &alice).unwrap();
    network.stake(&operator, 10).unwrap();
    assert_eq!(holding(&mut network, &operator), (0, 10));
    network.stake(&alice, 10).unwrap();
    assert_eq!(holding(&mut network, &alice), (10, 0));
}

#[test]
fn halts_and_a_close_refuse_the_first_stake_too() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 0);
    halt_pool(&mut network, &operator);
    assert_refused(network.stake(&operator, 10), StakingError::PoolHalted);
    resume_pool(&mut network, &operator);
    change_overview(&mut network, |overview| overview.staking_halted = 1);
    assert_refused(network.stake(&operator, 10), StakingError::StakingHalted);
    change_overview(&mut network, |overview| overview.staking_halted = 0);
    close_pool(&mut network, &operator);
    assert_refused(network.stake(&operator, 10), StakingError::PoolClosed);
}

#[test]
fn neither_delegation_nor_a_scheduled_commission_matters_to_it() {
    let mut network = network_without_minimum();
    let mut args = pool_args();
    args.delegation_allowed = false;
    let operator = network.operator_with("operator", 0, args);
    schedule_commissions(&mut network, &operator, Some(1_500), None).unwrap();
    network.stake(&operator, 10).unwrap();
    assert_eq!(holding(&mut network, &operator), (10, 0));
}
