//! A pool that lags by more than the 128 epochs for which records live.

use inference_staking_client::instruction::LeafProof;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::{Staker, TestNetwork};

/// An operator with 10 shares whose pool has passed nothing. 200 epochs are complete: those up to 72 have expired.
/// Epochs 72 to 74 pay the pool 100 tokens and 50 USDC each, and can be skipped.
pub fn far_behind() -> (TestNetwork, Staker, [LeafProof; 3]) {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    complete_epochs_until(&mut network, 71);
    let proofs = [72, 73, 74].map(|epoch| publish_leaf(&mut network, epoch, &operator, (100, 50), 50));
    complete_epochs_until(&mut network, 200);
    network.pass_time(BYPASS_DELAY);
    (network, operator, proofs)
}
