//! `cancel_unstake` with accounts of others, and what one could hope to gain by them.

use inference_staking_client::accounts::ByRecordOwner;
use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{Executed, Refused};
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
    change: impl FnOnce(&mut ByRecordOwner),
) -> Result<Executed, Refused> {
    let mut accounts = ix::by_record_owner_accounts(staker.record);
    change(&mut accounts);
    let cancel = ix::build(accounts, inference_staking_client::args::CancelUnstake { ticket: 0 });
    network.send(&[cancel], &[&staker.wallet])
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
fn a_ticket_does_not_become_stake_of_another_pool() {
    let World { mut network, alice, .. } = everybody_unstaked();
    let other = network.operator("other operator", 5_000 * ONE);
    let result = cancel_with(&mut network, &alice, |accounts| {
        accounts.operator_pool = other.record.operator_pool;
    });
    assert_refused(result, StakingError::RecordOfAnotherPool);
}
