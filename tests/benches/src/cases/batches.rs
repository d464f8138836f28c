//! `accrue_rewards` for neighbours in a tree of 10,000 leaves.

use inference_staking_client::address;
use inference_staking_client::instruction::{self as ix, BatchPool};
use inference_staking_client::instructions::{BatchLeaf, CreateOperatorPoolArgs};
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::{Executed, NetworkSetup};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};

use super::world::{EPOCH_REWARDS, EPOCH_USDC};
use crate::bench::Bench;
use crate::lookup_table;

const LEAVES: u64 = 10_000;
/// The first pool's place: 16 leaves from here on are a subtree.
const FIRST_PLACE: u32 = 5_008;

pub fn measure(bench: &mut Bench) {
    for pools in [1, 4, 8, 10] {
        let mut neighbours = Neighbours::new(bench, pools, false);
        let batch = neighbours.batch();
        let executed = neighbours.network.send(&[batch], &[]).map(fitting);
        let name = format!("accrue_rewards batch {pools}");
        bench.record(&name, executed);
        share(bench, &name, pools);
    }
    for (auto_stake, name) in [(false, "accrue_rewards batch 16"), (true, "accrue_rewards batch 16, auto-stake")] {
        Neighbours::new(bench, 16, auto_stake).accrue_with_table(bench, name);
        share(bench, name, 16);
    }
}

/// What was executed, if the network would have taken it.
fn fitting(executed: Executed) -> Executed {
    let bytes = executed.transaction_bytes;
    assert!(bytes <= lookup_table::MAX_TRANSACTION_BYTES, "{bytes} bytes");
    executed
}

/// Records what one pool of a batch costs, rounded up.
fn share(bench: &mut Bench, batch: &str, pools: u32) {
    let units = bench.units(batch).div_ceil(u64::from(pools));
    bench.record_share(&batch.replace("accrue_rewards", "accrue_rewards per pool,"), units);
}

/// Pools beside each other in the tree of epoch 1.
struct Neighbours {
    network: TestNetwork,
    operators: Vec<Staker>,
    tree: EpochTree,
}

impl Neighbours {
    fn new(bench: &Bench, pools: u32, auto_stake: bool) -> Self {
        let mut network = bench.start(&NetworkSetup::default());
        let args = CreateOperatorPoolArgs { auto_stake, ..pool_args() };
        let operator = |nth| network.operator_with(&format!("operator {nth}"), 2_000 * ONE, args.clone());
        let operators: Vec<Staker> = (0..pools).map(operator).collect();
        let mut leaves: Vec<PaidLeaf> = (0..LEAVES).map(stranger).collect();
        for (place, operator) in (FIRST_PLACE as usize..).zip(&operators) {
            leaves[place] = PaidLeaf { pool: operator.record.operator_pool, reward: 500 * ONE, usdc: 100 * ONE };
        }
        let tree = network.publish_leaves(1, leaves, EPOCH_REWARDS, EPOCH_USDC);
        Self { network, operators, tree }
    }

    fn batch(&mut self) -> anchor_lang::solana_program::instruction::Instruction {
        let mut pools = Vec::new();
        for (leaf_index, operator) in (FIRST_PLACE..).zip(&self.operators) {
            let state = self.network.pool_of(operator);
            let PaidLeaf { pool, reward, usdc } = self.tree.leaves[leaf_index as usize];
            pools.push(BatchPool {
                operator_pool: pool,
                operator_staking_record: state.operator_staking_record,
                leaf: BatchLeaf { leaf_index, reward, usdc, with_operator_record: state.auto_stakes() },
            });
        }
        let indices: Vec<u32> = pools.iter().map(|pool| pool.leaf.leaf_index).collect();
        ix::accrue_rewards(1, 0, &pools, self.tree.tree.multiproof(&indices).unwrap())
    }

    /// All in one transaction, which needs a lookup table.
    fn accrue_with_table(&mut self, bench: &mut Bench, name: &str) {
        let batch = self.batch();
        let pools = self.operators.iter().flat_map(|of| [of.record.operator_pool, of.record.address()]);
        let addresses = [address::pool_overview()].into_iter().chain(pools).collect();
        let chain = &mut self.network.0.chain;
        let table = lookup_table::put(chain, "lookup table", addresses);
        let transaction = lookup_table::transaction(chain, &self.network.0.payer, batch, &[table]);
        let bytes = lookup_table::bytes(&transaction);
        assert!(bytes <= lookup_table::MAX_TRANSACTION_BYTES, "{name}: {bytes} bytes");
        let done = chain.svm().send_transaction(transaction).unwrap();
        self.network.assert_invariants();
        bench.record_units(name, done.compute_units_consumed, &done.logs);
    }
}

/// The leaf of a pool that nobody knows.
fn stranger(number: u64) -> PaidLeaf {
    let mut pool = [1; 32];
    pool[..8].copy_from_slice(&number.to_le_bytes());
    PaidLeaf { pool: pool.into(), reward: number % 7, usdc: number % 5 }
}
