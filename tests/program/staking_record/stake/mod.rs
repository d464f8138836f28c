//! `stake`: what it changes, and when entry is closed. Where its tokens come from is in `source`, its price in
//! `share_price`, the operator's minimum in `operator_minimum`.

mod accounts;
mod operator_minimum;
mod share_price;
mod source;

use inference_staking_client::events::{PoolState, Staked};
use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::actors::{pool_args, stake_return};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, PaidLeaf, TestNetwork};

use crate::staking_record::world::*;

#[test]
fn a_stake_settles_usdc_buys_shares_and_moves_exactly_their_cost() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let (pool_before, record_before) = (network.pool_of(&alice), network.record_of(&alice));
    let overview_before = network.overview().unwrap();
    // 1,000 tokens at 1.45: 10^9 / 1.45 = 689,655,172.4 shares; 689,655,172 x 1.45 = 999,999,999.4 tokens, rounded up.
    let executed = network.stake(&alice, 1_000 * ONE).unwrap();
    let returned = stake_return(&executed);
    assert_eq!((returned.cost, returned.shares), (1_000_000_000, 689_655_172));

    let expected_record = StakingRecord {
        shares: 3_689_655_172,
        // 3,000 shares x 0.08.
        settled_usdc: 240 * ONE,
        usdc_checkpoint: 80_000_000_000_000_000u128.into(),
        ..record_before
    };
    assert_state(&network.record_of(&alice), &expected_record);
    let expected_pool = OperatorPool {
        total_staked_amount: 15_500 * ONE,
        total_shares: 10_689_655_172,
        settled_usdc: 240 * ONE,
        event_sequence: 8,
        ..pool_before
    };
    assert_state(&network.pool_of(&alice), &expected_pool);
    assert_state(&network.overview().unwrap(), &overview_before);
    assert_eq!(network.balance(&pool_vault(&alice)), 11_000 * ONE);
    assert_eq!(network.tokens_of(&alice), 996_000 * ONE);

    let expected_event = Staked {
        operator_pool: alice.record.operator_pool,
        staking_record: alice.record.address(),
        owner: alice.key(),
        cost: 1_000_000_000,
        shares: 689_655_172,
        record_shares: 3_689_655_172,
        record_settled_usdc: 240 * ONE,
        epoch: 2,
        pool: PoolState {
            sequence: 8,
            total_staked_amount: 15_500 * ONE,
            total_shares: 10_689_655_172,
            total_unstaking: 0,
            total_activating: 0,
            uncollected_rewards: 4_500 * ONE,
            reward_commission: 500 * ONE,
            usdc_commission: 200 * ONE,
            delegator_usdc: 800 * ONE,
            settled_usdc: 240 * ONE,
            cumulative_usdc_per_share: 80_000_000_000_000_000,
            reward_last_claimed_epoch: 1,
        },
    };
    assert_eq!(only_event::<Staked>(&executed), expected_event);
}

#[test]
fn an_operator_stakes_into_its_own_record() {
    let World { mut network, operator, .. } = pool_of_three();
    network.stake(&operator, 500 * ONE).unwrap();
    assert_eq!(network.record_of(&operator).shares, 2_500 * ONE);
    assert_eq!(network.pool_of(&operator).total_shares, 10_500 * ONE);
    assert_eq!(network.tokens_of(&operator), 997_500 * ONE);
}

#[test]
fn nobody_stakes_while_staking_is_halted() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    change_overview(&mut network, |overview| overview.staking_halted = 1);
    assert_refused(network.stake(&alice, ONE), StakingError::StakingHalted);
    assert_refused(network.stake(&operator, ONE), StakingError::StakingHalted);
    assert_eq!(network.tokens_of(&alice), 997_000 * ONE);
    change_overview(&mut network, |overview| overview.staking_halted = 0);
    network.stake(&alice, ONE).unwrap();
}

#[test]
fn other_halts_do_not_stop_a_stake() {
    let World { mut network, alice, .. } = pool_of_three();
    change_overview(&mut network, |overview| overview.accrual_halted = 1);
    halt_withdrawals_until(&mut network, i64::MAX);
    network.stake(&alice, ONE).unwrap();
}

#[test]
fn nobody_stakes_into_a_halted_pool() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    halt_pool(&mut network, &operator);
    assert_refused(network.stake(&alice, ONE), StakingError::PoolHalted);
    assert_refused(network.stake(&operator, ONE), StakingError::PoolHalted);
    resume_pool(&mut network, &operator);
    network.stake(&alice, ONE).unwrap();
}

#[test]
fn a_halted_pool_does_not_stop_a_stake_into_another() {
    let World { mut network, operator, .. } = pool_of_three();
    halt_pool(&mut network, &operator);
    network.operator("other operator", 2_000 * ONE);
}

#[test]
fn nobody_buys_into_a_known_reward_between_the_mark_and_the_accrual() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.fund_vaults(10_000 * ONE, 0);
    network.mark(1).unwrap();
    assert_refused(network.stake(&alice, ONE), StakingError::EpochFinalizing);
    assert_refused(network.stake(&operator, ONE), StakingError::EpochFinalizing);

    let leaf = PaidLeaf { pool: operator.record.operator_pool, reward: 10_000 * ONE, usdc: 0 };
    let tree = EpochTree::new(1, vec![leaf]);
    network.publish(1, tree.record_args(10_000 * ONE, 0)).unwrap();
    assert_refused(network.stake(&alice, ONE), StakingError::PoolBehind);
    assert_refused(network.stake(&operator, ONE), StakingError::PoolBehind);

    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    // 10 % of 10,000 are commission: 19,000 tokens for 10,000 shares. 1,900 tokens buy 1,000 shares.
    let returned = stake_return(&network.stake(&alice, 1_900 * ONE).unwrap());
    assert_eq!((returned.cost, returned.shares), (1_900 * ONE, 1_000 * ONE));
}

#[test]
fn a_pool_created_while_an_epoch_is_finalizing_takes_stake_once_the_record_is_there() {
    let mut network = TestNetwork::start();
    network.fund_vaults(10_000 * ONE, 0);
    network.mark(1).unwrap();
    let operator = network.operator("operator", 0);
    assert_refused(network.stake(&operator, 2_000 * ONE), StakingError::EpochFinalizing);
    let leaf = PaidLeaf { pool: [7; 32].into(), reward: 10_000 * ONE, usdc: 0 };
    let tree = EpochTree::new(1, vec![leaf]);
    network.publish(1, tree.record_args(10_000 * ONE, 0)).unwrap();
    network.stake(&operator, 2_000 * ONE).unwrap();
}

#[test]
fn only_the_operator_stakes_into_a_pool_that_takes_no_delegation() {
    let mut network = TestNetwork::start();
    let mut args = pool_args();
    args.delegation_allowed = false;
    let operator = network.operator_with("operator", 2_000 * ONE, args);
    let alice = network.delegator("alice", &operator);
    assert_refused(network.stake(&alice, ONE), StakingError::DelegationNotAllowed);
    network.stake(&operator, ONE).unwrap();
    change_pool(&mut network, &operator, |pool| pool.delegation_allowed = 1);
    network.stake(&alice, ONE).unwrap();
}

#[test]
fn delegators_leave_a_pool_that_no_longer_takes_delegation() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    change_pool(&mut network, &operator, |pool| pool.delegation_allowed = 0);
    assert_refused(network.stake(&alice, ONE), StakingError::DelegationNotAllowed);
    network.unstake(&alice, 3_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].amount, 3_000 * ONE);
}

#[test]
fn a_stake_that_would_overflow_the_totals_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    assert_refused(network.stake(&alice, u64::MAX), StakingError::PoolTotalTooLarge);
}

/// The pool has no shares, and 10,000 tokens in tickets: an amount that fits alone does not fit with them.
#[test]
fn a_stake_that_would_overflow_an_empty_pool_with_its_tickets_is_refused() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 0);
    for (staker, shares) in [(&operator, 2_000), (&alice, 3_000), (&bob, 5_000)] {
        network.unstake(staker, shares * ONE).unwrap();
    }
    for amount in [u64::MAX, u64::MAX - 10_000 * ONE + 1] {
        assert_refused(network.stake(&alice, amount), StakingError::PoolTotalTooLarge);
    }
    // One less fits; Alice does not have it.
    let refused = network.stake(&alice, u64::MAX - 10_000 * ONE);
    assert_refused_with_code(refused, token_program::INSUFFICIENT_FUNDS);
    network.stake(&alice, ONE).unwrap();
}

#[test]
fn rewards_funded_for_nobody_do_not_enter_the_price_of_a_stake() {
    let World { mut network, alice, .. } = pool_of_three();
    network.fund_vaults(77 * ONE, 77 * ONE);
    assert_eq!(network.balance(&address::reward_vault()), 77 * ONE);
    let returned = stake_return(&network.stake(&alice, 10 * ONE).unwrap());
    assert_eq!((returned.cost, returned.shares), (10 * ONE, 10 * ONE));
}

#[test]
fn a_stake_into_a_pool_whose_vault_is_short_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    set_balance(&mut network, &pool_vault(&alice), 10_000 * ONE - 1);
    assert_refused(network.stake(&alice, ONE), StakingError::InvariantViolated);
}

#[test]
fn a_closed_pool_takes_no_stake() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    close_pool(&mut network, &operator);
    assert_refused(network.stake(&alice, ONE), StakingError::PoolClosed);
    assert_refused(network.stake(&operator, ONE), StakingError::PoolClosed);
}

#[test]
fn a_closed_pool_says_that_it_is_closed_although_its_operators_record_is_gone() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 0);
    let alice = network.delegator("alice", &operator);
    close_pool(&mut network, &operator);
    pay_pool(&mut network, &operator, 1, 0, 0);
    network.send(&[ix::close_staking_record(operator.record)], &[&operator.wallet]).unwrap();
    assert!(network.record(&operator.record.address()).is_err());
    assert_refused(network.stake(&alice, 1_000 * ONE), StakingError::PoolClosed);
    let cancel = ix::cancel_unstake(ix::cancel_unstake_accounts(alice.record, operator.record.address()), 0);
    assert_refused(network.send(&[cancel], &[&alice.wallet]), StakingError::PoolClosed);
}
