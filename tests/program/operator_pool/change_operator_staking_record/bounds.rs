//! A change of the operator's record never shrinks what can be slashed (SPEC 7).

use inference_staking_client::state::StakingRecord;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::world::pool_vault;
use inference_staking_test_kit::{Staker, TestNetwork};

use crate::operator_pool::world::*;

#[test]
fn a_new_record_worth_as_much_as_the_old_one_will_do_and_one_unit_less_will_not() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.unstake(&alice, 1_000 * ONE + 1).unwrap();
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &alice));
    network.buy_shares(&alice, 1).unwrap();
    rotate(&mut network, &operator, &alice).unwrap();
}

#[test]
fn all_that_the_old_record_has_in_cooldown_counts() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    for amount in [100 * ONE, 200 * ONE, 300 * ONE, 400 * ONE] {
        network.unstake(&operator, amount).unwrap();
    }
    network.unstake(&alice, 1_000 * ONE + 1).unwrap();
    // 1,000 staked and 1,000 in cooldown against 2,000 less one unit; matured tickets can be slashed as well.
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &alice));
    network.pass_time(14 * DAY);
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &alice));
    network.buy_shares(&alice, 1).unwrap();
    rotate(&mut network, &operator, &alice).unwrap();
}

#[test]
fn what_the_old_record_has_claimed_counts_no_more() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.unstake(&operator, 1_000 * ONE).unwrap();
    network.unstake(&alice, 2_000 * ONE).unwrap();
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &alice));
    network.pass_time(14 * DAY);
    network.claim_unstake(&operator).unwrap();
    rotate(&mut network, &operator, &alice).unwrap();
}

#[test]
fn what_the_new_record_has_in_cooldown_does_not_count_for_it() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.unstake(&alice, 1_500 * ONE).unwrap();
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &alice));
    cancel_unstake(&mut network, &alice, 0).unwrap();
    rotate(&mut network, &operator, &alice).unwrap();
}

#[test]
fn tokens_in_cooldown_are_compared_at_the_shares_price() {
    // 2,000 shares at 1.45: 1,000 of them are in cooldown as 1,450 tokens, as much as 1,000 shares are worth.
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    network.unstake(&operator, 1_000 * ONE).unwrap();
    network.unstake(&alice, 1_000 * ONE + 1).unwrap();
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &alice));
    network.buy_shares(&alice, 2).unwrap();
    assert_eq!(network.record_of(&alice).shares, 2_000 * ONE);
    rotate(&mut network, &operator, &alice).unwrap();
}

#[test]
fn one_share_less_is_refused_though_it_is_worth_as_much_rounded_down_as_the_old_ones_rounded_down() {
    // 10 tokens for 7 shares. Two of the operator are worth 2.86, so 3; one of Alice 1.43, so 2.
    let World { mut network, operator, alice, .. } = tiny_pool(2, 1, 4);
    pay_pool(&mut network, &operator, 1, 3, 0);
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &alice));
}

#[test]
fn activating_tokens_are_held_against_the_old_shares_rounded_up() {
    // 10 tokens for 6 shares: two of the operator are worth 3.33, so 4. Alice has no shares.
    let World { mut network, operator, alice, .. } = tiny_pool(2, 1, 4);
    network.unstake(&alice, 1).unwrap();
    pay_pool(&mut network, &operator, 1, 4, 0);
    network.stake(&alice, 3).unwrap();
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &alice));
    network.stake(&alice, 1).unwrap();
    rotate(&mut network, &operator, &alice).unwrap();
}

#[test]
fn both_values_are_rounded_up() {
    let World { mut network, operator, alice, bob } = tiny_pool(2, 2, 3);
    pay_pool(&mut network, &operator, 1, 3, 0);
    assert_eq!(network.pool_of(&operator).total_staked_amount, 10);
    rotate(&mut network, &operator, &alice).unwrap();
    // Bob's three are worth 4.29, so 5; two are worth 3.
    rotate(&mut network, &operator, &bob).unwrap();
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &alice));
}

/// Gives both records, the operator's and Alice's, activating tokens.
fn set_activating(network: &mut TestNetwork, operator: &Staker, alice: &Staker, operators: u64, alices: u64) {
    for (staker, amount) in [(operator, operators), (alice, alices)] {
        network.overwrite::<StakingRecord>(&staker.record.address(), |record| record.activating = amount);
    }
    change_pool(network, operator, |pool| pool.total_activating = operators + alices);
    let mint = network.mints.stake;
    network.mint_to(&mint, &pool_vault(operator), operators + alices).unwrap();
}

#[test]
fn a_new_record_whose_shares_are_worth_the_minimum_will_do_and_one_worth_less_will_not() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.unstake(&alice, 1_000 * ONE + 1).unwrap();
    // With her activating tokens Alice brings as much as the operator; but shares alone make the minimum.
    set_activating(&mut network, &operator, &alice, 0, ONE);
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 2_000 * ONE);
    refuses(&mut network, StakingError::OperatorStakeBelowMinimum, |n| rotate(n, &operator, &alice));
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 2_000 * ONE - 1);
    rotate(&mut network, &operator, &alice).unwrap();
}

#[test]
fn the_values_that_are_held_against_the_minimum_are_rounded_up() {
    let World { mut network, operator, alice, .. } = tiny_pool(1, 2, 4);
    pay_pool(&mut network, &operator, 1, 3, 0);
    // One of seven shares for 10 tokens: 1.43, so 2.
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 3);
    refuses(&mut network, StakingError::OldOperatorRecordBelowMinimum, |n| rotate(n, &operator, &alice));
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 2);
    rotate(&mut network, &operator, &alice).unwrap();
    // Alice's two are 2.86, so 3: enough for herself, and then for the one who comes before.
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 3);
    refuses(&mut network, StakingError::OperatorStakeBelowMinimum, |n| rotate(n, &operator, &operator));
}

#[test]
fn an_empty_record_is_too_small_even_without_a_minimum() {
    let World { mut network, operator, .. } = tiny_pool(1, 2, 4);
    let carol = network.delegator("carol", &operator);
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &carol));
}

#[test]
fn a_chain_of_changes_does_not_let_stake_at_risk_leave() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    rotate(&mut network, &operator, &alice).unwrap();
    // 1,000 staked and 2,000 in cooldown: a record of 1,000 or of 2,999 does not replace Alice's.
    network.unstake(&alice, 2_000 * ONE).unwrap();
    network.unstake(&bob, 2_001 * ONE).unwrap();
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &operator));
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &bob));
    network.buy_shares(&bob, ONE).unwrap();
    rotate(&mut network, &operator, &bob).unwrap();
}

#[test]
fn a_record_that_is_worth_less_than_the_minimum_is_not_replaced() {
    let World { mut network, operator, bob, .. } = pool_of_three();
    // 2,000 tokens back the pool: by a minimum of one unit more it could not be.
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 2_000 * ONE + 1);
    refuses(&mut network, StakingError::OldOperatorRecordBelowMinimum, |n| rotate(n, &operator, &bob));
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 2_000 * ONE);
    rotate(&mut network, &operator, &bob).unwrap();
}

#[test]
fn a_slashed_operator_does_not_send_a_friend_before_it_brings_the_minimum_again() {
    let World { mut network, operator, bob, .. } = pool_of_three();
    set_halt(&mut network, &operator, true);
    network.pass_time(2 * DAY);
    slash(&mut network, &operator, 1_500 * ONE, 0).unwrap();
    set_halt(&mut network, &operator, false);
    refuses(&mut network, StakingError::OldOperatorRecordBelowMinimum, |n| rotate(n, &operator, &bob));
    network.buy_shares(&operator, 500 * ONE).unwrap();
    rotate(&mut network, &operator, &bob).unwrap();
}

#[test]
fn activating_tokens_of_both_records_count() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    // 2,000 and a bit more than 1,000 activating against 3,000 and nothing; then with that bit.
    set_activating(&mut network, &operator, &alice, 1_000 * ONE + 1, 0);
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |n| rotate(n, &operator, &alice));
    set_activating(&mut network, &operator, &alice, 1_000 * ONE + 1, 1);
    rotate(&mut network, &operator, &alice).unwrap();
}
