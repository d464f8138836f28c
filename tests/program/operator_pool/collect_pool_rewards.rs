//! `collect_pool_rewards`: anyone moves what is uncollected of a pool's rewards into the pool's vault (SPEC 4).

use inference_staking_client::events::{PoolRewardsCollected, PoolState};
use inference_staking_client::state::{OperatorPool, PoolOverview};
use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::pools::collect;
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::world::{liabilities, pool_vault};

use crate::operator_pool::world::*;

/// The token program's own refusal.
const INSUFFICIENT_FUNDS: u32 = 1;

#[test]
fn all_that_is_uncollected_moves_into_the_pools_vault_and_is_owed_no_more() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let (pool, overview) = (network.pool_of(&operator), network.overview().unwrap());
    let executed = collect(&mut network, &operator).unwrap();
    // 4,500 of the 10,000 that were issued; the pool vault had 10,000.
    assert_eq!(network.balance(&pool_vault(&operator)), 14_500 * ONE);
    assert_eq!(network.balance(&address::reward_vault()), 5_500 * ONE);
    assert_state(&network.pool_of(&operator), &OperatorPool { uncollected_rewards: 0, event_sequence: 10, ..pool });
    assert_state(&network.overview().unwrap(), &PoolOverview { reward_liability: 5_500 * ONE, ..overview });
    let told = PoolRewardsCollected {
        operator_pool: operator.record.operator_pool,
        amount: 4_500 * ONE,
        reward_liability: 5_500 * ONE,
        epoch: 2,
        pool: PoolState { uncollected_rewards: 0, ..paid_pool_state(10) },
    };
    assert_eq!(only_event::<PoolRewardsCollected>(&executed), told);
}

#[test]
fn collecting_nothing_succeeds_changes_nothing_and_tells_nothing() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    collect(&mut network, &operator).unwrap();
    let (pool, overview) = (network.pool_of(&operator), network.overview().unwrap());
    // Whoever comes second, in front of a claim of its own, is not made to fail.
    let executed = collect(&mut network, &operator).unwrap();
    assert!(inference_staking_client::event::decode_all::<PoolRewardsCollected>(&executed.logs).is_empty());
    assert_state(&network.pool_of(&operator), &pool);
    assert_state(&network.overview().unwrap(), &overview);
    assert_eq!(network.balance(&pool_vault(&operator)), 14_500 * ONE);
}

#[test]
fn a_pool_in_an_impossible_state_is_not_passed_over_because_there_is_nothing_to_collect() {
    let World { mut network, operator, .. } = pool_of_three();
    // More shares than tokens: a price below one.
    change_pool(&mut network, &operator, |pool| pool.total_staked_amount = pool.total_shares - 1);
    assert_refused(collect(&mut network, &operator), StakingError::InvariantViolated);
}

#[test]
fn a_pool_that_never_earned_has_nothing_to_collect() {
    let World { mut network, operator, .. } = pool_of_three();
    collect(&mut network, &operator).unwrap();
    assert_eq!(network.balance(&pool_vault(&operator)), 10_000 * ONE);
}

#[test]
fn a_collection_changes_neither_the_price_nor_what_the_operator_is_owed() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    collect(&mut network, &operator).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (14_500 * ONE, 10_000 * ONE));
    assert_eq!((pool.reward_commission, pool.usdc_commission), (500 * ONE, 200 * ONE));
    network.unstake(&alice, ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].amount, 1_450_000);
}

#[test]
fn one_pools_collection_takes_nothing_of_another() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let other = network.operator("other operator", 1_000 * ONE);
    pay_pool(&mut network, &other, 2, 1_000 * ONE, 0);
    collect(&mut network, &operator).unwrap();
    // 900 of the other pool stay, with both commissions of 500 and 100 and what the records hold.
    assert_eq!(network.pool_of(&other).uncollected_rewards, 900 * ONE);
    assert_eq!(liabilities(&mut network).0, 20_000 * ONE - 4_500 * ONE);
    collect(&mut network, &other).unwrap();
    assert_eq!(network.balance(&pool_vault(&other)), 1_900 * ONE);
    assert_eq!(liabilities(&mut network).0, 20_000 * ONE - 5_400 * ONE);
}

#[test]
fn what_has_been_collected_stays_collected_when_more_comes() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    collect(&mut network, &operator).unwrap();
    pay_pool(&mut network, &operator, 2, 1_000 * ONE, 0);
    assert_eq!(network.pool_of(&operator).uncollected_rewards, 900 * ONE);
    collect(&mut network, &operator).unwrap();
    assert_eq!(network.balance(&pool_vault(&operator)), 15_400 * ONE);
}

#[test]
fn a_reward_vault_that_would_hold_less_than_it_owes_is_not_collected_from() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    set_balance(&mut network, &address::reward_vault(), 10_000 * ONE - 1);
    refuses(&mut network, StakingError::RewardVaultUnderfunded, |n| collect(n, &operator));
    set_balance(&mut network, &address::reward_vault(), 4_500 * ONE - 1);
    assert_refused_with_code(collect(&mut network, &operator), INSUFFICIENT_FUNDS);
}

#[test]
fn more_than_the_reward_vault_owes_is_not_collected() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    change_overview(&mut network, |overview| overview.reward_liability = 4_500 * ONE - 1);
    refuses(&mut network, StakingError::MathOverflow, |n| collect(n, &operator));
}

#[test]
fn rewards_go_into_the_pools_own_vault_only() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let other = network.operator("other operator", 1_000 * ONE);
    let (pool, mint) = (operator.record.operator_pool, network.mints.stake);
    for vault in [pool_vault(&other), stake_account(&network, &operator), address::reward_vault()] {
        let mut accounts = ix::collect_pool_rewards_accounts(pool, mint);
        accounts.pool_vault = vault;
        let collection = ix::build(accounts, inference_staking_client::args::CollectPoolRewards {});
        refuses(&mut network, StakingError::WrongVault, |n| n.send(std::slice::from_ref(&collection), &[]));
    }
}
