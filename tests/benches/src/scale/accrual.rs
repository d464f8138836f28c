//! One epoch for all pools: committed, then accrued in batches of neighbours.

use std::time::{Duration, Instant};

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::address;
use inference_staking_client::instruction::{self as ix, BatchPool};
use inference_staking_client::instructions::BatchLeaf;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{PaidLeaf, TestNetwork};

use super::population::Population;
use super::step::{rent, Step};
use crate::lookup_table;

/// Pools in a batch: a subtree.
pub const BATCH: usize = 16;
/// Batches whose pools and operators' records fill a lookup table.
const BATCHES_OF_TABLE: usize = lookup_table::CAPACITY / (2 * BATCH);
/// Most transactions that accruing 10,000 pools may take, SPEC 17.
pub const MOST_ACCRUALS: u64 = 480;
const EPOCH_REWARDS: u64 = 10_000 * ONE;
const EPOCH_USDC: u64 = 4_000 * ONE;

/// What the epoch cost.
pub struct Accrued {
    pub steps: Vec<Step>,
    pub tree_time: Duration,
    pub tables: usize,
    pub table_rent: u64,
}

/// Commits epoch 1 and accrues every pool.
pub fn accrue_all(population: &mut Population) -> Accrued {
    let Population { network, pools, .. } = population;
    let mut leaf_order = pools.clone();
    leaf_order.sort();
    let count = leaf_order.len() as u64;
    let leaf = |pool: &Pubkey| PaidLeaf { pool: *pool, reward: EPOCH_REWARDS / count, usdc: EPOCH_USDC / count };
    let leaves: Vec<PaidLeaf> = leaf_order.iter().map(leaf).collect();
    let began = Instant::now();
    let tree = EpochTree::new(1, leaves);
    let tree_time = began.elapsed();

    let commit = commit(network, &tree);
    let (mut tables, mut table_rent) = (0, 0);
    let accrue = Step::run("accrue all pools", |step| {
        for first in (0..leaf_order.len()).step_by(BATCH * BATCHES_OF_TABLE) {
            let end = leaf_order.len().min(first + BATCH * BATCHES_OF_TABLE);
            let batches: Vec<Vec<BatchPool>> =
                (first..end).step_by(BATCH).map(|start| batch(network, &tree, start, end)).collect();
            let keys = batches.iter().flatten().flat_map(|of| [Some(of.operator_pool), of.operator_staking_record]);
            let addresses: Vec<Pubkey> = keys.flatten().collect();
            table_rent += rent(LOOKUP_TABLE_HEADER + 32 * addresses.len());
            tables += 1;
            let chain = &mut network.0.chain;
            let table = [lookup_table::put(chain, &format!("lookup table {first}"), addresses)];
            for pools in &batches {
                let batch = instruction(&tree, pools);
                let transaction = lookup_table::transaction(chain, &network.0.payer, batch, &table);
                let bytes = lookup_table::bytes(&transaction);
                assert!(bytes <= lookup_table::MAX_TRANSACTION_BYTES, "{bytes} bytes for {} pools", pools.len());
                let done = chain.svm().send_transaction(transaction).unwrap();
                step.count(done.compute_units_consumed, 1);
            }
        }
    });
    Accrued { steps: vec![commit, accrue], tree_time, tables, table_rent }
}

/// Bytes of a lookup table before its addresses.
const LOOKUP_TABLE_HEADER: usize = 56;

fn commit(network: &mut TestNetwork, tree: &EpochTree) -> Step {
    network.fund_vaults(EPOCH_REWARDS, EPOCH_USDC);
    Step::run("commit the epoch", |step| {
        let marked = network.mark(1).unwrap();
        let published = network.publish(1, tree.record_args(EPOCH_REWARDS, EPOCH_USDC)).unwrap();
        step.count(marked.compute_units, 2);
        step.count(published.compute_units, 2);
        step.count_rent(&mut network.0.chain, &address::reward_record(1));
    })
}

/// The pools of a batch that begins at `start`, with the operators' records that it writes.
fn batch(network: &mut TestNetwork, tree: &EpochTree, start: usize, end: usize) -> Vec<BatchPool> {
    let places = start..end.min(start + BATCH);
    let pool = |place: usize| {
        let PaidLeaf { pool, reward, usdc } = tree.leaves[place];
        let state = network.pool(&pool).unwrap();
        let leaf = BatchLeaf { leaf_index: u32::try_from(place).unwrap(), reward, usdc };
        let record = state.auto_stakes().then_some(state.operator_staking_record);
        BatchPool { operator_pool: pool, operator_staking_record: record, leaf }
    };
    places.map(pool).collect()
}

fn instruction(tree: &EpochTree, pools: &[BatchPool]) -> Instruction {
    let indices: Vec<u32> = pools.iter().map(|pool| pool.leaf.leaf_index).collect();
    ix::accrue_rewards(1, 0, pools, tree.tree.multiproof(&indices).unwrap())
}
