//! Ripe stake is activated in few transactions, the operators' own before the others.

use std::collections::BTreeMap;

use anchor_lang::prelude::Pubkey;
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::intent::{PoolActivations, ReadyRecord};
use inference_staking_client::rpc::{transaction_size, LookupTables};
use inference_staking_keeper::schedule::{pack_activations, ActivationBatch, ActivationWaves};

use crate::world::*;

/// The operator of every pool here.
const OPERATOR: u32 = 9_000;
const PAYER: u32 = 9_001;

/// A pool in which these owners have ripe stake.
fn with_ready(pool: u32, owners: impl IntoIterator<Item = u32>) -> (Pubkey, PoolActivations) {
    let of = |owner| RecordOf { operator_pool: address(pool), owner: address(owner) };
    let ready = owners.into_iter().map(|owner| ReadyRecord { record: of(owner), ripe: 5, cost: 5 });
    let operator_staking_record = of(OPERATOR).address();
    (address(pool), PoolActivations { operator_staking_record, ready: ready.collect(), waiting: vec![] })
}

fn packed(pools: impl IntoIterator<Item = (Pubkey, PoolActivations)>) -> ActivationWaves {
    let pools: BTreeMap<_, _> = pools.into_iter().collect();
    pack_activations(&address(PAYER), &pools, &LookupTables::default())
}

/// How many records of which pools go in each transaction.
fn pools_of(batches: &[ActivationBatch]) -> Vec<Vec<Pubkey>> {
    let pools = |batch: &ActivationBatch| batch.activations.iter().map(|one| one.record.operator_pool).collect();
    batches.iter().map(pools).collect()
}

#[test]
fn a_popular_pool_takes_full_transactions() {
    let waves = packed([with_ready(1, 100..130)]);
    assert_eq!(waves.operators.len(), 0);
    let sizes: Vec<usize> = waves.others.iter().map(|batch| batch.activations.len()).collect();
    // The log of a transaction holds the events of 14.
    assert_eq!(sizes, [14, 14, 2]);
    for batch in &waves.others {
        let plan = batch.plan();
        assert_eq!(plan.transactions.len(), 1);
        assert!(transaction_size(&plan.transactions[0], &address(PAYER)).fits());
    }
    let first = RecordOf { operator_pool: address(1), owner: address(100) };
    let operators = RecordOf { operator_pool: address(1), owner: address(OPERATOR) }.address();
    assert_eq!(waves.others[0].plan().transactions[0][0], ix::activate_stake(first, operators));
}

#[test]
fn pools_with_few_share_a_transaction_and_none_is_torn_apart_that_fits_one() {
    let waves = packed([with_ready(1, 100..104), with_ready(2, 100..102), with_ready(3, 100..110)]);
    let (one, two, three) = (address(1), address(2), address(3));
    let expected = [vec![one, one, one, one, two, two], vec![three; 10]];
    assert_eq!(pools_of(&waves.others), expected);
}

#[test]
fn many_pools_with_one_deposit_each_go_several_to_a_transaction() {
    let waves = packed((1..=20).map(|pool| with_ready(pool, [100])));
    let sizes: Vec<usize> = waves.others.iter().map(|batch| batch.activations.len()).collect();
    assert_eq!(sizes.iter().sum::<usize>(), 20);
    // Three accounts and 15 bytes for each: 1,232 bytes hold some eight of them.
    assert!(sizes.len() <= 3, "{sizes:?}");
    let fits = |batch: &ActivationBatch| transaction_size(&batch.plan().transactions[0], &address(PAYER)).fits();
    assert!(waves.others.iter().all(fits));
}

#[test]
fn an_operators_own_deposit_goes_before_those_that_may_need_it() {
    let owners = [OPERATOR].into_iter().chain(100..120);
    let waves = packed([with_ready(1, owners), with_ready(2, [100])]);
    assert_eq!(pools_of(&waves.operators), [vec![address(1); 14]]);
    let first = waves.operators[0].activations[0];
    assert_eq!(first.record.address(), first.operator_staking_record);
    // 21 - 14 = 7 of the first pool are left.
    let others: usize = waves.others.iter().map(|batch| batch.activations.len()).sum();
    assert_eq!(others, 8);
}
