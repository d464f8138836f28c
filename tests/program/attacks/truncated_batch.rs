//! Batch of 39 pools: the log is truncated, and no event at all is in it.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::address;
use inference_staking_client::event::decode_all;
use inference_staking_client::events::RewardsAccrued;
use inference_staking_client::instruction as ix;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::compute_budget::compute_budget;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::lookup_table::{send_with_table, Sent};
use inference_staking_test_kit::Staker;

use crate::chain::TestNetwork;
use crate::world::*;

const MAX_TRANSACTION_BYTES: usize = 1_232;
/// What a transaction may write into its log.
const MAX_LOG_BYTES: usize = 10_000;

/// Forty pools with 1,000 tokens each, which epoch 1 pays 100 tokens and 10 USDC each.
struct Network {
    network: TestNetwork,
    pools: Vec<Staker>,
    tree: EpochTree,
}

fn network() -> Network {
    let mut network = network_without_minimum();
    let pools: Vec<Staker> = (0..40).map(|nth| network.operator(&format!("pool {nth}"), 1_000 * ONE)).collect();
    let leaves = pools.iter().map(|pool| leaf(pool, 100 * ONE, 10 * ONE)).collect();
    let tree = publish(&mut network, 1, leaves, 400 * ONE);
    Network { network, pools, tree }
}

impl Network {
    fn batch(&self, count: usize) -> Instruction {
        let batch: Vec<_> = (0..count).map(|place| batch_pool(&self.pools[place], &self.tree, place)).collect();
        let indices: Vec<u32> = batch.iter().map(|pool| pool.leaf.leaf_index).collect();
        ix::accrue_rewards(1, 0, &batch, self.tree.tree.multiproof(&indices).unwrap())
    }

    /// With everything that is looked up in a table.
    fn send(&mut self, instructions: &[Instruction]) -> Sent {
        let fixed = [address::pool_overview(), address::reward_record(1)];
        let addresses = fixed.into_iter().chain(self.pools.iter().map(|pool| pool.record.operator_pool)).collect();
        let sent = send_with_table(&mut self.network, instructions, addresses);
        assert!(sent.bytes <= MAX_TRANSACTION_BYTES, "{} bytes", sent.bytes);
        sent
    }
}

#[test]
fn a_batch_whose_event_would_be_cut_off_is_refused() {
    let mut network = network();
    for count in [37, 39, 40] {
        let batch = network.batch(count);
        let before = all_accounts(&mut network.network);
        let failed = network.send(&[batch]).result.unwrap_err();
        let name = format!("Error Code: {}", StakingError::BatchTooLarge.name());
        assert!(failed.meta.logs.iter().any(|line| line.contains(&name)), "{:?}", failed.meta.logs);
        assert!(all_accounts(&mut network.network) == before, "a refused batch changed an account");
    }
}

#[test]
fn the_event_of_the_largest_batch_is_whole_even_beside_a_priority_fee() {
    let mut network = network();
    let [limit, price] = compute_budget();
    let batch = network.batch(36);
    let done = network.send(&[limit, price, batch]).result.unwrap();
    let bytes: usize = done.logs.iter().map(String::len).sum();
    // 36 x 192 bytes and 28 before them are 9,256 in Base64, of 10,000.
    assert!(bytes < MAX_LOG_BYTES, "{bytes} bytes of log");
    assert!(!done.logs.iter().any(|line| line == "Log truncated"));
    let [event] = &decode_all::<RewardsAccrued>(&done.logs)[..] else { panic!("{:?}", done.logs) };
    let named: Vec<Pubkey> = event.accruals.iter().map(|accrual| accrual.operator_pool).collect();
    let expected: Vec<Pubkey> = network.pools[..36].iter().map(|pool| pool.record.operator_pool).collect();
    assert_eq!(named, expected);
    // The others go in a second transaction.
    let Network { network, pools, tree } = &mut network;
    let rest: Vec<_> = (36..40).map(|place| batch_pool(&pools[place], tree, place)).collect();
    accrue_batch(network, &rest, tree.tree.multiproof(&[36, 37, 38, 39]).unwrap()).unwrap();
}
