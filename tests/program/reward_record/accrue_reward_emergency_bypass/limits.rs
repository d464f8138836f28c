//! `accrue_reward_emergency_bypass`: order, halts, closed pools, and how long a skipped epoch can be caught up.

use inference_staking_client::instruction::LeafProof;
use inference_staking_client::StakingError;
use inference_staking_test_kit::pools::bypass;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{change_overview, change_pool};
use inference_staking_test_kit::world::liabilities;
use inference_staking_test_kit::{Staker, TestNetwork};

use inference_staking_client::event::decode_all;
use inference_staking_client::events::EpochBypassed;

use crate::reward_record::far_behind::far_behind;
/// An operator with 10 shares, and epochs that pay its pool 100 tokens and 50 USDC each, all of which can be skipped.
fn epochs_that_pay(epochs: u64) -> (TestNetwork, Staker, Vec<LeafProof>) {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    let proofs = (1..=epochs).map(|epoch| publish_leaf(&mut network, epoch, &operator, (100, 50), 50)).collect();
    network.pass_time(BYPASS_DELAY);
    (network, operator, proofs)
}

#[test]
fn an_accrual_halt_stops_it() {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    publish_without_roots(&mut network, 1..=1);
    change_overview(&mut network, |overview| overview.accrual_halted = 1);
    refuses(&mut network, StakingError::AccrualHalted, |network| bypass(network, &operator, 1));
    change_overview(&mut network, |overview| overview.accrual_halted = 0);
    bypass(&mut network, &operator, 1).unwrap();
}

#[test]
fn epochs_are_skipped_in_order() {
    let (mut network, operator, proofs) = epochs_that_pay(3);
    for later in [2, 3] {
        refuses(&mut network, StakingError::EpochOutOfOrder, |network| bypass(network, &operator, later));
    }
    bypass(&mut network, &operator, 1).unwrap();
    network.accrue(&operator, 2, proofs[1].clone()).unwrap();
    for earlier in [1, 2] {
        refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| bypass(network, &operator, earlier));
    }
    bypass(&mut network, &operator, 3).unwrap();
    assert_eq!(progress(&mut network, &operator), (3, 0b101));
    // An older skipped epoch is not skipped again, and its bit stays.
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| bypass(network, &operator, 1));
    network.accrue(&operator, 1, proofs[0].clone()).unwrap();
    assert_eq!(progress(&mut network, &operator), (3, 0b001));
}

#[test]
fn a_closed_pool_skips_up_to_its_last_epoch() {
    let (mut network, operator, proofs) = epochs_that_pay(3);
    change_pool(&mut network, &operator, |pool| pool.closed_at_epoch = 2);
    bypass(&mut network, &operator, 1).unwrap();
    bypass(&mut network, &operator, 2).unwrap();
    refuses(&mut network, StakingError::EpochAfterClose, |network| bypass(network, &operator, 3));
    for (epoch, bitmap) in [(1, 0b01), (2, 0b00)] {
        network.accrue(&operator, epoch, proofs[epoch as usize - 1].clone()).unwrap();
        assert_eq!(progress(&mut network, &operator), (2, bitmap));
    }
}

#[test]
fn a_skipped_epoch_is_caught_up_until_127_epochs_after_it() {
    let (mut network, operator, proofs) = epochs_that_pay(2);
    bypass(&mut network, &operator, 1).unwrap();
    bypass(&mut network, &operator, 2).unwrap();
    publish_without_roots(&mut network, 3..=128);
    for epoch in 3..=128 {
        bypass(&mut network, &operator, epoch).unwrap();
    }
    assert_eq!(progress(&mut network, &operator), (128, 0b11 << 126));
    network.accrue(&operator, 1, proofs[0].clone()).unwrap();
    assert_eq!(progress(&mut network, &operator), (128, 0b01 << 126));
    publish_without_roots(&mut network, 129..=130);
    // Epoch 2 is 128 epochs old now, though its bit is set: the pool has not passed 129.
    refuses(&mut network, StakingError::RecordExpired, |network| network.accrue(&operator, 2, proofs[1].clone()));
    bypass(&mut network, &operator, 129).unwrap();
    assert_eq!(progress(&mut network, &operator), (129, 0));
    refuses(&mut network, StakingError::RecordExpired, |network| network.accrue(&operator, 2, proofs[1].clone()));
    reclaim(&mut network, 2).unwrap();
    // Epoch 1 has paid 100 of 10,000 tokens and all of its 50 USDC; 9,900 tokens are still in its record.
    assert_eq!(liabilities(&mut network), (10_000, 50));
    bypass(&mut network, &operator, 130).unwrap();
    assert_eq!(progress(&mut network, &operator), (130, 0));
}

#[test]
fn an_expired_record_is_neither_accrued_nor_skipped() {
    let (mut network, operator, proofs) = epochs_that_pay(1);
    complete_epochs_until(&mut network, 129);
    refuses(&mut network, StakingError::RecordExpired, |network| bypass(network, &operator, 1));
    refuses(&mut network, StakingError::RecordExpired, |network| network.accrue(&operator, 1, proofs[0].clone()));
    complete_epochs_until(&mut network, 128);
    bypass(&mut network, &operator, 1).unwrap();
    network.accrue(&operator, 1, proofs[0].clone()).unwrap();
}

#[test]
fn a_bypass_jumps_over_the_expired_epochs() {
    let (mut network, operator, [_, first, _]) = far_behind();
    refuses(&mut network, StakingError::RecordExpired, |network| bypass(network, &operator, 72));
    refuses(&mut network, StakingError::EpochOutOfOrder, |network| bypass(network, &operator, 74));
    let executed = bypass(&mut network, &operator, 73).unwrap();
    assert_eq!(progress(&mut network, &operator), (73, 1));
    let event = &decode_all::<EpochBypassed>(&executed.logs)[0];
    assert_eq!((event.reward_epoch, event.skipped_epochs, event.pool.reward_last_claimed_epoch), (73, 1, 73));
    bypass(&mut network, &operator, 74).unwrap();
    network.accrue(&operator, 73, first).unwrap();
    assert_eq!(progress(&mut network, &operator), (74, 0b01));
}
