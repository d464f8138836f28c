//! When `cancel_unstake` is refused: as `stake` is, except that the pool need not take delegation; and while the payouts of
//! others would have to be made of it.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::pools::collect;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

/// Everybody has a ticket of 100 tokens.
fn everybody_unstaked_100() -> World {
    let mut world = pool_of_three();
    for staker in [&world.operator, &world.alice, &world.bob] {
        world.network.unstake(staker, 100 * ONE).unwrap();
    }
    world
}

#[track_caller]
fn assert_both_refused(network: &mut TestNetwork, operator: &Staker, alice: &Staker, error: StakingError) {
    assert_refused(cancel(network, alice, 0), error);
    assert_refused(cancel(network, operator, 0), error);
}

#[test]
fn nothing_is_cancelled_while_staking_is_halted() {
    let World { mut network, operator, alice, .. } = everybody_unstaked_100();
    change_overview(&mut network, |overview| overview.staking_halted = 1);
    assert_both_refused(&mut network, &operator, &alice, StakingError::StakingHalted);
}

#[test]
fn nothing_is_cancelled_in_a_halted_pool() {
    let World { mut network, operator, alice, .. } = everybody_unstaked_100();
    halt_pool(&mut network, &operator);
    assert_both_refused(&mut network, &operator, &alice, StakingError::PoolHalted);
}

#[test]
fn nothing_is_cancelled_in_a_closed_pool() {
    let World { mut network, operator, alice, .. } = everybody_unstaked_100();
    close_pool(&mut network, &operator);
    assert_both_refused(&mut network, &operator, &alice, StakingError::PoolClosed);
}

#[test]
fn a_ticket_may_be_cancelled_in_any_state_of_an_epoch_and_earns_nothing_of_it() {
    let World { mut network, operator, alice, .. } = everybody_unstaked_100();
    network.mark(1).unwrap();
    cancel(&mut network, &alice, 0).unwrap();
    cancel(&mut network, &operator, 0).unwrap();
    assert_refused(network.activate(&alice), StakingError::PoolBehind);
    publish_and_pass(&mut network, &operator, 1);
    assert_refused(network.activate(&alice), StakingError::NothingRipe);
    publish_and_pass_next(&mut network, &operator);
    network.activate(&alice).unwrap();
    assert_eq!(network.record_of(&alice).shares, 3_000 * ONE);
}

#[test]
fn a_pool_that_takes_no_delegation_takes_its_delegators_tickets_back() {
    let World { mut network, operator, alice, .. } = everybody_unstaked_100();
    change_pool(&mut network, &operator, |pool| pool.delegation_allowed = 0);
    assert_refused(network.stake(&alice, ONE), StakingError::DelegationNotAllowed);
    cancel(&mut network, &alice, 0).unwrap();
    cancel(&mut network, &operator, 0).unwrap();
    assert_eq!(network.record_of(&alice).activating, 100 * ONE);
    assert_eq!(network.record_of(&operator).activating, 100 * ONE);
}

#[test]
fn halts_of_accrual_and_withdrawals_do_not_stop_a_cancel() {
    let World { mut network, alice, .. } = everybody_unstaked_100();
    let until = network.chain.now() + 1_000;
    change_overview(&mut network, |overview| {
        overview.accrual_halted = 1;
        overview.has_withdrawal_halt = 1;
        overview.withdrawal_halted_until = until;
    });
    cancel(&mut network, &alice, 0).unwrap();
}

#[test]
fn an_operator_below_the_minimum_does_not_stop_a_cancel() {
    let World { mut network, operator, alice, .. } = everybody_unstaked_100();
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 1_900 * ONE + 1);
    cancel(&mut network, &alice, 0).unwrap();
    cancel(&mut network, &operator, 0).unwrap();
}

#[test]
fn an_operators_ticket_waits_also_in_a_pool_that_is_new_again() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 100);
    network.unstake(&operator, 100).unwrap();
    cancel(&mut network, &operator, 0).unwrap();
    let record = network.record_of(&operator);
    assert_eq!((record.shares, record.activating), (0, 100));
}

#[test]
fn what_is_uncollected_is_never_lent_by_activating_stake() {
    // 10 tokens for 7 shares, 3 of them still in the reward vault: all 7 unstaked are a ticket of 10.
    let World { mut network, operator, alice, .. } = ten_tokens_for_seven_shares(0);
    network.unstake(&alice, 7).unwrap();
    assert_refused(cancel(&mut network, &alice, 0), StakingError::RewardsNotCollected);
    collect(&mut network, &operator).unwrap();
    cancel(&mut network, &alice, 0).unwrap();
    assert_eq!(network.record_of(&alice).activating, 10);
    assert_eq!(network.balance(&pool_vault(&alice)), 10);
}

#[test]
fn as_much_as_is_uncollected_may_stay() {
    // 3 of 7 shares are a ticket of 4; 6 tokens stay for the others, of which 3 are uncollected.
    let World { mut network, alice, .. } = ten_tokens_for_seven_shares(0);
    network.unstake(&alice, 3).unwrap();
    cancel(&mut network, &alice, 0).unwrap();
    let pool = network.pool_of(&alice);
    assert_eq!((pool.total_staked_amount, pool.total_unstaking, pool.total_activating), (6, 0, 4));
    assert_eq!(pool.uncollected_rewards, 3);
}

#[test]
fn states_that_no_history_makes_are_refused() {
    let World { mut network, alice, .. } = everybody_unstaked_100();
    change_pool(&mut network, &alice, |pool| pool.total_unstaking = 100 * ONE - 1);
    assert_refused(cancel(&mut network, &alice, 0), StakingError::MathOverflow);
    change_pool(&mut network, &alice, |pool| {
        pool.total_unstaking = 300 * ONE;
        pool.total_staked_amount = pool.total_shares / 2;
    });
    assert_refused(cancel(&mut network, &alice, 0), StakingError::InvariantViolated);
}
