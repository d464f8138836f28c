//! Operator closes its record by naming another pool in the instruction, and so freezes the real pool.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};

use crate::world::*;

#[test]
fn an_operator_cannot_close_its_record_by_naming_another_pool() {
    let mut network = network_without_minimum();
    let operator = network.operator("operator", 2_000 * ONE);
    let alice = delegator_with(&mut network, "alice", &operator, 3_000 * ONE);
    // The operator's record is empty, and a friend's pool is closed and empty.
    network.unstake(&operator, 2_000 * ONE).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(&operator).unwrap();
    let friend = network.operator("friend", 0);
    close_pool(&mut network, &friend).unwrap();

    let (own, friends) = (operator.record.operator_pool, friend.record.operator_pool);
    refuses(&mut network, StakingError::RecordOfAnotherPool, |network| {
        close_record_naming(network, &operator, friends)
    });
    refuses(&mut network, StakingError::OperatorRecordInUse, |network| close_record_naming(network, &operator, own));
    // Alice goes on: her stake is activated, which reads the operator's record; she earns and leaves.
    network.buy_shares(&alice, 1_000 * ONE).unwrap();
    pay_pool(&mut network, &operator, 1, 1_000 * ONE, 100 * ONE);
    network.claim_usdc(&alice).unwrap();
    network.unstake(&alice, 4_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    // 900 of 1,000 tokens and 80 of 100 USDC.
    assert_eq!(gained(&mut network, &alice), (tokens(900), 80 * ONE));
}

#[test]
fn delegators_need_no_record_of_the_operator() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    close_pool(&mut network, &operator).unwrap();
    for (staker, shares) in [(&operator, 2_000), (&alice, 3_000), (&bob, 5_000)] {
        network.unstake(staker, shares * ONE).unwrap();
    }
    network.claim_usdc(&operator).unwrap();
    network.pass_time(14 * DAY);
    let pool = operator.record.operator_pool;
    // The pool owes commission, and has not passed its last epoch.
    network.claim_unstake(&operator).unwrap();
    network.claim_unstake(&alice).unwrap();
    refuses(&mut network, StakingError::OperatorRecordInUse, |network| close_record_naming(network, &operator, pool));
    withdraw_commissions(&mut network, &operator).unwrap();
    refuses(&mut network, StakingError::OperatorRecordInUse, |network| close_record_naming(network, &operator, pool));
    pay_pool(&mut network, &operator, 2, 0, 0);
    // Bob's tokens wait in a ticket: they need no record of the operator.
    close_record_naming(&mut network, &operator, pool).unwrap();
    network.claim_unstake(&bob).unwrap();
    assert!(network.record(&operator.record.address()).is_err());
    // Their USDC is still there for them.
    network.claim_usdc(&alice).unwrap();
    network.claim_usdc(&bob).unwrap();
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
    close_record_naming(&mut network, &alice, pool).unwrap();
    close_record_naming(&mut network, &bob, pool).unwrap();
}
