//! Accrual at the ends of the numbers, and states that no instruction makes: refused whole, with an error of ours.

use inference_staking_client::instruction::LeafProof;
use inference_staking_client::instructions::CreateOperatorPoolArgs;
use inference_staking_client::state::{NewEmissionSchedule, OperatorPool, RewardRecord, StakingRecord};
use inference_staking_client::{address, StakingError};
use inference_staking_test_kit::actors::pool_args;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::change_pool;
use inference_staking_test_kit::world::leaf;
use inference_staking_test_kit::{Staker, TestNetwork};

/// A pool of 10 shares that epoch 1 pays 100 tokens and 50 USDC: 10 and 10 commission, 90 and 40 for the holders.
fn accruable(auto_stake: bool) -> (TestNetwork, Staker, LeafProof) {
    let mut network = small_network();
    let args = CreateOperatorPoolArgs { auto_stake, ..pool_args() };
    let operator = network.operator_with("operator", 10, args);
    let proof = publish_leaf(&mut network, 1, &operator, (100, 50), 50);
    (network, operator, proof)
}

#[track_caller]
fn refuses_pool(auto_stake: bool, expected: StakingError, change: impl FnOnce(&mut OperatorPool)) {
    let (mut network, operator, proof) = accruable(auto_stake);
    change_pool(&mut network, &operator, change);
    refuses(&mut network, expected, |network| network.accrue(&operator, 1, proof));
}

#[test]
fn counters_of_the_pool_do_not_overflow() {
    refuses_pool(false, StakingError::MathOverflow, |pool| pool.total_staked_amount = u64::MAX - 89);
    refuses_pool(false, StakingError::MathOverflow, |pool| pool.reward_commission = u64::MAX - 9);
    refuses_pool(false, StakingError::MathOverflow, |pool| pool.usdc_commission = u64::MAX - 9);
    refuses_pool(false, StakingError::MathOverflow, |pool| pool.delegator_usdc = u64::MAX - 39);
    refuses_pool(false, StakingError::MathOverflow, |pool| {
        pool.uncollected_rewards = u64::MAX - 89;
        pool.total_unstaking = u64::MAX;
    });
    refuses_pool(false, StakingError::MathOverflow, |pool| pool.cumulative_usdc_per_share = u128::MAX.into());
}

#[test]
fn counters_of_a_pool_that_stakes_its_commission_do_not_overflow() {
    // The holders' 90 still fit, the 10 staked do not.
    refuses_pool(true, StakingError::MathOverflow, |pool| {
        pool.uncollected_rewards = u64::MAX - 99;
        pool.total_unstaking = u64::MAX;
    });
    refuses_pool(true, StakingError::MathOverflow, |pool| {
        pool.total_staked_amount = u64::MAX - 99;
        pool.total_shares = u64::MAX - 99;
    });
    refuses_pool(true, StakingError::MathOverflow, |pool| {
        pool.settled_usdc = u64::MAX;
        pool.delegator_usdc = u64::MAX - 40;
    });
}

#[test]
fn counters_of_the_operator_s_record_do_not_overflow() {
    // T = 100 after the holders' 90, so 10 tokens buy one share. The record's 10 shares earn 40 USDC.
    type Change = fn(&mut StakingRecord);
    let changes: [Change; 2] = [
        |record| record.settled_usdc = u64::MAX - 39,
        |record| {
            record.shares = u64::MAX;
            record.usdc_checkpoint = 4_000_000_000_000_000_000.into();
        },
    ];
    for change in changes {
        let (mut network, operator, proof) = accruable(true);
        network.overwrite(&operator.record.address(), change);
        refuses(&mut network, StakingError::MathOverflow, |network| network.accrue(&operator, 1, proof));
    }
}

#[test]
fn the_count_of_leaves_does_not_overflow() {
    let (mut network, operator, proof) = accruable(false);
    network.overwrite(&address::reward_record(1), |record: &mut RewardRecord| record.accrued_leaves = u64::MAX);
    refuses(&mut network, StakingError::MathOverflow, |network| network.accrue(&operator, 1, proof));
}

#[test]
fn a_pool_whose_shares_are_worth_less_than_a_token_each_is_left_alone() {
    // T becomes 100 and no more.
    refuses_pool(false, StakingError::InvariantViolated, |pool| pool.total_shares = 101);
    // 100 shares are worth a token each then.
    let (mut network, operator, proof) = accruable(false);
    change_pool(&mut network, &operator, |pool| pool.total_shares = 100);
    network.overwrite(&operator.record.address(), |record: &mut StakingRecord| record.shares = 100);
    network.accrue(&operator, 1, proof).unwrap();
}

#[test]
fn a_pool_with_tokens_but_without_shares_is_left_alone() {
    refuses_pool(false, StakingError::InvariantViolated, |pool| pool.total_shares = 0);
}

#[test]
fn a_pool_that_settled_more_usdc_than_it_owes_is_left_alone() {
    refuses_pool(false, StakingError::InvariantViolated, |pool| pool.settled_usdc = 41);
    // It owes 40 after the accrual, all of which may be settled.
    let (mut network, operator, proof) = accruable(false);
    change_pool(&mut network, &operator, |pool| pool.settled_usdc = 40);
    network.overwrite(&operator.record.address(), |record: &mut StakingRecord| {
        record.settled_usdc = 40;
        record.usdc_checkpoint = 4_000_000_000_000_000_000.into();
    });
    network.accrue(&operator, 1, proof).unwrap();
}

#[test]
fn a_pool_that_has_collected_less_than_nothing_is_left_alone() {
    // T + U = 10 before and 100 after; 10 + 1 + 90 would be uncollected.
    refuses_pool(false, StakingError::InvariantViolated, |pool| pool.uncollected_rewards = 11);
    // A principal beyond a u64 cannot be in a vault.
    refuses_pool(false, StakingError::InvariantViolated, |pool| pool.total_unstaking = u64::MAX);
}

#[test]
fn a_record_that_holds_more_than_its_totals_is_left_alone() {
    type Change = fn(&mut RewardRecord);
    let changes: [Change; 2] =
        [|record| record.remaining_rewards = 10_101, |record| record.remaining_usdc = record.total_usdc + 51];
    for change in changes {
        let (mut network, operator, proof) = accruable(false);
        network.overwrite(&address::reward_record(1), change);
        refuses(&mut network, StakingError::InvariantViolated, |network| network.accrue(&operator, 1, proof));
    }
}

#[test]
fn the_largest_amounts_accrue() {
    // All the tokens and USDC there can be, to one pool of 10 shares: the schedule's one budget is u64::MAX less the
    // 1,000,000 tokens that the operator's wallet started with.
    let minted = 1_000_000_000_000;
    let rewards = u64::MAX - minted;
    let mut network = small_network_with(|setup| {
        setup.emission = NewEmissionSchedule::Table { epochs_per_period: 1, budgets: vec![rewards] };
    });
    let operator = network.operator("operator", 10);
    let tree = network.publish_leaves(1, vec![leaf(&operator, rewards, u64::MAX)], rewards, u64::MAX);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    let pool = network.pool_of(&operator);
    // u64::MAX = 18,446,744,073,709,551,615. Less 10^12: 18,446,743,073,709,551,615; a tenth, rounded down, is commission.
    assert_eq!(pool.reward_commission, 1_844_674_307_370_955_161);
    assert_eq!(pool.total_staked_amount, 10 + 16_602_068_766_338_596_454);
    // A fifth of u64::MAX is 3,689,348,814,741,910,323 exactly; the rest over 10 shares.
    assert_eq!(pool.usdc_commission, 3_689_348_814_741_910_323);
    assert_eq!(pool.delegator_usdc, 14_757_395_258_967_641_292);
    assert_eq!(pool.cumulative_usdc_per_share, 1_475_739_525_896_764_129_200_000_000_000_000_000.into());
    network.claim_usdc(&operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 14_757_395_258_967_641_292);
}
