//! `unstake` with accounts of others, and what one could hope to gain by them.

use inference_staking_client::accounts::ByRecordOwner;
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::{args, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{Executed, Refused};
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};
use solana_signer::Signer;

use crate::staking_record::world::*;

/// Unstakes one token with changed accounts.
fn unstake_with(
    network: &mut TestNetwork,
    staker: &Staker,
    change: impl FnOnce(&mut ByRecordOwner),
) -> Result<Executed, Refused> {
    let mut accounts = ix::by_record_owner_accounts(staker.record);
    change(&mut accounts);
    network.send(&[ix::build(accounts, args::Unstake { shares: ONE, activating: 0, ticket: None })], &[&staker.wallet])
}

#[test]
fn nobody_unstakes_the_record_of_another_owner() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    let bobs = bob.record.address();
    let result = unstake_with(&mut network, &alice, |accounts| accounts.staking_record = bobs);
    assert_refused(result, StakingError::NotRecordOwner);
    assert_eq!(network.record_of(&bob).shares, 5_000 * ONE);
}

#[test]
fn the_pool_admin_does_not_unstake_for_a_delegator() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let alices = alice.record.address();
    let result = unstake_with(&mut network, &operator, |accounts| accounts.staking_record = alices);
    assert_refused(result, StakingError::NotRecordOwner);
}

#[test]
fn a_record_is_not_unstaked_through_another_pool_at_its_price() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    let other = network.operator("other operator", 5_000 * ONE);
    let pool = other.record.operator_pool;
    let result = unstake_with(&mut network, &alice, |accounts| accounts.operator_pool = pool);
    assert_refused(result, StakingError::RecordOfAnotherPool);
}

#[test]
fn an_operator_does_not_escape_a_halt_through_another_pool() {
    let World { mut network, operator, .. } = pool_of_three();
    let other = network.operator("other operator", 5_000 * ONE);
    halt_pool(&mut network, &operator);
    let pool = other.record.operator_pool;
    let result = unstake_with(&mut network, &operator, |accounts| accounts.operator_pool = pool);
    assert_refused(result, StakingError::RecordOfAnotherPool);
}

#[test]
fn a_record_that_was_never_created_is_refused() {
    let World { mut network, alice, .. } = pool_of_three();
    let mallory = network.funded_wallet("mallory", 0).unwrap();
    let record = RecordOf { owner: mallory.pubkey(), ..alice.record };
    let result = network.send(&[ix::unstake(record, ONE)], &[&mallory]);
    // It is the system program's account.
    assert_refused_with_code(result, anchor::WRONG_OWNER_PROGRAM);
}
