//! One epoch for all pools: committed, then accrued in batches of neighbours.

use std::collections::{BTreeSet, HashMap};
use std::time::{Duration, Instant};

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::address;
use inference_staking_client::constants::MAX_BATCH_LEAVES;
use inference_staking_client::instruction::{self as ix, BatchPool};
use inference_staking_client::instructions::BatchLeaf;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::EmbeddedChain;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{PaidLeaf, TestNetwork};
use solana_message::AddressLookupTableAccount;
use solana_transaction::versioned::VersionedTransaction;

use super::population::Population;
use super::step::{rent, Step};
use crate::lookup_table;

/// Name of the step that accrues.
pub const ACCRUAL: &str = "accrue all pools";
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
    let pools: Vec<BatchPool> = (0..leaf_order.len()).map(|place| batch_pool(network, &tree, place)).collect();
    let tables = Tables::put(&mut network.0.chain, &pools);
    let accrue = Step::run(ACCRUAL, |step| {
        let mut rest = &pools[..];
        while !rest.is_empty() {
            let (taken, transaction) = longest_batch(network, &tree, &tables, rest);
            let done = network.0.chain.svm().send_transaction(transaction).unwrap();
            step.count(done.compute_units_consumed, 1);
            rest = &rest[taken..];
        }
    });
    let table_rent = tables.tables.iter().map(|table| rent(LOOKUP_TABLE_HEADER + 32 * table.addresses.len())).sum();
    Accrued { steps: vec![commit, accrue], tree_time, tables: tables.tables.len(), table_rent }
}

/// Bytes of a key and of two instructions with the limit and the price of compute units, which a keeper adds.
const COMPUTE_BUDGET_BYTES: usize = 32 + 2 * 3 + 5 + 9;

/// The longest run of leaves from the first one that fits a transaction, and the transaction.
fn longest_batch(
    network: &mut TestNetwork,
    tree: &EpochTree,
    tables: &Tables,
    pools: &[BatchPool],
) -> (usize, VersionedTransaction) {
    for count in (1..=pools.len().min(MAX_BATCH_LEAVES)).rev() {
        let batch = &pools[..count];
        let payer = &network.0.payer;
        let transaction =
            lookup_table::transaction(&mut network.0.chain, payer, instruction(tree, batch), &tables.of(batch));
        if lookup_table::bytes(&transaction) + COMPUTE_BUDGET_BYTES <= lookup_table::MAX_TRANSACTION_BYTES {
            return (count, transaction);
        }
    }
    panic!("a leaf fits no transaction");
}

/// Lookup tables of all that batches write, in the order of the leaves.
struct Tables {
    tables: Vec<AddressLookupTableAccount>,
    places: HashMap<Pubkey, usize>,
}

impl Tables {
    /// Each begins with the overview.
    fn put(chain: &mut EmbeddedChain, pools: &[BatchPool]) -> Self {
        let addresses: Vec<Pubkey> = pools.iter().flat_map(written).collect();
        let (mut tables, mut places) = (Vec::new(), HashMap::new());
        for (place, part) in addresses.chunks(lookup_table::CAPACITY - 1).enumerate() {
            places.extend(part.iter().map(|address| (*address, place)));
            let addresses = [&[address::pool_overview()], part].concat();
            tables.push(lookup_table::put(chain, &format!("lookup table {place}"), addresses));
        }
        Self { tables, places }
    }

    /// Those in which something of a batch stands.
    fn of(&self, pools: &[BatchPool]) -> Vec<AddressLookupTableAccount> {
        let places: BTreeSet<usize> = pools.iter().flat_map(written).map(|address| self.places[&address]).collect();
        places.into_iter().map(|place| self.tables[place].clone()).collect()
    }
}

/// The accounts that a leaf of a batch brings.
fn written(pool: &BatchPool) -> impl Iterator<Item = Pubkey> {
    let record = pool.leaf.with_operator_record.then_some(pool.operator_staking_record);
    [pool.operator_pool].into_iter().chain(record)
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

/// The pool at a place of the tree.
fn batch_pool(network: &mut TestNetwork, tree: &EpochTree, place: usize) -> BatchPool {
    let PaidLeaf { pool, reward, usdc } = tree.leaves[place];
    let state = network.pool(&pool).unwrap();
    let leaf_index = u32::try_from(place).unwrap();
    let leaf = BatchLeaf { leaf_index, reward, usdc, with_operator_record: state.auto_stakes() };
    BatchPool { operator_pool: pool, operator_staking_record: state.operator_staking_record, leaf }
}

fn instruction(tree: &EpochTree, pools: &[BatchPool]) -> Instruction {
    let indices: Vec<u32> = pools.iter().map(|pool| pool.leaf.leaf_index).collect();
    ix::accrue_rewards(1, 0, pools, tree.tree.multiproof(&indices).unwrap())
}
