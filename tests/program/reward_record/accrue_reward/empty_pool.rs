//! Accrual into a pool without shares.

use inference_staking_client::event::decode_all;
use inference_staking_client::events::RewardAccrued;
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::state::{OperatorPool, RewardRecord};
use inference_staking_client::StakingError;
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::assert_state;
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::{assert_refused, Staker, TestNetwork};

fn empty_pool(auto_stake: bool) -> (TestNetwork, Staker) {
    let mut network = small_network();
    let args = CreateOperatorPoolArgs { auto_stake, ..pool_args() };
    let operator = network.operator_with("operator", 0, args);
    (network, operator)
}

#[test]
fn commissions_are_owed_and_the_holders_parts_stay_in_the_record() {
    for auto_stake in [false, true] {
        let (mut network, operator) = empty_pool(auto_stake);
        let proof = publish_leaf(&mut network, 1, &operator, (1_009, 1_013), 2_000);
        let pool_before = network.pool_of(&operator);
        let record_before = network.reward_record(1).unwrap();
        let executed = network.accrue(&operator, 1, proof).unwrap();

        // Commissions floor(100.9) and floor(202.6); nothing else leaves the record.
        let expected = OperatorPool {
            reward_commission: 100,
            usdc_commission: 202,
            reward_last_claimed_epoch: 1,
            event_sequence: 2,
            ..pool_before
        };
        assert_eq!((expected.total_staked_amount, expected.total_shares, expected.delegator_usdc), (0, 0, 0));
        assert_state(&network.pool_of(&operator), &expected);
        let expected =
            RewardRecord { remaining_rewards: 9_900, remaining_usdc: 1_798, accrued_leaves: 1, ..record_before };
        assert_state(&network.reward_record(1).unwrap(), &expected);
        let events = decode_all::<RewardAccrued>(&executed.logs);
        let event = &events[0].accrual;
        assert_eq!((event.holder_reward, event.holder_usdc, event.commission_shares), (0, 0, 0));
        assert_eq!((event.reward_commission, event.usdc_commission), (100, 202));
        assert_eq!((event.remaining_rewards, event.remaining_usdc), (9_900, 1_798));
    }
}

#[test]
fn the_next_depositor_captures_nothing() {
    let (mut network, operator) = empty_pool(false);
    let alice = network.delegator("alice", &operator);
    let proof = publish_leaf(&mut network, 1, &operator, (1_009, 1_013), 2_000);
    network.accrue(&operator, 1, proof).unwrap();
    network.buy_shares(&alice, 50).unwrap();
    network.unstake(&alice, 50).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].amount, 50);
    assert_eq!(network.record_of(&alice).settled_usdc, 0);
    assert_eq!(network.pool_of(&operator).total_unstaking, 50);
    let claim = network.claim_usdc(&alice);
    assert_refused(claim, StakingError::NoUsdcToClaim);
}

#[test]
fn auto_stake_leaves_the_operator_s_record_alone() {
    let (mut network, operator) = empty_pool(true);
    let proof = publish_leaf(&mut network, 1, &operator, (1_009, 1_013), 2_000);
    let before = network.record_of(&operator);
    network.accrue(&operator, 1, proof).unwrap();
    assert_state(&network.record_of(&operator), &before);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_shares, pool.total_staked_amount, pool.reward_commission), (0, 0, 100));
}

#[test]
fn a_leaf_beyond_the_record_is_refused_even_if_its_commission_would_fit() {
    let (mut network, operator) = empty_pool(false);
    let proof = publish_leaf(&mut network, 1, &operator, (10_001, 0), 2_000);
    refuses(&mut network, StakingError::LeafExceedsRecord, |network| network.accrue(&operator, 1, proof));
    let (mut network, operator) = empty_pool(false);
    let proof = publish_leaf(&mut network, 1, &operator, (0, 2_001), 2_000);
    refuses(&mut network, StakingError::LeafExceedsRecord, |network| network.accrue(&operator, 1, proof));
}

#[test]
fn what_stayed_can_still_pay_other_pools() {
    let mut network = small_network();
    let empty = network.operator("empty", 0);
    let full = network.operator("full", 10);
    // 6,000 and 5,000 are more than the 10,000, but of the first only 600 leave the record.
    let leaves = vec![leaf(&empty, 6_000, 0), leaf(&full, 5_000, 0)];
    let tree = network.publish_leaves(1, leaves, EPOCH_REWARDS, 0);
    network.accrue(&empty, 1, tree.proof(0)).unwrap();
    network.accrue(&full, 1, tree.proof(1)).unwrap();
    assert_eq!(network.reward_record(1).unwrap().remaining_rewards, 4_400);
}
