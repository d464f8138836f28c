//! A pool that lags by more than 128 epochs jumps over those whose records have expired.

use inference_staking_client::event::decode_all;
use inference_staking_client::events::RewardAccrued;
use inference_staking_client::instruction as ix;
use inference_staking_client::state::OperatorPool;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::pools::{bypass, close_pool};
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{assert_state, change_overview, change_pool};
use inference_staking_test_kit::world::leaf;

use crate::reward_record::far_behind::far_behind;

#[test]
fn an_accrual_jumps_over_the_expired_epochs() {
    let (mut network, operator, [expired, first, second]) = far_behind();
    refuses(&mut network, StakingError::RecordExpired, |network| network.accrue(&operator, 72, expired));
    refuses(&mut network, StakingError::EpochOutOfOrder, |network| network.accrue(&operator, 74, second.clone()));
    let before = network.pool_of(&operator);
    let executed = network.accrue(&operator, 73, first.clone()).unwrap();
    let expected = OperatorPool {
        reward_last_claimed_epoch: 73,
        total_staked_amount: 100,
        uncollected_rewards: 90,
        reward_commission: 10,
        usdc_commission: 10,
        delegator_usdc: 40,
        // 40 USDC to 10 shares.
        cumulative_usdc_per_share: 4_000_000_000_000_000_000.into(),
        event_sequence: 3,
        ..before
    };
    assert_eq!(expected.skipped_epochs.get(), 0);
    assert_state(&network.pool_of(&operator), &expected);
    assert_eq!(decode_all::<RewardAccrued>(&executed.logs)[0].accrual.pool.reward_last_claimed_epoch, 73);
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&operator, 73, first));
    network.accrue(&operator, 74, second).unwrap();
    assert_eq!(progress(&mut network, &operator), (74, 0));
}

#[test]
fn a_pool_jumps_over_no_epoch_that_can_still_be_accrued() {
    let (mut network, operator, [_, first, second]) = far_behind();
    // Epoch 72 has expired and the pool has passed 71: it jumps by one. With one complete epoch less it has to pass 72.
    change_pool(&mut network, &operator, |pool| pool.reward_last_claimed_epoch = 71);
    complete_epochs_until(&mut network, 199);
    refuses(&mut network, StakingError::EpochOutOfOrder, |network| network.accrue(&operator, 73, first.clone()));
    refuses(&mut network, StakingError::EpochOutOfOrder, |network| bypass(network, &operator, 73));
    complete_epochs_until(&mut network, 200);
    network.accrue(&operator, 73, first).unwrap();
    // One complete epoch more, and 73 has expired as well: nothing jumps back.
    complete_epochs_until(&mut network, 201);
    network.accrue(&operator, 74, second).unwrap();
    assert_eq!(progress(&mut network, &operator), (74, 0));
}

#[test]
fn while_the_newest_record_waits_no_pool_jumps_over_the_epoch_that_it_will_let_expire() {
    // Record 200 waits for another second: 199 - 128 = 71.
    let (mut network, operator, [last, next, _]) = far_behind();
    let now = network.chain.now();
    change_overview(&mut network, |overview| overview.newest_claimable_from = now + 1);
    refuses(&mut network, StakingError::EpochOutOfOrder, |network| network.accrue(&operator, 73, next.clone()));
    refuses(&mut network, StakingError::EpochOutOfOrder, |network| bypass(network, &operator, 73));
    network.accrue(&operator, 72, last.clone()).unwrap();
    assert_eq!(progress(&mut network, &operator), (72, 0));
    network.accrue(&operator, 73, next.clone()).unwrap();

    let (mut network, operator, _) = far_behind();
    change_overview(&mut network, |overview| overview.newest_claimable_from = now);
    refuses(&mut network, StakingError::RecordExpired, |network| network.accrue(&operator, 72, last));
    network.accrue(&operator, 73, next).unwrap();
}

#[test]
fn a_batch_and_a_bypass_too_take_an_epoch_that_a_waiting_record_would_let_expire() {
    for by_batch in [true, false] {
        let mut network = small_network();
        let operator = network.operator("operator", 10);
        let tree = network.publish_leaves(1, vec![leaf(&operator, 100, 50)], EPOCH_REWARDS, 50);
        complete_epochs_until(&mut network, 129);
        network.pass_time(BYPASS_DELAY);
        let batch = [batch_pool(&mut network, &operator, &tree, 0)];
        refuses(&mut network, StakingError::RecordExpired, |network| accrue_batch(network, 1, &batch, vec![]));
        refuses(&mut network, StakingError::RecordExpired, |network| bypass(network, &operator, 1));
        let now = network.chain.now();
        change_overview(&mut network, |overview| overview.newest_claimable_from = now + 1);
        if by_batch {
            accrue_batch(&mut network, 1, &batch, vec![]).unwrap();
        } else {
            bypass(&mut network, &operator, 1).unwrap();
        }
        assert_eq!(progress(&mut network, &operator), (1, u128::from(!by_batch)));
    }
}

#[test]
fn a_jump_leaves_no_skip_behind() {
    // L and its bitmap: what was skipped until then has expired with everything up to 72.
    let cases = [(72, 0b1011), (71, 0b1011), (70, 1 << 124), (70, 1 << 69), (60, 0b11), (1, 0b1), (0, u128::MAX)];
    for (passed, skipped) in cases {
        let (mut network, operator, [_, first, _]) = far_behind();
        change_pool(&mut network, &operator, |pool| {
            pool.reward_last_claimed_epoch = passed;
            pool.skipped_epochs = skipped.into();
        });
        network.accrue(&operator, 73, first).unwrap();
        assert_eq!(progress(&mut network, &operator), (73, 0), "from {passed} with {skipped:b}");
    }
}

#[test]
fn without_a_jump_only_what_has_expired_is_forgotten() {
    // L, its bitmap, and the bitmap after the accrual of the next epoch. Epoch 73 is the oldest that lives.
    let cases = [(73, 0b1, 0b10), (73, 0b11, 0b10), (73, u128::MAX, 0b10), (73, 0b10, 0), (73, 1 << 73, 0)];
    for (passed, skipped, after) in cases {
        let (mut network, operator, [_, _, second]) = far_behind();
        change_pool(&mut network, &operator, |pool| {
            pool.reward_last_claimed_epoch = passed;
            pool.skipped_epochs = skipped.into();
        });
        network.accrue(&operator, 74, second).unwrap();
        assert_eq!(progress(&mut network, &operator), (74, after), "from {passed} with {skipped:b}");
    }
}

#[test]
fn a_jump_over_128_epochs_or_more_clears_the_bitmap() {
    // Epochs complete, from which the last expired one follows.
    for completed in [254, 255, 256, 257, 383, 384, 385, 700] {
        let mut network = small_network();
        let operator = network.operator("operator", 10);
        let next = completed - 127;
        complete_epochs_until(&mut network, next - 1);
        publish_leaf(&mut network, next, &operator, (0, 0), 0);
        complete_epochs_until(&mut network, completed);
        network.pass_time(BYPASS_DELAY);
        // With L = 0, bit 0 is set: its epoch lies 126 to 572 epochs before the one to which the pool jumps.
        change_pool(&mut network, &operator, |pool| pool.skipped_epochs = 1.into());
        bypass(&mut network, &operator, next).unwrap();
        assert_eq!(progress(&mut network, &operator), (next, 1), "{completed} complete");
    }
}

#[test]
fn scheduled_commissions_of_the_expired_epochs_become_active() {
    let (mut network, operator, [_, first, second]) = far_behind();
    change_pool(&mut network, &operator, |pool| {
        pool.scheduled_reward_commission_bps = 3_000;
        pool.scheduled_reward_commission_from = 50;
        pool.scheduled_usdc_commission_bps = 4_000;
        pool.scheduled_usdc_commission_from = 74;
    });
    network.accrue(&operator, 73, first).unwrap();
    // 30 % of 100 tokens by the new rate, 20 % of 50 USDC by the old one.
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (30, 10));
    assert_eq!((pool.scheduled_reward_commission_from, pool.scheduled_usdc_commission_from), (0, 74));
    network.accrue(&operator, 74, second).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (60, 30));
}

#[test]
fn a_closed_pool_jumps_but_not_beyond_its_last_epoch() {
    let (mut network, operator, [_, first, second]) = far_behind();
    change_pool(&mut network, &operator, |pool| pool.closed_at_epoch = 73);
    network.accrue(&operator, 73, first).unwrap();
    assert_eq!(progress(&mut network, &operator), (73, 0));
    refuses(&mut network, StakingError::EpochAfterClose, |network| network.accrue(&operator, 74, second));
    refuses(&mut network, StakingError::EpochAfterClose, |network| bypass(network, &operator, 74));
}

#[test]
fn a_pool_that_closed_before_the_expired_epochs_takes_no_part_in_later_ones() {
    let (mut network, operator, [_, first, _]) = far_behind();
    change_pool(&mut network, &operator, |pool| pool.closed_at_epoch = 60);
    refuses(&mut network, StakingError::EpochAfterClose, |network| network.accrue(&operator, 73, first));
    refuses(&mut network, StakingError::EpochAfterClose, |network| bypass(network, &operator, 73));
}

#[test]
fn the_dust_of_a_closed_pool_whose_last_epochs_have_expired_is_not_stranded() {
    let mut network = small_network();
    let operator = network.operator("operator", 7);
    // 40 of 50 USDC to 7 shares: 5.714... each, 39 in all, and one unit of dust.
    let proof = publish_leaf(&mut network, 1, &operator, (0, 50), 50);
    network.accrue(&operator, 1, proof).unwrap();
    close_pool(&mut network, &operator).unwrap();
    assert_eq!(network.pool_of(&operator).closed_at_epoch, 2);
    network.unstake(&operator, 7).unwrap();
    network.claim_usdc(&operator).unwrap();
    network.pass_time(14 * 86_400);
    network.claim_unstake(&operator).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.delegator_usdc, pool.settled_usdc), (1, 0));

    // Nobody brings the pool's leaf of epoch 2 while its record lives.
    publish_without_roots(&mut network, 2..=2);
    complete_epochs_until(&mut network, 130);
    publish_without_roots(&mut network, 131..=131);
    // Whoever tries to move the pool on may do so.
    for epoch in [2, 131] {
        let _ = bypass(&mut network, &operator, epoch);
    }
    let destination = address::owner_token_account(&operator.key(), &network.mints.usdc);
    let accounts = ix::sweep_closed_pool_usdc_dust_accounts(
        operator.key(),
        operator.record.operator_pool,
        destination,
        network.mints,
    );
    network.send(&[ix::sweep_closed_pool_usdc_dust(accounts)], &[&operator.wallet]).unwrap();
    assert_eq!(network.usdc_of(&operator), 40);
    assert_eq!(network.pool_of(&operator).delegator_usdc, 0);
    // The pool has gone as far as it goes.
    assert_eq!(progress(&mut network, &operator), (2, 0));
}
