//! Prints the compute units of each instruction in typical cases: `cargo run --package inference-staking-tests --example compute_units`.

use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_tests::{PaidLeaf, TestNetwork};

fn main() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 0);
    println!("stake, first of the pool  {}", network.stake(&operator, 2_000 * ONE).unwrap().compute_units);
    let alice = network.delegator("alice", &operator);
    println!("stake, at price one       {}", network.stake(&alice, 3_000 * ONE).unwrap().compute_units);
    let pool = operator.record.operator_pool;
    let mut leaves = vec![PaidLeaf { pool, reward: 5_000 * ONE, usdc: 1_000 * ONE }];
    leaves.resize(10_000, PaidLeaf { pool: [9; 32].into(), reward: 1, usdc: 1 });
    let tree = network.publish_leaves(1, leaves, 10_000 * ONE, 4_000 * ONE);
    println!("accrue_reward, depth 14   {}", network.accrue(&operator, 1, tree.proof(0)).unwrap().compute_units);
    println!("stake, after a reward     {}", network.stake(&alice, 3_000 * ONE).unwrap().compute_units);
    println!("unstake                   {}", network.unstake(&alice, 1_000 * ONE).unwrap().compute_units);
    println!("claim_usdc_earnings       {}", network.claim_usdc(&alice).unwrap().compute_units);
    network.pass_time(7 * DAY);
    println!("claim_unstake             {}", network.claim_unstake(&alice).unwrap().compute_units);
}
