//! `accrue_reward_emergency_bypass`: how many fit one transaction with their events.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::event::decode_all;
use inference_staking_client::events::EpochBypassed;
use inference_staking_client::instruction as ix;
use inference_staking_test_kit::compute_budget::compute_budget;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::world::leaf;

/// As many as the keeper puts in a transaction.
const BYPASSES: usize = 18;

#[test]
fn the_events_of_eighteen_bypasses_fit_the_log_of_a_transaction() {
    let mut network = small_network();
    let pools: Vec<_> = (0..BYPASSES).map(|nth| network.operator(&format!("pool {nth}"), 10)).collect();
    let leaves = pools.iter().map(|pool| leaf(pool, 100, 50)).collect();
    network.publish_leaves(1, leaves, EPOCH_REWARDS, 1_000);
    network.pass_time(BYPASS_DELAY);
    let keys: Vec<Pubkey> = pools.iter().map(|pool| pool.record.operator_pool).collect();
    let bypasses = keys.iter().map(|pool| ix::accrue_reward_emergency_bypass(*pool, 1));
    let instructions: Vec<_> = compute_budget().into_iter().chain(bypasses).collect();
    let executed = network.send(&instructions, &[]).unwrap();
    assert!(executed.transaction_bytes <= 1_232, "{} bytes", executed.transaction_bytes);
    let bytes: usize = executed.logs.iter().map(String::len).sum();
    assert!(bytes < 10_000, "{bytes} bytes of log");
    let events = decode_all::<EpochBypassed>(&executed.logs);
    assert_eq!(events.iter().map(|event| event.operator_pool).collect::<Vec<_>>(), keys);
}
