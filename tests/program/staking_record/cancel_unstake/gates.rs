//! When `cancel_unstake` is refused: the gates of `stake`, except that the pool need not take delegation.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::{assert_refused, PaidLeaf, Staker, TestNetwork};

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
fn nobody_cancels_into_a_known_reward() {
    let World { mut network, operator, alice, .. } = everybody_unstaked_100();
    let leaf = PaidLeaf { pool: operator.record.operator_pool, reward: 5_000 * ONE, usdc: 0 };
    let tree = inference_staking_test_kit::epochs::EpochTree::new(1, vec![leaf]);
    network.fund_vaults(10_000 * ONE, 0);
    network.mark(1).unwrap();
    assert_both_refused(&mut network, &operator, &alice, StakingError::EpochFinalizing);
    network.publish(1, tree.record_args(10_000 * ONE, 0)).unwrap();
    assert_both_refused(&mut network, &operator, &alice, StakingError::PoolBehind);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    cancel(&mut network, &alice, 0).unwrap();
    cancel(&mut network, &operator, 0).unwrap();
}

#[test]
fn a_pool_that_takes_no_delegation_takes_its_delegators_tickets_back() {
    let World { mut network, operator, alice, .. } = everybody_unstaked_100();
    change_pool(&mut network, &operator, |pool| pool.delegation_allowed = 0);
    assert_refused(network.stake(&alice, ONE), StakingError::DelegationNotAllowed);
    cancel(&mut network, &alice, 0).unwrap();
    cancel(&mut network, &operator, 0).unwrap();
    assert_eq!(network.record_of(&alice).shares, 3_000 * ONE);
    assert_eq!(network.record_of(&operator).shares, 2_000 * ONE);
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
fn a_delegator_cancels_only_while_the_operator_has_its_minimum() {
    let World { mut network, alice, .. } = everybody_unstaked_100();
    // The operator's 1,900 shares are worth 1,900 tokens.
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 1_900 * ONE + 1);
    assert_refused(cancel(&mut network, &alice, 0), StakingError::OperatorStakeBelowMinimum);
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 1_900 * ONE);
    cancel(&mut network, &alice, 0).unwrap();
}

#[test]
fn the_operators_minimum_counts_what_it_has_after_its_own_cancel() {
    let World { mut network, operator, .. } = everybody_unstaked_100();
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 2_000 * ONE + 1);
    assert_refused(cancel(&mut network, &operator, 0), StakingError::OperatorStakeBelowMinimum);
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 2_000 * ONE);
    cancel(&mut network, &operator, 0).unwrap();
}

#[test]
fn the_operators_minimum_counts_its_value_rounded_up() {
    let World { mut network, alice, .. } = ten_tokens_for_seven_shares(1);
    // 2 of 7 shares pay 2 of 10; 8 stay for 5. They buy floor(2 x 5 / 8) = 1 share back for 2: 10 for 6, and the
    // operator's one share is worth 1.67.
    network.unstake(&alice, 2).unwrap();
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 3);
    assert_refused(cancel(&mut network, &alice, 0), StakingError::OperatorStakeBelowMinimum);
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 2);
    cancel(&mut network, &alice, 0).unwrap();
    let pool = network.pool_of(&alice);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (10, 6));
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
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 0);
    assert_refused(cancel(&mut network, &alice, 0), StakingError::InvariantViolated);
}
