//! A skipped epoch is caught up at no more than the lowest rates at which an open epoch was skipped (SPEC 5).

use std::ops::RangeInclusive;

use inference_staking_client::instruction::LeafProof;
use inference_staking_test_kit::pools::{bypass, schedule_commissions};
use inference_staking_test_kit::reward_records::progress;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::change_pool;
use inference_staking_test_kit::{Staker, TestNetwork};

/// An operator with 10 shares that takes 10 % of the tokens and 20 % of the USDC.
fn network_with_operator() -> (TestNetwork, Staker) {
    let mut network = small_network();
    let operator = network.operator("operator", 10);
    (network, operator)
}

/// The next epoch, which pays 1,000 tokens and 1,000 USDC.
fn publish_paying(network: &mut TestNetwork, operator: &Staker, epoch: u64) -> LeafProof {
    publish_leaf(network, epoch, operator, (1_000, 1_000), 1_000)
}

/// Publishes the next epoch, and the pool skips it.
fn skip(network: &mut TestNetwork, operator: &Staker, epoch: u64) -> LeafProof {
    let proof = publish_paying(network, operator, epoch);
    network.pass_time(BYPASS_DELAY);
    bypass(network, operator, epoch).unwrap();
    proof
}

/// The pool passes the next epochs, which pay it nothing.
fn pass(network: &mut TestNetwork, operator: &Staker, epochs: RangeInclusive<u64>) {
    for epoch in epochs {
        let proof = publish_leaf(network, epoch, operator, (0, 0), 0);
        network.accrue(operator, epoch, proof).unwrap();
    }
}

/// Token and USDC commission that the pool takes of `epoch`.
fn taken(network: &mut TestNetwork, operator: &Staker, epoch: u64, proof: LeafProof) -> (u64, u64) {
    let before = network.pool_of(operator);
    network.accrue(operator, epoch, proof).unwrap();
    let after = network.pool_of(operator);
    (after.reward_commission - before.reward_commission, after.usdc_commission - before.usdc_commission)
}

/// Active rates.
fn active(network: &mut TestNetwork, operator: &Staker) -> (u16, u16) {
    let pool = network.pool_of(operator);
    (pool.reward_commission_bps, pool.usdc_commission_bps)
}

/// Lowest rates of skips, and `E` at the last one.
fn lowest(network: &mut TestNetwork, operator: &Staker) -> (u16, u16, u64) {
    let pool = network.pool_of(operator);
    (pool.lowest_skipped_reward_commission_bps, pool.lowest_skipped_usdc_commission_bps, pool.last_skip_at)
}

#[test]
fn a_raise_after_a_skip_takes_nothing_more_of_the_skipped_epoch() {
    let (mut network, operator) = network_with_operator();
    let proof = skip(&mut network, &operator, 1);
    assert_eq!(lowest(&mut network, &operator), (1_000, 2_000, 1));
    // Announced in epoch 2 with a notice of 2: from epoch 5 on.
    schedule_commissions(&mut network, &operator, Some(3_000), Some(4_000)).unwrap();
    pass(&mut network, &operator, 2..=5);
    assert_eq!(active(&mut network, &operator), (3_000, 4_000));
    assert_eq!(taken(&mut network, &operator, 1, proof), (100, 200));
}

#[test]
fn a_skipped_epoch_is_caught_up_at_the_active_rates_if_they_are_lower() {
    let (mut network, operator) = network_with_operator();
    let proof = skip(&mut network, &operator, 1);
    // From epoch 3 on.
    schedule_commissions(&mut network, &operator, Some(500), Some(0)).unwrap();
    pass(&mut network, &operator, 2..=3);
    assert_eq!(taken(&mut network, &operator, 1, proof), (50, 0));
}

#[test]
fn each_commission_has_a_lowest_rate_of_its_own() {
    for (raised, lowered, expected) in [(3_000, 1_500, (100, 150)), (500, 4_000, (50, 200))] {
        let (mut network, operator) = network_with_operator();
        let proof = skip(&mut network, &operator, 1);
        schedule_commissions(&mut network, &operator, Some(raised), Some(lowered)).unwrap();
        pass(&mut network, &operator, 2..=5);
        assert_eq!(active(&mut network, &operator), (raised, lowered));
        assert_eq!(taken(&mut network, &operator, 1, proof), expected);
    }
}

#[test]
fn the_lowest_rates_of_all_open_skips_count_for_each_of_them() {
    let (mut network, operator) = network_with_operator();
    let first = skip(&mut network, &operator, 1);
    schedule_commissions(&mut network, &operator, Some(500), Some(1_000)).unwrap();
    pass(&mut network, &operator, 2..=2);
    let third = skip(&mut network, &operator, 3);
    assert_eq!(lowest(&mut network, &operator), (500, 1_000, 3));
    // Announced in epoch 4: from epoch 7 on, which is skipped too, at the higher rates.
    schedule_commissions(&mut network, &operator, Some(3_000), Some(3_000)).unwrap();
    pass(&mut network, &operator, 4..=6);
    let seventh = skip(&mut network, &operator, 7);
    assert_eq!(active(&mut network, &operator), (3_000, 3_000));
    assert_eq!(lowest(&mut network, &operator), (500, 1_000, 7));
    for (epoch, proof) in [(3, third), (7, seventh), (1, first)] {
        assert_eq!(taken(&mut network, &operator, epoch, proof), (50, 100), "epoch {epoch}");
    }
}

#[test]
fn the_next_epoch_in_order_is_accrued_at_the_active_rates_whatever_was_skipped() {
    let (mut network, operator) = network_with_operator();
    skip(&mut network, &operator, 1);
    schedule_commissions(&mut network, &operator, Some(3_000), Some(4_000)).unwrap();
    pass(&mut network, &operator, 2..=4);
    let proof = publish_paying(&mut network, &operator, 5);
    assert_eq!(taken(&mut network, &operator, 5, proof), (300, 400));
}

#[test]
fn the_rate_of_a_skip_is_that_of_its_epoch() {
    let (mut network, operator) = network_with_operator();
    // Holds from epoch 2 on.
    schedule_commissions(&mut network, &operator, Some(500), Some(1_000)).unwrap();
    for epoch in 1..=2 {
        publish_paying(&mut network, &operator, epoch);
    }
    network.pass_time(BYPASS_DELAY);
    bypass(&mut network, &operator, 1).unwrap();
    assert_eq!(lowest(&mut network, &operator), (1_000, 2_000, 2));
    bypass(&mut network, &operator, 2).unwrap();
    assert_eq!(lowest(&mut network, &operator), (500, 1_000, 2));
}

#[test]
fn a_skip_is_noted_with_the_last_completed_epoch_and_not_with_its_own() {
    let (mut network, operator) = network_with_operator();
    for epoch in 1..=3 {
        publish_paying(&mut network, &operator, epoch);
    }
    network.pass_time(BYPASS_DELAY);
    bypass(&mut network, &operator, 1).unwrap();
    assert_eq!(network.pool_of(&operator).last_skip_at, 3);
    // An epoch without roots is no skip.
    publish_without_roots(&mut network, 4..=4);
    for epoch in [2, 3] {
        bypass(&mut network, &operator, epoch).unwrap();
    }
    assert_eq!(network.pool_of(&operator).last_skip_at, 4);
    publish_without_roots(&mut network, 5..=5);
    bypass(&mut network, &operator, 4).unwrap();
    bypass(&mut network, &operator, 5).unwrap();
    assert_eq!(network.pool_of(&operator).last_skip_at, 4);
    assert_eq!(progress(&mut network, &operator), (5, 0b11100));
}

#[test]
fn when_every_skip_is_caught_up_the_lowest_rates_are_forgotten() {
    let (mut network, operator) = network_with_operator();
    let proof = skip(&mut network, &operator, 1);
    assert_eq!(taken(&mut network, &operator, 1, proof), (100, 200));
    schedule_commissions(&mut network, &operator, Some(3_000), Some(4_000)).unwrap();
    pass(&mut network, &operator, 2..=4);
    let proof = skip(&mut network, &operator, 5);
    assert_eq!(lowest(&mut network, &operator), (3_000, 4_000, 5));
    assert_eq!(taken(&mut network, &operator, 5, proof), (300, 400));
}

/// The pool has passed the epochs until `last` and skipped only `epoch`, at 1 % and 2 %.
fn pass_with_skip(network: &mut TestNetwork, operator: &Staker, last: u64, epoch: u64) {
    complete_epochs_until(network, last);
    change_pool(network, operator, |pool| {
        pool.reward_last_claimed_epoch = last;
        pool.skipped_epochs = (1 << (last - epoch)).into();
        pool.lowest_skipped_reward_commission_bps = 100;
        pool.lowest_skipped_usdc_commission_bps = 200;
    });
}

#[test]
fn a_skip_that_the_bitmap_still_holds_keeps_its_rates() {
    let (mut network, operator) = network_with_operator();
    pass_with_skip(&mut network, &operator, 127, 1);
    skip(&mut network, &operator, 128);
    assert_eq!(progress(&mut network, &operator), (128, 1 << 127 | 1));
    assert_eq!(lowest(&mut network, &operator), (100, 200, 128));
}

#[test]
fn a_skip_that_the_bitmap_has_lost_is_forgotten_with_its_rates() {
    let (mut network, operator) = network_with_operator();
    pass_with_skip(&mut network, &operator, 128, 1);
    skip(&mut network, &operator, 129);
    assert_eq!(progress(&mut network, &operator), (129, 1));
    assert_eq!(lowest(&mut network, &operator), (1_000, 2_000, 129));
}

#[test]
fn a_skip_whose_record_has_expired_is_forgotten_with_its_rates() {
    let (mut network, operator) = network_with_operator();
    pass_with_skip(&mut network, &operator, 130, 5);
    publish_paying(&mut network, &operator, 131);
    network.pass_time(BYPASS_DELAY);
    // Of 134 epochs the first 6 have expired. The bitmap reaches back to epoch 4.
    complete_epochs_until(&mut network, 134);
    bypass(&mut network, &operator, 131).unwrap();
    assert_eq!(progress(&mut network, &operator), (131, 1));
    assert_eq!(lowest(&mut network, &operator), (1_000, 2_000, 134));
}

#[test]
fn an_accrual_forgets_what_has_expired_too() {
    let (mut network, operator) = network_with_operator();
    pass_with_skip(&mut network, &operator, 130, 5);
    let proof = publish_paying(&mut network, &operator, 131);
    complete_epochs_until(&mut network, 133);
    network.accrue(&operator, 131, proof).unwrap();
    // Epoch 5 is the newest that has expired.
    assert_eq!(progress(&mut network, &operator), (131, 0));
}
