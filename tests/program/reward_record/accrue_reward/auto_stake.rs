//! Pools that stake their token commission for the operator.

use anchor_lang::prelude::Pubkey;
use inference_staking_client::address;
use inference_staking_client::event::decode_all;
use inference_staking_client::events::RewardAccrued;
use inference_staking_client::instruction::{self as ix, RecordOf};
use inference_staking_client::instructions::{CreateOperatorPoolArgs, UpdateOperatorPoolArgs};
use inference_staking_client::state::{OperatorPool, StakingRecord};
use inference_staking_client::StakingError;
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::{assert_state, change_pool};
use inference_staking_test_kit::{Staker, TestNetwork};
use solana_signer::Signer;

const K: u128 = 1_000_000_000_000_000_000;

fn auto_staking_operator(network: &mut TestNetwork, stake: u64, reward_commission_bps: u16) -> Staker {
    let args = CreateOperatorPoolArgs { auto_stake: true, reward_commission_bps, ..pool_args() };
    network.operator_with("operator", stake, args)
}

/// The operator has 600 shares and Alice 400, at one token each; 10 % token and 20 % USDC commission.
fn pool_of_thousand() -> (TestNetwork, Staker, Staker) {
    let mut network = small_network();
    let operator = auto_staking_operator(&mut network, 600, 1_000);
    let alice = network.delegator("alice", &operator);
    network.buy_shares(&alice, 400).unwrap();
    (network, operator, alice)
}

#[test]
fn commission_buys_shares_at_the_price_after_the_holders_part() {
    let (mut network, operator, alice) = pool_of_thousand();
    let proof = publish_leaf(&mut network, 1, &operator, (505, 1_000), 1_000);
    let pool_before = network.pool_of(&operator);
    let record_before = network.record_of(&operator);
    let alice_before = network.record_of(&alice);
    let executed = network.accrue(&operator, 1, proof).unwrap();

    // Commission floor(50.5) = 50, so 455 raise T to 1,455; n = floor(50 x 1,000 / 1,455) = 34; T = 1,505.
    // 800 USDC over the 1,000 old shares; the operator's 600 have earned 480.
    let expected = OperatorPool {
        cumulative_usdc_per_share: (8 * K / 10).into(),
        total_staked_amount: 1_505,
        total_shares: 1_034,
        uncollected_rewards: 505,
        usdc_commission: 200,
        delegator_usdc: 800,
        settled_usdc: 480,
        reward_last_claimed_epoch: 1,
        event_sequence: pool_before.event_sequence + 1,
        ..pool_before
    };
    assert_eq!(expected.reward_commission, 0);
    assert_state(&network.pool_of(&operator), &expected);
    let expected =
        StakingRecord { shares: 634, settled_usdc: 480, usdc_checkpoint: (8 * K / 10).into(), ..record_before };
    assert_state(&network.record_of(&operator), &expected);
    assert_state(&network.record_of(&alice), &alice_before);
    let events = decode_all::<RewardAccrued>(&executed.logs);
    let event = &events[0].accrual;
    assert_eq!((event.holder_reward, event.reward_commission, event.commission_shares), (455, 50, 34));
    assert_eq!((event.holder_usdc, event.usdc_commission), (800, 200));
    assert_eq!((event.pool.total_staked_amount, event.pool.total_shares), (1_505, 1_034));
    assert_eq!((event.pool.uncollected_rewards, event.pool.settled_usdc), (505, 480));
    assert_eq!((event.remaining_rewards, event.remaining_usdc), (9_495, 0));
}

#[test]
fn commission_shares_earn_usdc_from_the_next_epoch_on_only() {
    let (mut network, operator, alice) = pool_of_thousand();
    let proof = publish_leaf(&mut network, 1, &operator, (505, 1_000), 1_000);
    network.accrue(&operator, 1, proof).unwrap();
    // Epoch 2: commission 10, so T = 1,505 + 90; n = floor(10 x 1,034 / 1,595) = 6; T = 1,605.
    // 800 x 10^18 / 1,034 = 773,694,390,715,667,311 remainder 426; 634 shares earn floor(490.5) = 490.
    let proof = publish_leaf(&mut network, 2, &operator, (100, 1_000), 1_000);
    network.accrue(&operator, 2, proof).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (1_605, 1_040));
    assert_eq!(pool.cumulative_usdc_per_share, 1_573_694_390_715_667_311.into());
    assert_eq!((pool.usdc_index_remainder, pool.settled_usdc, pool.delegator_usdc), (426, 970, 1_600));
    let record = network.record_of(&operator);
    assert_eq!((record.shares, record.settled_usdc), (640, 970));
    // Alice's 400: 320 and 309.47, floor of the sum.
    network.claim_usdc(&alice).unwrap();
    network.claim_usdc(&operator).unwrap();
    assert_eq!((network.usdc_of(&alice), network.usdc_of(&operator)), (629, 970));
}

#[test]
fn the_last_commission_that_buys_a_share_buys_it() {
    // 16.67 % of 12 is 2.0: T = 10 + 10, n = floor(2 x 10 / 20) = 1.
    let mut network = small_network();
    let operator = auto_staking_operator(&mut network, 10, 1_667);
    let proof = publish_leaf(&mut network, 1, &operator, (12, 0), 0);
    network.accrue(&operator, 1, proof).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares, pool.reward_commission), (22, 11, 0));
    assert_eq!(pool.uncollected_rewards, 12);
    assert_eq!(network.record_of(&operator).shares, 11);
}

#[test]
fn a_commission_too_small_for_a_share_is_owed() {
    // 16.67 % of 13 is 2.1: T = 10 + 11, n = floor(2 x 10 / 21) = 0.
    let mut network = small_network();
    let operator = auto_staking_operator(&mut network, 10, 1_667);
    let proof = publish_leaf(&mut network, 1, &operator, (13, 0), 0);
    let executed = network.accrue(&operator, 1, proof).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares, pool.reward_commission), (21, 10, 2));
    assert_eq!(pool.uncollected_rewards, 11);
    assert_eq!(network.record_of(&operator).shares, 10);
    let events = decode_all::<RewardAccrued>(&executed.logs);
    let accrual = &events[0].accrual;
    assert_eq!((accrual.reward_commission, accrual.commission_shares), (2, 0));
}

#[test]
fn no_other_account_stands_in_for_the_operator_s_record() {
    for auto_stake in [true, false] {
        let (mut network, operator, _) = pool_of_thousand();
        change_pool(&mut network, &operator, |pool| pool.auto_stake = u8::from(auto_stake));
        let proof = publish_leaf(&mut network, 1, &operator, (505, 1_000), 1_000);
        for other in [Pubkey::new_unique(), operator.record.operator_pool, address::reward_record(1)] {
            refuses(&mut network, StakingError::WrongOperatorRecord, |network| {
                accrue_with_record(network, &operator, 1, proof.clone(), other)
            });
        }
    }
}

#[test]
fn switching_auto_stake_in_front_of_an_accrual_does_not_make_it_fail() {
    for auto_stake in [true, false] {
        let (mut network, operator, _) = pool_of_thousand();
        change_pool(&mut network, &operator, |pool| pool.auto_stake = u8::from(!auto_stake));
        let proof = publish_leaf(&mut network, 1, &operator, (505, 1_000), 1_000);
        let accounts = ix::accrue_reward_accounts(operator.record.operator_pool, 1, operator.record.address());
        let accrual = ix::accrue_reward(accounts, proof);
        let args = UpdateOperatorPoolArgs { auto_stake: Some(auto_stake), ..Default::default() };
        let switch = ix::update_operator_pool(operator.key(), operator.record.operator_pool, args);
        network.send(&[switch, accrual], &[&operator.wallet]).unwrap();
        // 50 of 505: they buy 34 shares, or they are owed.
        let pool = network.pool_of(&operator);
        let expected = if auto_stake { (1_034, 0) } else { (1_000, 50) };
        assert_eq!((pool.total_shares, pool.reward_commission), expected);
    }
}

#[test]
fn nobody_else_s_record_gets_the_commission() {
    let (mut network, operator, alice) = pool_of_thousand();
    let other = network.operator("other operator", 500);
    let own_record_elsewhere = RecordOf { operator_pool: other.record.operator_pool, owner: operator.key() };
    let payer = network.payer.pubkey();
    let create = ix::create_staking_record(payer, own_record_elsewhere);
    network.send(&[create], &[&operator.wallet]).unwrap();
    let proof = publish_leaf(&mut network, 1, &operator, (505, 1_000), 1_000);
    for wrong in [alice.record.address(), other.record.address(), own_record_elsewhere.address()] {
        refuses(&mut network, StakingError::WrongOperatorRecord, |network| {
            accrue_with_record(network, &operator, 1, proof.clone(), wrong)
        });
    }
}

#[test]
fn without_auto_stake_the_record_is_checked_all_the_same_and_left_alone() {
    let mut network = small_network();
    let operator = network.operator("operator", 600);
    let other = network.operator("other operator", 500);
    let proof = publish_leaf(&mut network, 1, &operator, (505, 1_000), 1_000);
    refuses(&mut network, StakingError::WrongOperatorRecord, |network| {
        accrue_with_record(network, &operator, 1, proof.clone(), other.record.address())
    });
    let before = network.record_of(&operator);
    accrue_with_record(&mut network, &operator, 1, proof, operator.record.address()).unwrap();
    assert_state(&network.record_of(&operator), &before);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.total_shares, pool.total_staked_amount), (50, 600, 1_055));
}
