//! Epochs: marked, committed, revoked, reclaimed.

use inference_staking_client::args::CreateRewardRecord;
use inference_staking_client::instruction as ix;
use inference_staking_localnet::NetworkSetup;
use inference_staking_test_kit::TestNetwork;
use solana_signer::Signer;

use super::world::{EPOCH_REWARDS, EPOCH_USDC};
use crate::bench::Bench;

/// A record expires this many epochs later, SPEC 6.
const LIFETIME: u64 = 128;

/// Arguments of a record with so many roots.
fn record_args(roots: u8) -> CreateRewardRecord {
    let (total_rewards, total_usdc) = if roots > 0 { (EPOCH_REWARDS, EPOCH_USDC) } else { (0, 0) };
    CreateRewardRecord {
        roots: (1..=roots).map(|root| [root; 32]).collect(),
        depths: (1..=roots).map(|_| 14).collect(),
        total_rewards,
        total_usdc,
    }
}

/// A network without a minimum epoch length and with a challenge period, its vaults funded for one epoch.
fn funded_network(bench: &Bench) -> TestNetwork {
    let mut setup = NetworkSetup::default();
    setup.parameters.min_epoch_length = 0;
    setup.parameters.challenge_period = 3_600;
    let mut network = bench.start(&setup);
    network.fund_vaults(EPOCH_REWARDS, EPOCH_USDC);
    network
}

pub fn measure(bench: &mut Bench) {
    let mut network = funded_network(bench);
    bench.record("mark_epoch_as_finalizing", network.mark(1));
    bench.record("create_reward_record", network.publish(1, record_args(1)));
    let authority = network.halt_authority.insecure_clone();
    let revoke = ix::revoke_reward_record(authority.pubkey(), 1, network.payer.pubkey());
    bench.record("revoke_reward_record", network.send(&[revoke], &[&authority]));
    bench.record("create_reward_record, 5 roots", network.publish(1, record_args(5)));

    let mut network = funded_network(bench);
    network.mark(1).unwrap();
    network.publish(1, record_args(1)).unwrap();
    network.wait_for_newest_record();
    network.mark(2).unwrap();
    bench.record("create_reward_record, no roots", network.publish(2, record_args(0)));
    for epoch in 3..=LIFETIME + 1 {
        network.wait_for_newest_record();
        network.mark(epoch).unwrap();
        network.publish(epoch, record_args(0)).unwrap();
    }
    // All of what the first one pays is still in it.
    network.wait_for_newest_record();
    let reclaim = ix::reclaim_expired_reward_record(1, network.payer.pubkey());
    bench.record("reclaim_expired_reward_record", network.send(&[reclaim], &[]));
}
