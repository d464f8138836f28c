//! What an operator might try between the halt, or even before it, and the slash.

use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::assert_refused;
use solana_signer::Signer;

use super::world::*;

#[test]
fn operator_cannot_escape_a_slash_by_rotating_its_record() {
    let World { mut network, operator, bob, .. } = slashable_pool();
    // Bob's record is worth more, and he would agree.
    assert_refused(rotate(&mut network, &operator, &bob), StakingError::PoolHalted);
    slash(&mut network, &operator, take(2_000 * ONE, 0, true)).unwrap();
}

#[test]
fn a_rotation_before_the_halt_leaves_as_much_to_slash() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    network.buy_shares(&operator, 2_900 * ONE).unwrap();
    network.unstake(&operator, 1_000 * ONE).unwrap();
    // 3,000 shares (4,350) and a ticket of 1,450 are 5,800; Alice's 3,000 shares are 4,350, Bob's 5,000 are 7,250.
    assert_refused(rotate(&mut network, &operator, &alice), StakingError::NewOperatorRecordTooSmall);
    rotate(&mut network, &operator, &bob).unwrap();
    halt_for_the_delay(&mut network, &operator);
    let former = operator.record.address();
    let result = slash_with(&mut network, &operator, take(ONE, 0, false), |a| a.operator_staking_record = former);
    assert_refused(result, StakingError::WrongOperatorRecord);
    slash(&mut network, &operator, take(4_000 * ONE, 0, false)).unwrap();
    assert_eq!(network.record_of(&bob).shares, 1_000 * ONE);
    assert_eq!(slashed(&mut network), (5_800 * ONE, 0));
}

#[test]
fn operator_cannot_escape_a_slash_by_unstaking_during_the_halt() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    set_halted(&mut network, &operator, true);
    assert_refused(network.unstake(&operator, ONE), StakingError::OperatorHalted);
    assert_refused(network.claim_usdc(&operator), StakingError::OperatorHalted);
}

#[test]
fn operator_cannot_escape_a_slash_by_unstaking_before_the_halt() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    // 1,000 tokens are the minimum: 1,310 shares at 1.45 can go.
    network.unstake(&operator, 1_300 * ONE).unwrap();
    network.pass_time(13 * DAY);
    halt_for_the_delay(&mut network, &operator);
    // The ticket of 1,885 has matured, and waits for the slash.
    assert_refused(network.claim_unstake(&operator), StakingError::OperatorHalted);
    slash(&mut network, &operator, take(700 * ONE, 1_885 * ONE, false)).unwrap();
    assert_eq!(slashed(&mut network), (2_900 * ONE, 0));
    set_halted(&mut network, &operator, false);
    assert_refused(network.claim_unstake(&operator), StakingError::NothingToClaim);
}

#[test]
fn operator_cannot_escape_a_slash_by_turning_tickets_into_activating_stake() {
    let World { mut network, operator, .. } = slashable_pool_with_tickets();
    let result = network.send(&[ix::cancel_unstake(operator.record, 0)], &[&operator.wallet]);
    assert_refused(result, StakingError::PoolHalted);
    assert_refused(network.buy_shares(&operator, ONE), StakingError::PoolHalted);
}

#[test]
fn operator_cannot_escape_a_slash_by_closing_its_pool_or_its_record() {
    let World { mut network, operator, .. } = slashable_pool();
    assert_refused(close_pool(&mut network, &operator), StakingError::PoolHalted);
    let close = ix::close_staking_record(operator.record);
    assert_refused(network.send(&[close], &[&operator.wallet]), StakingError::RecordNotEmpty);
    // Not even after it was slashed to nothing, because the pool is open.
    slash(&mut network, &operator, take(2_000 * ONE, 0, true)).unwrap();
    let close = ix::close_staking_record(operator.record);
    assert_refused(network.send(&[close], &[&operator.wallet]), StakingError::OperatorRecordInUse);
}

#[test]
fn operator_cannot_escape_a_slash_by_changing_the_admin() {
    let World { mut network, operator, .. } = slashable_pool();
    let friend = wallet("friend");
    let pool = operator.record.operator_pool;
    let propose = ix::change_operator_pool_admin(operator.key(), pool, friend.pubkey());
    network.send(&[propose], &[&operator.wallet]).unwrap();
    let accept = ix::accept_operator_pool_admin(friend.pubkey(), pool);
    assert_refused(network.send(&[accept], &[&friend]), StakingError::PoolHalted);
    slash(&mut network, &operator, take(2_000 * ONE, 0, true)).unwrap();
    assert_eq!(slashed(&mut network), (3_400 * ONE, 360 * ONE));
}

#[test]
fn a_change_of_the_admin_before_the_halt_saves_nothing() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let friend = wallet("friend");
    let pool = operator.record.operator_pool;
    let propose = ix::change_operator_pool_admin(operator.key(), pool, friend.pubkey());
    let accept = ix::accept_operator_pool_admin(friend.pubkey(), pool);
    network.send(&[propose, accept], &[&operator.wallet, &friend]).unwrap();
    halt_for_the_delay(&mut network, &operator);
    // The tokens leave the pool by the signature of its address, which its first admin is part of.
    slash(&mut network, &operator, take(2_000 * ONE, 0, true)).unwrap();
    assert_eq!(slashed(&mut network), (3_400 * ONE, 360 * ONE));
}

#[test]
fn operator_cannot_escape_a_confiscation_by_withdrawing_commissions() {
    let World { mut network, operator, .. } = slashable_pool();
    let (pool, mints) = (operator.record.operator_pool, network.mints);
    let tokens = inference_staking_client::address::owner_token_account(&operator.key(), &mints.stake);
    let usdc = inference_staking_client::address::owner_token_account(&operator.key(), &mints.usdc);
    let rewards = ix::withdraw_operator_reward_commission_accounts(operator.key(), pool, tokens, mints);
    let result = network.send(&[ix::withdraw_operator_reward_commission(rewards)], &[&operator.wallet]);
    assert_refused(result, StakingError::PoolHalted);
    let earnings = ix::withdraw_operator_usdc_commission_accounts(operator.key(), pool, usdc, mints);
    let result = network.send(&[ix::withdraw_operator_usdc_commission(earnings)], &[&operator.wallet]);
    assert_refused(result, StakingError::PoolHalted);
}
