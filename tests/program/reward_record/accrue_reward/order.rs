//! Epochs are passed in order and once; pools that join or close take part in the right ones.

use inference_staking_client::instruction::{self as ix, LeafProof};
use inference_staking_client::StakingError;
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::change_pool;
use inference_staking_test_kit::world::leaf;

#[test]
fn epochs_are_passed_in_order_and_once() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let proofs = publish_zero_leaves(&mut network, 1..=3, &operator);
    for early in [2, 3] {
        let proof = proofs[early - 1].clone();
        refuses(&mut network, StakingError::EpochOutOfOrder, |network| network.accrue(&operator, early as u64, proof));
    }
    network.accrue(&operator, 1, proofs[0].clone()).unwrap();
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&operator, 1, proofs[0].clone()));
    refuses(&mut network, StakingError::EpochOutOfOrder, |network| network.accrue(&operator, 3, proofs[2].clone()));
    network.accrue(&operator, 2, proofs[1].clone()).unwrap();
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&operator, 1, proofs[0].clone()));
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&operator, 2, proofs[1].clone()));
    network.accrue(&operator, 3, proofs[2].clone()).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_last_claimed_epoch, pool.skipped_epochs), (3, 0.into()));
}

#[test]
fn an_epoch_is_paid_once_per_pool() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let proof = publish_leaf(&mut network, 1, &operator, (100, 50), 500);
    network.accrue(&operator, 1, proof.clone()).unwrap();
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&operator, 1, proof));
    assert_eq!(network.pool_of(&operator).total_staked_amount, 100);
}

#[test]
fn one_transaction_may_accrue_several_epochs_but_none_twice() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let proofs = [1, 2].map(|epoch| publish_leaf(&mut network, epoch, &operator, (100, 0), 0));
    let accrual = |epoch: u64| {
        let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, epoch, operator.record.address());
        ix::accrue_reward(accounts, proofs[epoch as usize - 1].clone())
    };
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.send(&[accrual(1), accrual(1)], &[]));
    network.send(&[accrual(1), accrual(2)], &[]).unwrap();
    assert_eq!(network.pool_of(&operator).total_staked_amount, 190);
}

#[test]
fn a_record_without_roots_has_no_leaf() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    network.mark(1).unwrap();
    network.publish(1, no_roots()).unwrap();
    for root_index in [0, 1, 4, 5, 255] {
        // With the zero that an unused root is, too.
        let leaf = LeafProof { root_index, leaf_index: 0, reward: 0, usdc: 0, proof: vec![] };
        refuses(&mut network, StakingError::RootIndexOutOfRange, |network| network.accrue(&operator, 1, leaf));
    }
}

#[test]
fn a_pool_that_joins_while_an_epoch_finalizes_takes_no_part_in_it() {
    let mut network = small_network();
    network.mark(1).unwrap();
    let operator = network.operator("operator", 0);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.joined_epoch, pool.reward_last_claimed_epoch), (2, 1));
    network.fund_vaults(EPOCH_REWARDS, 0);
    let tree = EpochTree::new(1, vec![leaf(&operator, 100, 0)]);
    network.publish(1, tree.record_args(EPOCH_REWARDS, 0)).unwrap();
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&operator, 1, tree.proof(0)));
    let proof = publish_leaf(&mut network, 2, &operator, (100, 0), 0);
    network.accrue(&operator, 2, proof).unwrap();
    assert_eq!(network.pool_of(&operator).reward_commission, 10);
}

#[test]
fn a_pool_that_joins_before_the_mark_takes_part() {
    let mut network = small_network();
    network.mark(1).unwrap();
    network.publish(1, no_roots()).unwrap();
    let operator = network.operator("operator", 0);
    assert_eq!(network.pool_of(&operator).reward_last_claimed_epoch, 1);
    let proof = publish_leaf(&mut network, 2, &operator, (100, 0), 0);
    network.accrue(&operator, 2, proof).unwrap();
}

#[test]
fn a_closed_pool_accrues_up_to_its_last_epoch() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let proofs = publish_zero_leaves(&mut network, 1..=3, &operator);
    change_pool(&mut network, &operator, |pool| pool.closed_at_epoch = 2);
    network.accrue(&operator, 1, proofs[0].clone()).unwrap();
    network.accrue(&operator, 2, proofs[1].clone()).unwrap();
    refuses(&mut network, StakingError::EpochAfterClose, |network| network.accrue(&operator, 3, proofs[2].clone()));
    assert_eq!(network.pool_of(&operator).reward_last_claimed_epoch, 2);
}

#[test]
fn a_closed_pool_still_catches_up_what_it_skipped() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let proof = publish_leaf(&mut network, 1, &operator, (100, 0), 0);
    publish_zero_leaves(&mut network, 2..=2, &operator);
    change_pool(&mut network, &operator, |pool| {
        pool.closed_at_epoch = 2;
        pool.reward_last_claimed_epoch = 2;
        pool.skipped_epochs = 0b10.into();
        pool.lowest_skipped_reward_commission_bps = pool.reward_commission_bps;
    });
    network.accrue(&operator, 1, proof).unwrap();
    assert_eq!(network.pool_of(&operator).total_staked_amount, 100);
}
