//! `cancel_unstake` with accounts of others, and what one could hope to gain by them.

use inference_staking_client::accounts::CancelUnstake;
use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{Executed, Refused};
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

/// Alice, Bob and the operator each have a ticket at their first place.
fn everybody_unstaked() -> World {
    let mut world = pool_of_three();
    for staker in [&world.operator, &world.alice, &world.bob] {
        world.network.unstake(staker, 100 * ONE).unwrap();
    }
    world
}

/// Cancels the first ticket with changed accounts.
fn cancel_with(
    network: &mut TestNetwork,
    staker: &Staker,
    change: impl FnOnce(&mut CancelUnstake),
) -> Result<Executed, Refused> {
    let operator_record = network.pool_of(staker).operator_staking_record;
    let mut accounts = ix::cancel_unstake_accounts(staker.record, operator_record);
    change(&mut accounts);
    network.send(&[ix::cancel_unstake(accounts, 0)], &[&staker.wallet])
}

#[test]
fn a_cancel_needs_its_owners_signature() {
    let World { mut network, operator, alice, .. } = everybody_unstaked();
    let accounts = ix::cancel_unstake_accounts(alice.record, operator.record.address());
    let cancel = unsigned(ix::cancel_unstake(accounts, 0), &alice.key());
    assert_refused_with_code(network.send(&[cancel], &[]), anchor::NOT_SIGNER);
}

#[test]
fn nobody_cancels_for_another_owner() {
    let World { mut network, operator, alice, bob } = everybody_unstaked();
    let bobs = bob.record.address();
    for other in [&alice, &operator] {
        let result = cancel_with(&mut network, other, |accounts| accounts.staking_record = bobs);
        assert_refused(result, StakingError::NotRecordOwner);
    }
    assert_eq!(tickets(&mut network, &bob)[0].amount, 100 * ONE);
}

#[test]
fn a_ticket_does_not_buy_shares_of_another_pool() {
    let World { mut network, alice, .. } = everybody_unstaked();
    let other = network.operator("other operator", 5_000 * ONE);
    let result = cancel_with(&mut network, &alice, |accounts| {
        accounts.operator_pool = other.record.operator_pool;
        accounts.operator_staking_record = other.record.address();
    });
    assert_refused(result, StakingError::RecordOfAnotherPool);
}

#[test]
fn only_the_record_that_the_pool_stores_is_the_operators() {
    let World { mut network, operator, alice, bob } = everybody_unstaked();
    let other = network.operator("other operator", 5_000 * ONE);
    for record in [alice.record.address(), bob.record.address(), other.record.address()] {
        let result = cancel_with(&mut network, &alice, |accounts| accounts.operator_staking_record = record);
        assert_refused(result, StakingError::WrongOperatorRecord);
    }
    let bobs = bob.record.address();
    let result = cancel_with(&mut network, &operator, |accounts| accounts.operator_staking_record = bobs);
    assert_refused(result, StakingError::WrongOperatorRecord);
}
