//! `close_staking_record`: the operator's stands until its pool is closed, has no shares, has passed its last epoch, and owes
//! no commission.

use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::{assert_refused, TestNetwork};
use solana_signer::Signer;

use crate::staking_record::world::*;

/// Unstakes everything, waits and claims.
fn leave(network: &mut TestNetwork, staker: &inference_staking_test_kit::Staker) {
    let shares = network.record_of(staker).shares;
    network.unstake(staker, shares).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(staker).unwrap();
}

#[test]
fn the_operators_empty_record_stands_while_its_pool_is_open() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 0);
    assert_refused(close(&mut network, &operator), StakingError::OperatorRecordInUse);
    close_pool(&mut network, &operator);
    // Epoch 1 is its last.
    assert_refused(close(&mut network, &operator), StakingError::OperatorRecordInUse);
    pay_pool(&mut network, &operator, 1, 0, 0);
    let rent = lamports(&mut network, &operator.record.address());
    close(&mut network, &operator).unwrap();
    assert_eq!(lamports(&mut network, &operator.key()), rent);
}

#[test]
fn the_operators_record_stands_until_every_share_of_the_closed_pool_is_gone_and_no_longer() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    close_pool(&mut network, &operator);
    pay_pool(&mut network, &operator, 1, 0, 0);
    leave(&mut network, &operator);
    leave(&mut network, &alice);
    // Bob's shares are left.
    assert_refused(close(&mut network, &operator), StakingError::OperatorRecordInUse);
    network.unstake(&bob, 5_000 * ONE).unwrap();
    // Bob's ticket needs no record of the operator.
    close(&mut network, &operator).unwrap();
    assert!(network.chain.account(&operator.record.address()).is_none());
    network.pass_time(7 * DAY);
    network.claim_unstake(&bob).unwrap();
    assert_eq!(network.tokens_of(&bob), 1_000_000 * ONE);
}

#[test]
fn the_operators_record_stands_until_the_pool_has_passed_its_last_epoch() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    close_pool(&mut network, &operator);
    for staker in [&operator, &alice, &bob] {
        leave(&mut network, staker);
    }
    assert_refused(close(&mut network, &operator), StakingError::OperatorRecordInUse);
    // Epoch 1, of which nobody was a holder.
    pay_pool(&mut network, &operator, 1, 0, 0);
    close(&mut network, &operator).unwrap();
}

#[test]
fn records_that_expired_count_as_passed() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    close_pool(&mut network, &operator);
    for staker in [&operator, &alice, &bob] {
        leave(&mut network, staker);
    }
    // Epoch 1, its last, has expired with epoch 129.
    change_overview(&mut network, |overview| overview.completed_reward_epoch = 128);
    assert_refused(close(&mut network, &operator), StakingError::OperatorRecordInUse);
    change_overview(&mut network, |overview| overview.completed_reward_epoch = 129);
    close(&mut network, &operator).unwrap();
    assert_eq!(network.pool_of(&alice).reward_last_claimed_epoch, 1);
}

#[test]
fn the_operators_record_stands_while_commission_is_owed_of_either_kind() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    close_pool(&mut network, &operator);
    pay_pool(&mut network, &operator, 2, 0, 0);
    for staker in [&operator, &alice, &bob] {
        leave(&mut network, staker);
    }
    network.claim_usdc(&operator).unwrap();
    // 500 tokens and 200 USDC of commission; a delegator's record waits for neither.
    network.claim_usdc(&alice).unwrap();
    close(&mut network, &alice).unwrap();
    let (pool, mints) = (operator.record.operator_pool, network.mints);
    let [tokens, usdc] = [stake_account(&network, &operator), usdc_account(&network, &operator)];
    let rewards = ix::withdraw_operator_reward_commission_accounts(operator.key(), pool, tokens, mints);
    let earnings = ix::withdraw_operator_usdc_commission_accounts(operator.key(), pool, usdc, mints);
    for payout in [ix::withdraw_operator_reward_commission(rewards), ix::withdraw_operator_usdc_commission(earnings)] {
        assert_refused(close(&mut network, &operator), StakingError::OperatorRecordInUse);
        network.send(&[payout], &[&operator.wallet]).unwrap();
    }
    close(&mut network, &operator).unwrap();
}

#[test]
fn the_operators_record_of_a_closed_pool_is_not_closed_while_it_holds_something_itself() {
    let World { mut network, operator, .. } = pool_of_three();
    close_pool(&mut network, &operator);
    assert_refused(close(&mut network, &operator), StakingError::RecordNotEmpty);
    network.unstake(&operator, 2_000 * ONE).unwrap();
    assert_refused(close(&mut network, &operator), StakingError::RecordNotEmpty);
}

#[test]
fn an_operator_does_not_close_its_record_by_naming_another_pool() {
    let World { mut network, alice, .. } = pool_of_three();
    let operator = network.operator("idle operator", 0);
    let other = network.operator("other operator", 0);
    // One open and in use, one closed and empty.
    close_pool(&mut network, &other);
    for pool in [alice.record.operator_pool, other.record.operator_pool] {
        let mut instruction = ix::close_staking_record(operator.record);
        instruction.accounts[2].pubkey = pool;
        assert_refused(network.send(&[instruction], &[&operator.wallet]), StakingError::RecordOfAnotherPool);
    }
    assert!(network.chain.account(&operator.record.address()).is_some());
}

#[test]
fn a_record_that_is_the_operators_no_more_is_a_delegators() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let pool = operator.record.operator_pool;
    let accounts = ix::change_operator_staking_record_accounts(
        operator.key(),
        pool,
        operator.record.address(),
        alice.wallet.pubkey(),
    );
    let rotate = ix::change_operator_staking_record(accounts);
    network.send(&[rotate], &[&operator.wallet, &alice.wallet]).unwrap();
    leave(&mut network, &operator);
    close(&mut network, &operator).unwrap();
}

#[test]
fn the_record_that_the_pool_stores_is_the_operators_whoever_owns_it() {
    let World { mut network, operator, bob, .. } = ten_tokens_for_seven_shares(7 - 1);
    let bobs = bob.record.address();
    change_pool(&mut network, &operator, |pool| pool.operator_staking_record = bobs);
    assert_refused(close(&mut network, &bob), StakingError::OperatorRecordInUse);
}
