//! How many neighbouring pools of a large tree fit into one transaction, and what they cost.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::address;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_localnet::chain::transaction_bytes;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::lookup_table::{send_with_table, Sent};
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::{PaidLeaf, Staker, TestNetwork};
use solana_signer::Signer;
use solana_transaction::Transaction;

const MAX_TRANSACTION_BYTES: usize = 1_232;
const COMPUTE_BUDGET: Pubkey = Pubkey::from_str_const("ComputeBudget111111111111111111111111111111");
/// Where the pools stand in a large tree: 16 leaves that make up a subtree.
const FIRST_PLACE: usize = 5_008;

/// Pools of 10 shares that stand beside each other in a tree of `leaves` leaves, each paid 100 tokens and 50 USDC.
struct World {
    network: TestNetwork,
    pools: Vec<Staker>,
    tree: EpochTree,
    first_place: usize,
}

fn world(pools: usize, auto_stake: bool, leaves: usize) -> World {
    let mut network = small_network();
    let args = CreateOperatorPoolArgs { auto_stake, ..pool_args() };
    let pools: Vec<Staker> =
        (0..pools).map(|nth| network.operator_with(&format!("pool {nth}"), 10, args.clone())).collect();
    let first_place = if leaves > FIRST_PLACE { FIRST_PLACE } else { 0 };
    let mut all: Vec<PaidLeaf> = (0..leaves as u64)
        .map(|number| {
            let mut pool = [1; 32];
            pool[..8].copy_from_slice(&number.to_le_bytes());
            PaidLeaf { pool: pool.into(), reward: number % 7, usdc: number % 5 }
        })
        .collect();
    for (place, pool) in (first_place..).zip(&pools) {
        all[place] = leaf(pool, 100, 50);
    }
    let tree = network.publish_leaves(1, all, EPOCH_REWARDS, 1_000);
    World { network, pools, tree, first_place }
}

impl World {
    /// A compute unit limit and the batch of the first `count` pools.
    fn instructions(&mut self, count: usize) -> [Instruction; 2] {
        let Self { network, pools, tree, first_place } = self;
        let batch: Vec<_> =
            (*first_place..).zip(&pools[..count]).map(|(place, pool)| batch_pool(network, pool, tree, place)).collect();
        let data = [vec![2], 100_000u32.to_le_bytes().to_vec()].concat();
        let limit = Instruction { program_id: COMPUTE_BUDGET, accounts: vec![], data };
        [limit, ix::accrue_rewards(1, 0, &batch, multiproof(tree, &batch))]
    }

    fn bytes(&mut self, count: usize) -> usize {
        let instructions = self.instructions(count);
        let payer = self.network.payer.insecure_clone();
        let blockhash = self.network.chain.fresh_blockhash();
        let key = payer.pubkey();
        transaction_bytes(&Transaction::new_signed_with_payer(&instructions, Some(&key), &[&payer], blockhash))
    }

    /// How many of the pools fit.
    fn most(&mut self) -> usize {
        (1..=self.pools.len()).take_while(|count| self.bytes(*count) <= MAX_TRANSACTION_BYTES).last().unwrap()
    }

    fn accrue(&mut self, count: usize) {
        let instructions = self.instructions(count);
        let executed = self.network.send(&instructions, &[]).unwrap();
        assert!(executed.transaction_bytes <= MAX_TRANSACTION_BYTES, "{} bytes", executed.transaction_bytes);
        self.print(count, executed.compute_units, executed.transaction_bytes);
        self.assert_paid(count);
    }

    fn print(&self, count: usize, units: u64, bytes: usize) {
        let depth = self.tree.tree.depth();
        println!(
            "batch of {count} at depth {depth}: {bytes} bytes, {units} compute units, {} each",
            units / count as u64
        );
    }

    /// 90 tokens each, and 10 more where the commission is staked.
    fn assert_paid(&mut self, count: usize) {
        for pool in &self.pools[..count] {
            let state = self.network.pool_of(pool);
            let staked = if state.auto_stake == 1 { 110 } else { 100 };
            assert_eq!((state.total_staked_amount, state.reward_last_claimed_epoch), (staked, 1));
        }
        assert_eq!(self.network.reward_record(1).unwrap().accrued_leaves, count as u64);
    }
}

#[test]
fn eight_neighbours_in_a_tree_of_ten_thousand_fit_a_transaction() {
    let mut world = world(16, false, 10_000);
    let most = world.most();
    println!("of a tree of 10,000 leaves, {most} neighbouring pools fit a transaction ({} bytes)", world.bytes(most));
    assert!(most >= 8);
    world.accrue(most);
    let mut world = self::world(8, false, 10_000);
    world.accrue(8);
}

#[test]
fn pools_that_stake_their_commission_fit_too() {
    let mut world = world(16, true, 10_000);
    let most = world.most();
    println!("of a tree of 10,000 leaves, {most} neighbouring auto-staking pools fit ({} bytes)", world.bytes(most));
    world.accrue(most);
}

#[test]
fn sixteen_pools_that_make_up_a_tree_fit_a_transaction() {
    // No proof at all.
    let mut world = world(16, false, 16);
    world.accrue(16);
}

#[test]
fn sixteen_neighbours_in_a_tree_of_ten_thousand_fit_with_a_lookup_table() {
    for auto_stake in [false, true] {
        let mut world = world(16, auto_stake, 10_000);
        let mut addresses = vec![address::pool_overview()];
        for pool in &world.pools {
            addresses.extend([pool.record.operator_pool, pool.record.address()]);
        }
        let instructions = world.instructions(16);
        let Sent { bytes, result } = send_with_table(&mut world.network, &instructions, addresses);
        assert!(bytes <= MAX_TRANSACTION_BYTES, "{bytes} bytes");
        world.print(16, result.unwrap().compute_units_consumed, bytes);
        world.assert_paid(16);
    }
}
