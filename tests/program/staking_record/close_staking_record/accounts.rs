//! `close_staking_record` with accounts of others, and what one could hope to gain by them.

use inference_staking_client::accounts::CloseStakingRecord;
use inference_staking_client::instruction as ix;
use inference_staking_client::{address, args, StakingError};
use inference_staking_localnet::Chain;
use inference_staking_localnet::{Executed, Refused};
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

use crate::staking_record::world::*;

/// A pool, and Carol and Dave with empty records in it.
fn two_empty_records() -> (TestNetwork, Staker, Staker, Staker) {
    let World { mut network, operator, .. } = pool_of_three();
    let carol = network.delegator("carol", &operator);
    let dave = network.delegator("dave", &operator);
    (network, operator, carol, dave)
}

/// Carol closes with changed accounts.
fn close_with(
    network: &mut TestNetwork,
    staker: &Staker,
    change: impl FnOnce(&mut CloseStakingRecord),
) -> Result<Executed, Refused> {
    let mut accounts = CloseStakingRecord {
        owner: staker.key(),
        pool_overview: address::pool_overview(),
        operator_pool: staker.record.operator_pool,
        staking_record: staker.record.address(),
    };
    change(&mut accounts);
    network.send(&[ix::build(accounts, args::CloseStakingRecord {})], &[&staker.wallet])
}

#[test]
fn nobody_closes_the_record_of_another_owner() {
    let (mut network, operator, carol, dave) = two_empty_records();
    let daves = dave.record.address();
    for other in [&carol, &operator] {
        let result = close_with(&mut network, other, |accounts| accounts.staking_record = daves);
        assert_refused(result, StakingError::NotRecordOwner);
    }
    assert!(network.chain.account(&daves).is_some());
}

#[test]
fn a_record_is_not_closed_through_another_pool() {
    let (mut network, _, carol, _) = two_empty_records();
    let other = network.operator("other operator", 0);
    let pool = other.record.operator_pool;
    let result = close_with(&mut network, &carol, |accounts| accounts.operator_pool = pool);
    assert_refused(result, StakingError::RecordOfAnotherPool);
}
