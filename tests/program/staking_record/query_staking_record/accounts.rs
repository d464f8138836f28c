//! `query_staking_record`: who may ask, that it writes nothing, and what it refuses.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::{self as ix};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{Chain, Executed, Refused};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

fn query_of(network: &mut TestNetwork, of: &Staker, operator: &Staker, record: Pubkey) -> Result<Executed, Refused> {
    let accounts = inference_staking_client::accounts::QueryStakingRecord {
        pool_overview: address::pool_overview(),
        operator_pool: of.record.operator_pool,
        staking_record: record,
        operator_staking_record: operator.record.address(),
    };
    network.send(&[ix::build(accounts, inference_staking_client::args::QueryStakingRecord {})], &[])
}

#[test]
fn a_query_asks_for_no_signature_and_no_writable_account() {
    let World { operator, alice, .. } = pool_of_three();
    let instruction = ix::query_staking_record(alice.record, operator.record.address());
    assert!(instruction.accounts.iter().all(|meta| !meta.is_signer && !meta.is_writable));
}

#[test]
fn a_query_writes_nothing_even_to_accounts_that_it_may_write() {
    let World { mut network, operator, alice, .. } = twice_paid_pool_with_a_ticket();
    let keys = [
        alice.record.address(),
        alice.record.operator_pool,
        address::pool_overview(),
        pool_vault(&alice),
        address::reward_vault(),
        address::usdc_vault(),
    ];
    let before = keys.map(|key| network.chain.account(&key).unwrap());
    let mut instruction = ix::query_staking_record(alice.record, operator.record.address());
    for writable in [false, true] {
        instruction.accounts.iter_mut().for_each(|meta| meta.is_writable = writable);
        let executed = network.send(&[instruction.clone()], &[]).unwrap();
        assert!(!executed.return_data.is_empty());
        // No event either.
        assert!(!executed.logs.iter().any(|line| line.starts_with("Program data:")));
        assert_eq!(keys.map(|key| network.chain.account(&key).unwrap()), before);
    }
}

#[test]
fn a_query_is_answered_in_every_state() {
    let World { mut network, operator, alice, .. } = twice_paid_pool_with_a_ticket();
    let open = query(&mut network, &alice);
    network.pass_time(DAY);
    network.mark(3).unwrap();
    halt_everything(&mut network);
    close_pool(&mut network, &operator);
    halt_pool(&mut network, &operator);
    assert_eq!(query(&mut network, &alice), open);
}

#[test]
fn a_record_is_not_valued_by_another_pool() {
    let World { mut network, alice, .. } = pool_of_three();
    let other = network.operator("other operator", 2_000 * ONE);
    let result = query_of(&mut network, &other, &other, alice.record.address());
    assert_refused(result, StakingError::RecordOfAnotherPool);
}

#[test]
fn a_query_takes_no_other_record_for_the_operators() {
    let World { mut network, alice, bob, .. } = pool_of_three();
    let result = query_of(&mut network, &alice, &bob, alice.record.address());
    assert_refused(result, StakingError::WrongOperatorRecord);
}
