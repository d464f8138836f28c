//! `stake`: what it changes, and when it is refused. Where its tokens come from is in `source`, what becomes shares at once in
//! `at_once`, what it waits for in `activate_stake`.

mod accounts;
mod at_once;
mod source;

use inference_staking_client::events::{PoolState, Staked};
use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, TestNetwork};

use crate::staking_record::world::*;

#[test]
fn a_stake_moves_exactly_its_amount_and_is_activating() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let (pool_before, record_before) = (network.pool_of(&alice), network.record_of(&alice));
    let overview_before = network.overview().unwrap();
    // Not a whole number of shares at 1.45: that does not matter before it is activated.
    let amount = 1_000 * ONE + 1;
    let executed = network.stake(&alice, amount).unwrap();
    assert_eq!(executed.return_data, [0u8; 0]);

    let expected_record = StakingRecord {
        activating: amount,
        latest_deposit: amount,
        latest_deposit_epoch: 2,
        has_activating: 1,
        ..record_before
    };
    assert_state(&network.record_of(&alice), &expected_record);
    let expected_pool = OperatorPool { total_activating: amount, event_sequence: 10, ..pool_before };
    assert_state(&network.pool_of(&alice), &expected_pool);
    assert_state(&network.overview().unwrap(), &overview_before);
    assert_eq!(network.balance(&pool_vault(&alice)), 11_000 * ONE + 1);
    assert_eq!(network.tokens_of(&alice), 996_000 * ONE - 1);

    let expected_event = Staked {
        operator_pool: alice.record.operator_pool,
        staking_record: alice.record.address(),
        owner: alice.key(),
        amount,
        shares: 0,
        record_activating: amount,
        record_shares: 3_000 * ONE,
        record_settled_usdc: 0,
        epoch: 2,
        pool: PoolState { total_activating: amount, ..paid_pool_state(10) },
    };
    assert_eq!(only_event::<Staked>(&executed), expected_event);
}

#[test]
fn deposits_of_one_epoch_are_counted_together_and_apart_from_those_before() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let deposits = |network: &mut TestNetwork| {
        let record = network.record_of(&alice);
        (record.activating, record.latest_deposit, record.latest_deposit_epoch)
    };
    network.stake(&alice, 10).unwrap();
    network.stake(&alice, 5).unwrap();
    assert_eq!(deposits(&mut network), (15, 15, 1));
    // While epoch 1 is finalizing the current epoch is 2, and so it is when its record is there.
    network.mark(1).unwrap();
    network.stake(&alice, 3).unwrap();
    assert_eq!(deposits(&mut network), (18, 3, 2));
    publish_and_pass(&mut network, &operator, 1);
    network.stake(&alice, 4).unwrap();
    assert_eq!(deposits(&mut network), (22, 7, 2));
    assert_eq!(network.pool_of(&alice).total_activating, 22);
}

#[test]
fn an_operators_further_stake_waits_like_any_other() {
    let World { mut network, operator, .. } = pool_of_three();
    network.stake(&operator, 500 * ONE).unwrap();
    let record = network.record_of(&operator);
    assert_eq!((record.shares, record.activating), (2_000 * ONE, 500 * ONE));
    assert_eq!(network.pool_of(&operator).total_shares, 10_000 * ONE);
    assert_eq!(network.tokens_of(&operator), 997_500 * ONE);
}

#[test]
fn a_deposit_may_come_in_any_state_of_an_epoch() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.mark(1).unwrap();
    network.stake(&alice, ONE).unwrap();
    network.stake(&operator, ONE).unwrap();
    network.publish(1, inference_staking_test_kit::epochs::no_roots()).unwrap();
    // The pool has not passed the epoch.
    network.stake(&alice, ONE).unwrap();
    network.stake(&operator, ONE).unwrap();
    assert_eq!(network.pool_of(&alice).total_activating, 4 * ONE);
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
    network.stake(&alice, 7).unwrap();
    change_pool(&mut network, &operator, |pool| pool.delegation_allowed = 0);
    assert_refused(network.stake(&alice, ONE), StakingError::DelegationNotAllowed);
    unstake_both(&mut network, &alice, 3_000 * ONE, 7).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].amount, 3_000 * ONE + 7);
}

#[test]
fn a_delegators_deposit_may_come_before_the_operators() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 0);
    let alice = network.delegator("alice", &operator);
    network.stake(&alice, 5_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).activating, 5_000 * ONE);
}

#[test]
fn a_stake_of_nothing_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    assert_refused(network.stake(&alice, 0), StakingError::NothingToStake);
    network.stake(&alice, 1).unwrap();
}

#[test]
fn a_stake_that_would_overflow_the_totals_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    assert_refused(network.stake(&alice, u64::MAX), StakingError::PoolTotalTooLarge);
}

/// 10,000 tokens are in tickets and one is activating: an amount that fits alone does not fit with them.
#[test]
fn a_stake_that_would_overflow_with_tickets_and_activating_stake_is_refused() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 0);
    for (staker, shares) in [(&operator, 2_000), (&alice, 3_000), (&bob, 5_000)] {
        network.unstake(staker, shares * ONE).unwrap();
    }
    network.stake(&bob, ONE).unwrap();
    for amount in [u64::MAX, u64::MAX - 10_001 * ONE + 1] {
        assert_refused(network.stake(&alice, amount), StakingError::PoolTotalTooLarge);
    }
    // One less fits; Alice does not have it.
    let refused = network.stake(&alice, u64::MAX - 10_001 * ONE);
    assert_refused_with_code(refused, token_program::INSUFFICIENT_FUNDS);
    network.stake(&alice, ONE).unwrap();
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
    network.stake(&alice, 7).unwrap();
    close_pool(&mut network, &operator);
    pay_pool(&mut network, &operator, 1, 0, 0);
    network.send(&[ix::close_staking_record(operator.record)], &[&operator.wallet]).unwrap();
    assert!(network.record(&operator.record.address()).is_err());
    assert_refused(network.stake(&alice, 1_000 * ONE), StakingError::PoolClosed);
    assert_refused(network.activate(&alice), StakingError::PoolClosed);
    assert!(!query(&mut network, &alice).can_activate);
    unstake_both(&mut network, &alice, 0, 7).unwrap();
    assert_refused(cancel(&mut network, &alice, 0), StakingError::PoolClosed);
}

#[test]
fn a_donation_to_the_global_vaults_does_not_matter_to_a_stake() {
    let World { mut network, alice, .. } = pool_of_three();
    network.fund_vaults(77 * ONE, 77 * ONE);
    assert_eq!(network.balance(&address::reward_vault()), 77 * ONE);
    network.buy_shares(&alice, 10 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).shares, 3_010 * ONE);
}
