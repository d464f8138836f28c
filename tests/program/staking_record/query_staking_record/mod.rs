//! `query_staking_record`: every number it returns.

mod accounts;

use inference_staking_client::state::StakingRecordView;
use inference_staking_localnet::network::{DAY, ONE};

use crate::staking_record::world::*;

const NOTHING: StakingRecordView = StakingRecordView {
    token_value: 0,
    claimable_usdc: 0,
    activating: 0,
    ripe: 0,
    can_activate: false,
    locked_shares: 0,
    rank: 0,
    matured_unstake: 0,
    pending_unstake: 0,
};

#[test]
fn a_record_is_told_its_value_and_its_unsettled_usdc() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    // 1.45 tokens and 0.08 USDC a share, none of it settled.
    for (staker, shares) in [(&operator, 2_000), (&alice, 3_000), (&bob, 5_000)] {
        let token_value = shares * 1_450_000;
        assert_eq!(network.record_of(staker).settled_usdc, 0);
        let expected = StakingRecordView { token_value, claimable_usdc: shares * 80_000, ..NOTHING };
        assert_eq!(query(&mut network, staker), expected);
    }
}

#[test]
fn settled_and_unsettled_usdc_are_one_sum() {
    let World { mut network, alice, .. } = twice_paid_pool_with_a_ticket();
    // 2,000 shares at 1.95; 240 USDC settled and 2,000 x 0.1 not; the ticket of 1,450 waits.
    let expected = StakingRecordView {
        token_value: 3_900 * ONE,
        claimable_usdc: 440 * ONE,
        pending_unstake: 1_450 * ONE,
        ..NOTHING
    };
    assert_eq!(query(&mut network, &alice), expected);
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 440 * ONE);
    assert_eq!(query(&mut network, &alice), StakingRecordView { claimable_usdc: 0, ..expected });
}

#[test]
fn a_ticket_moves_from_pending_to_matured_to_the_second() {
    let World { mut network, alice, .. } = pool_of_three();
    network.unstake(&alice, 100 * ONE).unwrap();
    network.pass_time(DAY);
    network.unstake(&alice, 20 * ONE).unwrap();
    network.unstake(&alice, 3 * ONE).unwrap();
    let split = |matured: u64, pending: u64| StakingRecordView {
        token_value: 2_877 * ONE,
        matured_unstake: matured * ONE,
        pending_unstake: pending * ONE,
        ..NOTHING
    };
    network.pass_time(6 * DAY - 1);
    assert_eq!(query(&mut network, &alice), split(0, 123));
    network.pass_time(1);
    assert_eq!(query(&mut network, &alice), split(100, 23));
    network.pass_time(DAY - 1);
    assert_eq!(query(&mut network, &alice), split(100, 23));
    network.pass_time(1);
    assert_eq!(query(&mut network, &alice), split(123, 0));
    network.claim_unstake(&alice).unwrap();
    assert_eq!(query(&mut network, &alice), split(0, 0));
}

#[test]
fn activating_stake_is_told_with_its_ripe_part_and_whether_that_can_be_activated() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let answer = |activating: u64, ripe: u64, can_activate: bool| StakingRecordView {
        token_value: 3_000 * ONE,
        activating,
        ripe,
        can_activate,
        ..NOTHING
    };
    network.stake(&alice, 100).unwrap();
    assert_eq!(query(&mut network, &alice), answer(100, 0, false));
    // From the mark on the deposit is ripe, and the pool behind.
    network.mark(1).unwrap();
    network.stake(&alice, 20).unwrap();
    assert_eq!(query(&mut network, &alice), answer(120, 100, false));
    publish_and_pass(&mut network, &operator, 1);
    assert_eq!(query(&mut network, &alice), answer(120, 100, true));
    network.activate(&alice).unwrap();
    let token_value = 3_000 * ONE + 100;
    assert_eq!(query(&mut network, &alice), StakingRecordView { token_value, ..answer(20, 0, false) });
}

#[test]
fn what_buys_no_share_cannot_be_activated() {
    let World { mut network, operator, bob, .. } = ten_tokens_for_seven_shares(7);
    network.stake(&bob, 1).unwrap();
    publish_and_pass_next(&mut network, &operator);
    assert_eq!(query(&mut network, &bob), StakingRecordView { activating: 1, ripe: 1, ..NOTHING });
    network.stake(&operator, 2).unwrap();
    publish_and_pass_next(&mut network, &operator);
    let expected = StakingRecordView { token_value: 10, activating: 2, ripe: 2, can_activate: true, ..NOTHING };
    assert_eq!(query(&mut network, &operator), expected);
}

#[test]
fn a_rank_follows_the_vectors_of_spec_16() {
    // T 1,250, S 1,000, all of them the operator's.
    let mut network = network_without_minimum();
    let operator = network.operator_with("operator", 1_000, free_pool_args());
    pay_pool(&mut network, &operator, 1, 250, 0);
    let without_lock = StakingRecordView { token_value: 1_250, ..NOTHING };
    assert_eq!(query(&mut network, &operator), without_lock);
    let ranked = |rank: u128| StakingRecordView { locked_shares: 1_000, rank, ..without_lock };
    lock(&mut network, &operator, 14 * 86_400).unwrap();
    assert_eq!(query(&mut network, &operator), ranked(1_393));
    extend(&mut network, &operator, 166 * 86_400).unwrap();
    assert_eq!(query(&mut network, &operator), ranked(3_099));
    extend(&mut network, &operator, 185 * 86_400).unwrap();
    assert_eq!(query(&mut network, &operator), ranked(5_000));
    network.pass_time(400 * DAY);
    assert_eq!(query(&mut network, &operator), ranked(5_000));

    // The rank ends at once with the release, comes back with its cancelling, and ends with the pool.
    begin_unlock(&mut network, &operator).unwrap();
    assert_eq!(query(&mut network, &operator), ranked(0));
    cancel_unlock(&mut network, &operator).unwrap();
    assert_eq!(query(&mut network, &operator), ranked(5_000));
    close_pool(&mut network, &operator);
    assert_eq!(query(&mut network, &operator), without_lock);
}

#[test]
fn value_and_rank_round_down_one_after_the_other() {
    let World { mut network, operator, alice, .. } = ten_tokens_for_seven_shares(1);
    lock(&mut network, &alice, 365 * 86_400).unwrap();
    // floor(6 x 10 / 7) = 8, times 4.
    let expected = StakingRecordView { token_value: 8, locked_shares: 6, rank: 32, ..NOTHING };
    assert_eq!(query(&mut network, &alice), expected);
    // floor(10 / 7) = 1.
    assert_eq!(query(&mut network, &operator), StakingRecordView { token_value: 1, ..NOTHING });
}

#[test]
fn locked_shares_follow_a_release() {
    for (elapsed, locked) in [(0, 1_000), (DAY, 995), (45 * DAY, 750), (135 * DAY, 250), (179 * DAY, 6), (180 * DAY, 0)]
    {
        let (mut network, _, alice) = pool_with_a_thousand_shares();
        lock(&mut network, &alice, HALF_YEAR).unwrap();
        begin_unlock(&mut network, &alice).unwrap();
        network.pass_time(elapsed);
        let expected = StakingRecordView { token_value: 1_000, locked_shares: locked, ..NOTHING };
        assert_eq!(query(&mut network, &alice), expected);
    }
}

#[test]
fn no_more_shares_are_locked_than_are_there() {
    let (mut network, _, alice) = pool_with_a_thousand_shares();
    lock(&mut network, &alice, HALF_YEAR).unwrap();
    begin_unlock(&mut network, &alice).unwrap();
    // As after a slash of 700.
    change_record(&mut network, &alice, |record| record.shares = 300);
    change_pool(&mut network, &alice, |pool| {
        pool.total_shares -= 700;
        pool.total_staked_amount -= 700;
    });
    let expected = StakingRecordView { token_value: 300, locked_shares: 300, ..NOTHING };
    assert_eq!(query(&mut network, &alice), expected);
}

#[test]
fn an_empty_record_has_nothing_in_a_pool_with_and_without_shares() {
    let World { mut network, bob, .. } = ten_tokens_for_seven_shares(1);
    assert_eq!(query(&mut network, &bob), NOTHING);
    let idle = network.operator("idle operator", 0);
    assert_eq!(query(&mut network, &idle), NOTHING);
}

#[test]
fn the_largest_rank_does_not_overflow() {
    let World { mut network, operator, .. } = pool_of_three();
    change_pool(&mut network, &operator, |pool| {
        (pool.total_staked_amount, pool.total_shares) = (u64::MAX, u64::MAX);
    });
    change_record(&mut network, &operator, |record| {
        (record.shares, record.lock_state, record.lock_duration) = (u64::MAX, LOCKED, 365 * 86_400);
    });
    // The state is made up, so the query goes around the checks of the network's invariants.
    let expected =
        StakingRecordView { token_value: u64::MAX, locked_shares: u64::MAX, rank: 4 * u128::from(u64::MAX), ..NOTHING };
    assert_eq!(query_unchecked(&mut network, &operator), expected);
}
