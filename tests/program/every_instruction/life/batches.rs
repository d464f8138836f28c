//! Batches of neighbouring pools in a tree of 10,000 leaves.

use std::ops::Range;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction::{self as ix, BatchPool};
use inference_staking_client::instructions::{BatchLeaf, CreateOperatorPoolArgs};
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};

use super::measured::{Measured, MAX_TRANSACTION_BYTES};

/// Root of the tree in the record.
const ROOT_INDEX: u8 = 1;
const LEAVES: u64 = 10_000;
/// Where eight pools that owe their commission stand, and where eight that stake it.
const OWING: Range<usize> = 5_008..5_016;
const STAKING: Range<usize> = 7_000..7_008;

/// `count` leaves of pools that nobody knows.
pub fn strangers(count: u64) -> Vec<PaidLeaf> {
    let leaf = |number: u64| {
        let mut pool = [1; 32];
        pool[..8].copy_from_slice(&number.to_le_bytes());
        PaidLeaf { pool: pool.into(), reward: number % 7, usdc: number % 5 }
    };
    (0..count).map(leaf).collect()
}

/// Sixteen pools with 10 tokens of their operators, and the tree they stand in.
pub struct Batches {
    owing: Vec<Staker>,
    staking: Vec<Staker>,
    pub tree: EpochTree,
}

impl Batches {
    pub fn new(network: &mut TestNetwork) -> Self {
        let mut operators = |name: &str, auto_stake| -> Vec<Staker> {
            let args = CreateOperatorPoolArgs { auto_stake, ..pool_args() };
            (0..8).map(|nth| network.operator_with(&format!("{name} {nth}"), 10 * ONE, args.clone())).collect()
        };
        let (owing, staking) = (operators("owing", false), operators("staking", true));
        let mut leaves = strangers(LEAVES);
        for (place, operator) in OWING.chain(STAKING).zip(owing.iter().chain(&staking)) {
            leaves[place] = PaidLeaf { pool: operator.record.operator_pool, reward: 7 * ONE, usdc: 5 * ONE };
        }
        let tree = EpochTree::new(1, leaves);
        assert_eq!(tree.tree.depth(), 14);
        Self { owing, staking, tree }
    }
}

/// `accrue_rewards` of the leaves at `places`, with the operator's record of each that has one here.
fn batch(tree: &EpochTree, places: Range<usize>, records: &[Option<Pubkey>]) -> Instruction {
    let indices: Vec<u32> = places.clone().map(|place| u32::try_from(place).unwrap()).collect();
    let proof = tree.tree.multiproof(&indices).unwrap();
    let pools: Vec<BatchPool> = places
        .zip(indices)
        .zip(records)
        .map(|((place, leaf_index), record)| {
            let PaidLeaf { pool, reward, usdc } = tree.leaves[place];
            let leaf = BatchLeaf { leaf_index, reward, usdc, with_operator_record: record.is_some() };
            BatchPool { operator_pool: pool, operator_staking_record: record.unwrap_or_default(), leaf }
        })
        .collect();
    ix::accrue_rewards(1, ROOT_INDEX, &pools, proof)
}

pub fn accrue(measured: &mut Measured, batches: &Batches) {
    let eight = batch(&batches.tree, OWING, &[None; 8]);
    measured.send("8 neighbours of 10,000 leaves", eight, &[]);
    let records: Vec<_> = batches.staking.iter().map(|operator| Some(operator.record.address())).collect();
    let of_first = |count: usize| batch(&batches.tree, STAKING.start..STAKING.start + count, &records);
    let most = (1..=8).rev().find(|count| measured.bytes(of_first(*count), &[]) <= MAX_TRANSACTION_BYTES).unwrap();
    let eight = measured.bytes(of_first(8), &[]);
    assert!(most >= 6, "only {most} pools that stake their commission fit");
    let note = format!("{most} neighbours that stake their commission; 8 would have {eight}");
    measured.send(&note, of_first(most), &[]);
    // 10 tokens staked and 90 % of 7, or all 7.
    assert_staked(measured, &batches.owing, 16_300_000);
    assert_staked(measured, &batches.staking[..most], 17_000_000);
}

fn assert_staked(measured: &mut Measured, operators: &[Staker], tokens: u64) {
    for operator in operators {
        assert_eq!(measured.network.pool_of(operator).total_staked_amount, tokens);
    }
}

#[test]
fn every_eight_neighbours_that_make_up_a_subtree_fit_a_transaction() {
    let measured = Measured::start();
    let tree = EpochTree::new(1, strangers(LEAVES));
    let bytes = |first: usize| measured.bytes(batch(&tree, first..first + 8, &[None; 8]), &[]);
    for first in (0..10_000).step_by(8) {
        assert!(bytes(first) <= MAX_TRANSACTION_BYTES, "{} bytes of the leaves from {first} on", bytes(first));
    }
    // The others pay for every level on which they are apart.
    let sizes: Vec<usize> = (0..=9_992).map(bytes).collect();
    let fitting = sizes.iter().filter(|bytes| **bytes <= MAX_TRANSACTION_BYTES).count();
    let (least, most) = (sizes.iter().min().unwrap(), sizes.iter().max().unwrap());
    println!("8 neighbours anywhere: {least} to {most} bytes; {fitting} of {} places fit", sizes.len());
}
