//! `sweep_pool_vault_surplus`: anyone moves what a pool vault holds beyond `T + U + A - uncollected_rewards` into the global
//! reward vault (SPEC 4).

use inference_staking_client::events::PoolVaultSurplusSwept;
use inference_staking_client::state::OperatorPool;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::pools::{collect, sweep_surplus};
use inference_staking_test_kit::world::{liabilities, pool_vault};
use inference_staking_test_kit::{Staker, TestNetwork};

use crate::operator_pool::world::*;

fn donate(network: &mut TestNetwork, to: &Staker, amount: u64) {
    let mint = network.mints.stake;
    network.mint_to(&mint, &pool_vault(to), amount).unwrap();
}

#[test]
fn exactly_what_is_too_much_moves_and_nothing_else_changes() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    donate(&mut network, &operator, 77);
    let (pool, overview) = (network.pool_of(&operator), network.overview().unwrap());
    let executed = sweep_surplus(&mut network, &operator).unwrap();
    // 14,500 - 4,500 uncollected.
    assert_eq!(network.balance(&pool_vault(&operator)), 10_000 * ONE);
    assert_eq!(network.balance(&address::reward_vault()), 10_000 * ONE + 77);
    assert_state(&network.pool_of(&operator), &OperatorPool { event_sequence: 10, ..pool });
    assert_state(&network.overview().unwrap(), &overview);
    let told = PoolVaultSurplusSwept {
        operator_pool: operator.record.operator_pool,
        amount: 77,
        epoch: 2,
        pool: paid_pool_state(10),
    };
    assert_eq!(only_event::<PoolVaultSurplusSwept>(&executed), told);
}

#[test]
fn a_vault_that_holds_no_more_than_it_owes_is_not_swept() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    refuses(&mut network, StakingError::NoVaultSurplus, |n| sweep_surplus(n, &operator));
    network.unstake(&alice, 3_000 * ONE).unwrap();
    refuses(&mut network, StakingError::NoVaultSurplus, |n| sweep_surplus(n, &operator));
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    refuses(&mut network, StakingError::NoVaultSurplus, |n| sweep_surplus(n, &operator));
    collect(&mut network, &operator).unwrap();
    refuses(&mut network, StakingError::NoVaultSurplus, |n| sweep_surplus(n, &operator));
    donate(&mut network, &operator, 1);
    sweep_surplus(&mut network, &operator).unwrap();
    refuses(&mut network, StakingError::NoVaultSurplus, |n| sweep_surplus(n, &operator));
}

#[test]
fn a_surplus_takes_the_place_of_no_rewards() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    // As much as is uncollected: it is swept all the same, and the rewards are still to come.
    donate(&mut network, &operator, 4_500 * ONE);
    sweep_surplus(&mut network, &operator).unwrap();
    assert_eq!(network.balance(&pool_vault(&operator)), 10_000 * ONE);
    assert_eq!(network.pool_of(&operator).uncollected_rewards, 4_500 * ONE);
    collect(&mut network, &operator).unwrap();
    assert_eq!(network.balance(&pool_vault(&operator)), 14_500 * ONE);
}

#[test]
fn activating_tokens_are_no_surplus() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    donate(&mut network, &operator, 100);
    change_pool(&mut network, &operator, |pool| pool.total_activating = 60);
    let record = alice.record.address();
    network.overwrite::<inference_staking_client::state::StakingRecord>(&record, |record| record.activating = 60);
    sweep_surplus(&mut network, &operator).unwrap();
    assert_eq!(network.balance(&pool_vault(&operator)), 10_000 * ONE + 60);
    refuses(&mut network, StakingError::NoVaultSurplus, |n| sweep_surplus(n, &operator));
}

#[test]
fn what_was_swept_funds_the_next_record() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    donate(&mut network, &operator, 10_000 * ONE);
    sweep_surplus(&mut network, &operator).unwrap();
    network.pass_time(DAY);
    network.mark(2).unwrap();
    let leaf = inference_staking_test_kit::world::leaf(&operator, 10, 0);
    let tree = inference_staking_test_kit::epochs::EpochTree::new(2, vec![leaf]);
    network.publish(2, tree.record_args(10_000 * ONE, 0)).unwrap();
    assert_eq!(liabilities(&mut network).0, 20_000 * ONE);
    assert_eq!(network.balance(&address::reward_vault()), 20_000 * ONE);
}

#[test]
fn an_empty_and_closed_pool_is_swept_to_the_last_unit() {
    let World { mut network, operator, alice, bob } = tiny_pool(3, 3, 1);
    donate(&mut network, &operator, 5);
    close(&mut network, &operator).unwrap();
    for staker in [&operator, &alice, &bob] {
        let shares = network.record_of(staker).shares;
        network.unstake(staker, shares).unwrap();
    }
    network.pass_time(14 * DAY);
    for staker in [&operator, &alice, &bob] {
        network.claim_unstake(staker).unwrap();
    }
    sweep_surplus(&mut network, &operator).unwrap();
    assert_eq!(network.balance(&pool_vault(&operator)), 0);
}

#[test]
fn a_vault_that_holds_less_than_it_owes_is_not_swept() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    set_balance(&mut network, &pool_vault(&operator), 10_000 * ONE - 1);
    refuses(&mut network, StakingError::NoVaultSurplus, |n| sweep_surplus(n, &operator));
}
