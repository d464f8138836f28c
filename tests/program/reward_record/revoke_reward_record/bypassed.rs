//! The clock steps back after a pool bypassed a record, and the record is revoked. The pool has passed the epoch for good.
//! Without roots there was nothing to catch up, so the epoch's next root pays the pool nothing; with roots its bit stands,
//! and the next root pays it.

use inference_staking_client::StakingError;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::pools::bypass;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::world::{leaf, liabilities};
use inference_staking_test_kit::{Staker, TestNetwork};

/// Two operators with 10 shares each.
fn two_pools() -> (TestNetwork, Staker, Staker) {
    let mut network = challenged_network();
    let passed = network.operator("passed", 10);
    let waiting = network.operator("waiting", 10);
    (network, passed, waiting)
}

/// The clock steps back into the challenge period of epoch 1, and its record is revoked.
fn step_back_and_revoke(network: &mut TestNetwork, seconds: i64) {
    network.pass_time(-seconds);
    revoke(network, 1).unwrap();
    let overview = network.overview().unwrap();
    assert_eq!((overview.completed_reward_epoch, overview.is_epoch_finalizing), (0, 1));
    assert_eq!(liabilities(network), (0, 0));
}

/// Epoch 1 is committed again and pays both pools 100 tokens and 50 USDC; its challenge period runs out.
fn commit_again(network: &mut TestNetwork, pools: [&Staker; 2]) -> EpochTree {
    let tree = EpochTree::new(1, pools.map(|pool| leaf(pool, 100, 50)).to_vec());
    network.fund_vaults(EPOCH_REWARDS, 100);
    network.publish(1, tree.record_args(EPOCH_REWARDS, 100)).unwrap();
    network.pass_time(CHALLENGE);
    tree
}

#[test]
fn a_pool_that_bypassed_a_revoked_record_without_roots_gets_nothing_of_the_epochs_next_root() {
    let (mut network, passed, waiting) = two_pools();
    publish_without_roots(&mut network, 1..=1);
    network.pass_time(CHALLENGE);
    bypass(&mut network, &passed, 1).unwrap();
    step_back_and_revoke(&mut network, 1);
    // Ahead of the network by an epoch, with nothing to catch up.
    assert_eq!(progress(&mut network, &passed), (1, 0));

    let tree = commit_again(&mut network, [&passed, &waiting]);
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |n| n.accrue(&passed, 1, tree.proof(0)));
    network.accrue(&waiting, 1, tree.proof(1)).unwrap();
    // 10 + 90 of 100 tokens for the other pool; what the first does not get stays in the record.
    let staked = [&passed, &waiting].map(|pool| network.pool_of(pool).total_staked_amount);
    assert_eq!(staked, [10, 100]);
    let record = network.reward_record(1).unwrap();
    assert_eq!((record.remaining_rewards, record.remaining_usdc), (EPOCH_REWARDS - 100, 50));

    // It goes on with the next epoch as if nothing had been.
    let next = publish_leaf(&mut network, 2, &passed, (100, 0), 0);
    network.pass_time(CHALLENGE);
    network.accrue(&passed, 2, next).unwrap();
    assert_eq!(network.pool_of(&passed).total_staked_amount, 100);
    // When epoch 1 expires, its 9,900 tokens and 50 USDC return to the pot: of 20,000 and 100 the other pool's 100 tokens
    // and 50 USDC and the record of epoch 2 are still owed.
    complete_epochs_until(&mut network, 129);
    reclaim(&mut network, 1).unwrap();
    assert_eq!(liabilities(&mut network), (100 + EPOCH_REWARDS, 50));
}

#[test]
fn a_pool_that_bypassed_a_revoked_record_with_roots_is_paid_by_the_epochs_next_root() {
    let (mut network, passed, waiting) = two_pools();
    let wrong = publish_leaf(&mut network, 1, &passed, (9_000, 60), 60);
    network.pass_time(CHALLENGE + BYPASS_DELAY);
    bypass(&mut network, &passed, 1).unwrap();
    step_back_and_revoke(&mut network, BYPASS_DELAY + 1);
    assert_eq!(progress(&mut network, &passed), (1, 1));

    let tree = commit_again(&mut network, [&passed, &waiting]);
    refuses(&mut network, StakingError::ProofLengthMismatch, |n| n.accrue(&passed, 1, wrong.clone()));
    network.accrue(&passed, 1, tree.proof(0)).unwrap();
    network.accrue(&waiting, 1, tree.proof(1)).unwrap();
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |n| n.accrue(&passed, 1, tree.proof(0)));
    assert_eq!(progress(&mut network, &passed), (1, 0));
    let staked = [&passed, &waiting].map(|pool| network.pool_of(pool).total_staked_amount);
    assert_eq!(staked, [100, 100]);
}
