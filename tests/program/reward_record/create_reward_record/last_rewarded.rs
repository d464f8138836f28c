//! The last epoch with rewards: that of the last record that had tokens, a revoked one not counted. USDC has a vault of its own,
//! and may go on for ever after the last token.

use inference_staking_client::args::CreateRewardRecord;
use inference_staking_client::state::NewEmissionSchedule;
use inference_staking_test_kit::administration::totals;
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::reward_records::revoke;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::TestNetwork;

/// A network that issues 100 tokens in epoch 1, 50 in epoch 4 and none in others, with funds for much. Records wait an hour.
fn issuing_twice() -> TestNetwork {
    let mut network = small_network_with(|setup| {
        setup.parameters.challenge_period = 3_600;
        setup.emission = NewEmissionSchedule::Table { epochs_per_period: 1, budgets: vec![100, 0, 0, 50] };
    });
    network.fund_vaults(1_000, 1_000);
    network
}

/// Marks and publishes an epoch, once the record before it is claimable.
fn commit(network: &mut TestNetwork, epoch: u64, record: CreateRewardRecord) {
    network.wait_for_newest_record();
    network.mark(epoch).unwrap();
    network.publish(epoch, record).unwrap();
}

/// A record of an epoch with USDC alone.
fn usdc(epoch: u64, total_usdc: u64) -> CreateRewardRecord {
    CreateRewardRecord { total_usdc, ..totals(epoch, 0) }
}

fn last_rewarded(network: &mut TestNetwork) -> u64 {
    network.overview().unwrap().last_rewarded_epoch
}

#[test]
fn tokens_are_rewards_and_neither_usdc_nor_roots_are() {
    let mut network = issuing_twice();
    assert_eq!(last_rewarded(&mut network), 0);
    let records = [(totals(1, 100), 1), (totals(2, 0), 1), (usdc(3, 1), 1), (totals(4, 50), 4), (usdc(5, 7), 4)];
    for (epoch, (record, expected)) in (1..).zip(records) {
        commit(&mut network, epoch, record);
        assert_eq!(last_rewarded(&mut network), expected, "after epoch {epoch}");
    }
}

#[test]
fn an_epoch_whose_record_was_revoked_counts_no_more() {
    let mut network = issuing_twice();
    commit(&mut network, 1, totals(1, 100));
    revoke(&mut network, 1).unwrap();
    assert_eq!(last_rewarded(&mut network), 0);
    network.publish(1, totals(1, 100)).unwrap();
    commit(&mut network, 2, no_roots());
    commit(&mut network, 3, no_roots());
    // A stolen key posts rewards again and again: they count as long as their record stands.
    commit(&mut network, 4, totals(4, 50));
    for _ in 0..3 {
        assert_eq!(last_rewarded(&mut network), 4);
        revoke(&mut network, 4).unwrap();
        assert_eq!(last_rewarded(&mut network), 1);
        network.publish(4, totals(4, 50)).unwrap();
    }
    revoke(&mut network, 4).unwrap();
    network.publish(4, no_roots()).unwrap();
    assert_eq!(last_rewarded(&mut network), 1);
    // The record without rewards is revoked too: it had changed nothing.
    revoke(&mut network, 4).unwrap();
    assert_eq!(last_rewarded(&mut network), 1);
}
