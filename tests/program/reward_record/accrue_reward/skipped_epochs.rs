//! Skipped epochs are caught up with a proof for 128 epochs.

use inference_staking_client::instruction::LeafProof;
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::state::OperatorPool;
use inference_staking_client::StakingError;
use inference_staking_localnet::Chain;
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::pools::bypass;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{assert_state, change_overview, change_pool};
use inference_staking_test_kit::{Staker, TestNetwork};

const ALL_SKIPPED: u128 = u128::MAX;

/// The pool has passed the epochs until `last`, of which `skipped` are set as skipped.
fn pass_with_skips(network: &mut TestNetwork, operator: &Staker, last: u64, skipped: u128) {
    change_pool(network, operator, |pool| {
        pool.reward_last_claimed_epoch = last;
        pool.skipped_epochs = skipped.into();
        pool.lowest_skipped_reward_commission_bps = pool.reward_commission_bps;
        pool.lowest_skipped_usdc_commission_bps = pool.usdc_commission_bps;
    });
}

fn skipped(network: &mut TestNetwork, operator: &Staker) -> u128 {
    network.pool_of(operator).skipped_epochs.get()
}

/// An operator with 10 shares, and epochs 1 to `epochs` that pay its pool 100 tokens and 50 USDC each.
fn epochs_that_pay(epochs: u64) -> (TestNetwork, Staker, Vec<LeafProof>) {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let proofs = (1..=epochs).map(|epoch| publish_leaf(&mut network, epoch, &operator, (100, 50), 50)).collect();
    (network, operator, proofs)
}

#[test]
fn a_skipped_epoch_is_caught_up_and_its_bit_alone_is_cleared() {
    let (mut network, operator, proofs) = epochs_that_pay(4);
    // Epochs 3 and 1 were skipped, 2 was accrued.
    pass_with_skips(&mut network, &operator, 3, 0b101);
    let before = network.pool_of(&operator);
    network.accrue(&operator, 1, proofs[0].clone()).unwrap();
    // 90 of 100 tokens and 40 of 50 USDC to the holders of 10 shares.
    let expected = OperatorPool {
        skipped_epochs: 0b001.into(),
        total_staked_amount: 100,
        uncollected_rewards: 90,
        reward_commission: 10,
        usdc_commission: 10,
        delegator_usdc: 40,
        cumulative_usdc_per_share: 4_000_000_000_000_000_000.into(),
        event_sequence: before.event_sequence + 1,
        ..before
    };
    assert_eq!(expected.reward_last_claimed_epoch, 3);
    assert_state(&network.pool_of(&operator), &expected);

    for (epoch, proof) in [(1, &proofs[0]), (2, &proofs[1])] {
        refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| {
            network.accrue(&operator, epoch, proof.clone())
        });
    }
    network.accrue(&operator, 3, proofs[2].clone()).unwrap();
    assert_eq!(skipped(&mut network, &operator), 0);
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&operator, 3, proofs[2].clone()));
    network.accrue(&operator, 4, proofs[3].clone()).unwrap();
    assert_eq!(network.pool_of(&operator).reward_last_claimed_epoch, 4);
}

#[test]
fn bits_move_with_each_epoch_that_is_passed() {
    let (mut network, operator, proofs) = epochs_that_pay(4);
    pass_with_skips(&mut network, &operator, 2, 0b01);
    network.accrue(&operator, 3, proofs[2].clone()).unwrap();
    assert_eq!(skipped(&mut network, &operator), 0b10);
    network.accrue(&operator, 4, proofs[3].clone()).unwrap();
    assert_eq!(skipped(&mut network, &operator), 0b100);
    // Epoch 2 it still is.
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&operator, 1, proofs[0].clone()));
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&operator, 3, proofs[2].clone()));
    network.accrue(&operator, 2, proofs[1].clone()).unwrap();
    assert_eq!(skipped(&mut network, &operator), 0);
}

#[test]
fn an_epoch_can_be_caught_up_until_it_is_127_epochs_old() {
    let (mut network, operator, proofs) = epochs_that_pay(1);
    pass_with_skips(&mut network, &operator, 128, 1 << 127);
    network.accrue(&operator, 1, proofs[0].clone()).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.skipped_epochs, pool.reward_last_claimed_epoch), (0.into(), 128));
}

#[test]
fn an_older_epoch_cannot_be_caught_up() {
    let (mut network, operator, proofs) = epochs_that_pay(1);
    // Ages of 128, 129, 255, 256 and of powers of two that would wrap in a smaller number.
    for age in [128, 129, 255, 256, 1 << 16, 1 << 32, 1 << 63] {
        pass_with_skips(&mut network, &operator, 1 + age, ALL_SKIPPED);
        refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| {
            network.accrue(&operator, 1, proofs[0].clone())
        });
    }
}

#[test]
fn the_oldest_skipped_epoch_expires_when_the_next_one_is_passed() {
    let (mut network, operator, proofs) = epochs_that_pay(1);
    change_overview(&mut network, |overview| overview.completed_reward_epoch = 128);
    let proof = publish_leaf(&mut network, 129, &operator, (0, 50), 50);
    pass_with_skips(&mut network, &operator, 128, 1 << 127 | 1);
    network.accrue(&operator, 129, proof).unwrap();
    assert_eq!(skipped(&mut network, &operator), 0b10);
    // Epoch 129 is complete: the record of epoch 1 has expired.
    refuses(&mut network, StakingError::RecordExpired, |network| network.accrue(&operator, 1, proofs[0].clone()));
}

#[test]
fn a_closed_pool_catches_up_although_the_operator_s_record_is_gone() {
    let mut network = small_network();
    let args = CreateOperatorPoolArgs { auto_stake: true, ..pool_args() };
    let operator = network.operator_with("operator", 10, args);
    let skipped = publish_leaf(&mut network, 1, &operator, (100, 50), 50);
    network.pass_time(BYPASS_DELAY);
    bypass(&mut network, &operator, 1).unwrap();
    leave_closed_pool(&mut network, &operator, 2);

    network.accrue(&operator, 1, skipped).unwrap();
    // Nobody has shares: the commissions are owed, the rest stays in the record.
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission, pool.total_staked_amount), (10, 10, 0));
    assert!(network.chain.account(&operator.record.address()).is_none());
}
