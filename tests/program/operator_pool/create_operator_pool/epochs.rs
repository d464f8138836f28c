//! A new pool joins in the current epoch and has passed all before it: `L` = current epoch - 1.

use inference_staking_client::args::CreateRewardRecord;
use inference_staking_client::events::OperatorPoolCreated;
use inference_staking_client::state::PoolOverview;
use inference_staking_client::{event, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::{assert_refused, PaidLeaf, TestNetwork};
use solana_signer::Signer;

use super::creation::{pool_address, PoolCreation};
use crate::pool_overview::create_pool_overview::overview_address;

/// Marks the epoch and publishes that it pays nothing.
fn pass_epoch_without_roots(network: &mut TestNetwork, epoch: u64) {
    network.pass_time(DAY);
    network.mark(epoch).unwrap();
    let nothing = CreateRewardRecord { roots: vec![], depths: vec![], total_rewards: 0, total_usdc: 0 };
    network.publish(epoch, nothing).unwrap();
}

/// A network whose epochs 1 to `completed` have records.
fn network_after(completed: u64) -> TestNetwork {
    let mut network = TestNetwork::start();
    for epoch in 1..=completed {
        pass_epoch_without_roots(&mut network, epoch);
    }
    network
}

/// Epoch in which a pool that is created now joins and the one it has passed, as stored and as in the event.
fn joined_and_passed(creation: &mut PoolCreation) -> (u64, u64) {
    let executed = creation.send().unwrap();
    let created = event::decode_all::<OperatorPoolCreated>(&executed.logs).remove(0);
    let pool = creation.network.pool(&pool_address(&creation.admin.pubkey()).0).unwrap();
    assert_eq!(created.epoch, pool.joined_epoch);
    assert_eq!(created.pool.reward_last_claimed_epoch, pool.reward_last_claimed_epoch);
    (pool.joined_epoch, pool.reward_last_claimed_epoch)
}

#[test]
fn in_the_first_epoch_it_has_passed_epoch_0() {
    assert_eq!(joined_and_passed(&mut PoolCreation::prepare()), (1, 0));
}

#[test]
fn after_3_epochs_it_has_passed_epoch_3() {
    let mut creation = PoolCreation::prepare_on(network_after(3), None);
    assert_eq!(joined_and_passed(&mut creation), (4, 3));
}

#[test]
fn while_the_first_epoch_is_finalizing_it_has_passed_that_epoch() {
    let mut network = TestNetwork::start();
    network.mark(1).unwrap();
    let mut creation = PoolCreation::prepare_on(network, None);
    assert_eq!(joined_and_passed(&mut creation), (2, 1));
}

#[test]
fn while_a_later_epoch_is_finalizing_it_has_passed_that_epoch() {
    let mut network = network_after(2);
    network.pass_time(DAY);
    network.mark(3).unwrap();
    let mut creation = PoolCreation::prepare_on(network, None);
    assert_eq!(joined_and_passed(&mut creation), (4, 3));
}

#[test]
fn a_pool_created_while_finalizing_takes_no_part_in_that_epoch() {
    let mut network = TestNetwork::start();
    network.mark(1).unwrap();
    let operator = network.operator("late operator", 0);
    let leaf = PaidLeaf { pool: operator.record.operator_pool, reward: 10_000 * ONE, usdc: 0 };
    let tree = EpochTree::new(1, vec![leaf]);
    network.fund_vaults(10_000 * ONE, 0);
    network.publish(1, tree.record_args(10_000 * ONE, 0)).unwrap();
    assert_refused(network.accrue(&operator, 1, tree.proof(0)), StakingError::EpochAlreadyAccrued);

    // It has nothing to accrue before the first stake, which is shares at once, and takes part from epoch 2 on.
    network.stake(&operator, 2_000 * ONE).unwrap();
    assert_eq!(network.record_of(&operator).shares, 2_000 * ONE);
    network.pass_time(DAY);
    let tree = network.publish_leaves(2, vec![leaf], 10_000 * ONE, 0);
    network.accrue(&operator, 2, tree.proof(0)).unwrap();
    assert_eq!(network.pool_of(&operator).reward_last_claimed_epoch, 2);
}

#[test]
fn the_last_epochs_of_a_u64_are_refused() {
    for (completed, finalizing) in [(u64::MAX, 0), (u64::MAX - 1, 1)] {
        let mut creation = PoolCreation::prepare();
        creation.network.overwrite::<PoolOverview>(&overview_address().0, |overview| {
            overview.completed_reward_epoch = completed;
            overview.is_epoch_finalizing = finalizing;
        });
        assert_refused(creation.send(), StakingError::MathOverflow);
        creation.assert_nothing_created();
    }
}
