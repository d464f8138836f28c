//! `sweep_closed_pool_usdc_dust`: what is dust, and that nothing else is ever swept (SPEC 9).

use inference_staking_client::events::{ClosedPoolUsdcDustSwept, PoolState};
use inference_staking_client::state::{OperatorPool, PoolOverview};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, START_TIME};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::{Staker, TestNetwork};

use crate::operator_pool::world::*;

/// Everybody unstakes what there is and, after the cooldown, claims the tokens; USDC is settled and stays.
fn everybody_leaves(network: &mut TestNetwork, stakers: [&Staker; 3]) {
    for staker in stakers {
        let shares = network.record_of(staker).shares;
        network.unstake(staker, shares).unwrap();
    }
    network.pass_time(14 * DAY);
    for staker in stakers {
        network.claim_unstake(staker).unwrap();
    }
}

/// A pool of 3, 3 and 1 shares that earned 20 USDC in its last epoch, 1, and that everybody has left. The shares earned
/// 8.57, 8.57 and 2.86, so 8, 8 and 2, and 2 are dust. 14 events: creation, 2 records, 3 stakes, close, accrual, 3 unstakes
/// and 3 claims.
fn left_pool() -> World {
    let World { mut network, operator, alice, bob } = tiny_pool(3, 3, 1);
    close(&mut network, &operator).unwrap();
    pay_pool(&mut network, &operator, 1, 0, 20);
    everybody_leaves(&mut network, [&operator, &alice, &bob]);
    World { network, operator, alice, bob }
}

#[test]
fn the_dust_is_swept_to_the_last_unit_and_no_more() {
    let World { mut network, operator, .. } = left_pool();
    let (pool, overview) = (network.pool_of(&operator), network.overview().unwrap());
    assert_eq!((pool.delegator_usdc, pool.settled_usdc, overview.usdc_liability), (20, 18, 20));
    let executed = sweep(&mut network, &operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 2);
    assert_eq!(network.balance(&address::usdc_vault()), 18);
    assert_state(&network.pool_of(&operator), &OperatorPool { delegator_usdc: 18, event_sequence: 17, ..pool });
    assert_state(&network.overview().unwrap(), &PoolOverview { usdc_liability: 18, ..overview });
    let told = ClosedPoolUsdcDustSwept {
        operator_pool: operator.record.operator_pool,
        admin: operator.key(),
        destination: usdc_account(&network, &operator),
        amount: 2,
        usdc_liability: 18,
        epoch: 2,
        pool: PoolState {
            sequence: 17,
            total_staked_amount: 0,
            total_shares: 0,
            total_unstaking: 0,
            total_activating: 0,
            uncollected_rewards: 0,
            reward_commission: 0,
            usdc_commission: 0,
            delegator_usdc: 18,
            settled_usdc: 18,
            // 20 x 10^18 / 7.
            cumulative_usdc_per_share: 2_857_142_857_142_857_142,
            reward_last_claimed_epoch: 1,
        },
    };
    assert_eq!(only_event::<ClosedPoolUsdcDustSwept>(&executed), told);
}

#[test]
fn what_records_may_still_claim_is_claimed_years_after_the_sweep() {
    let World { mut network, operator, alice, bob } = left_pool();
    network.claim_usdc(&operator).unwrap();
    sweep(&mut network, &operator).unwrap();
    network.pass_time(10 * 365 * DAY);
    refuses(&mut network, StakingError::NothingToSweep, |n| sweep(n, &operator));
    network.claim_usdc(&alice).unwrap();
    network.claim_usdc(&bob).unwrap();
    assert_eq!([&operator, &alice, &bob].map(|staker| network.usdc_of(staker)), [10, 8, 2]);
    assert_eq!(network.balance(&address::usdc_vault()), 0);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.delegator_usdc, pool.settled_usdc, network.overview().unwrap().usdc_liability), (0, 0, 0));
}

#[test]
fn dust_is_swept_once() {
    let World { mut network, operator, .. } = left_pool();
    sweep(&mut network, &operator).unwrap();
    refuses(&mut network, StakingError::NothingToSweep, |n| sweep(n, &operator));
}

#[test]
fn a_pool_whose_usdc_divided_evenly_has_nothing_to_sweep() {
    let World { mut network, operator, alice, bob } = tiny_pool(3, 3, 1);
    close(&mut network, &operator).unwrap();
    pay_pool(&mut network, &operator, 1, 0, 700);
    everybody_leaves(&mut network, [&operator, &alice, &bob]);
    // All 700 are settled, less what rounding the index down costs: 100 each is exact.
    let pool = network.pool_of(&operator);
    assert_eq!((pool.delegator_usdc, pool.settled_usdc), (700, 700));
    refuses(&mut network, StakingError::NothingToSweep, |n| sweep(n, &operator));
}

#[test]
fn commission_owed_is_no_dust() {
    let World { mut network, operator, alice, bob } = tiny_pool(3, 3, 1);
    change_pool(&mut network, &operator, |pool| pool.usdc_commission_bps = 5_000);
    close(&mut network, &operator).unwrap();
    // 20 of 40.
    pay_pool(&mut network, &operator, 1, 0, 40);
    everybody_leaves(&mut network, [&operator, &alice, &bob]);
    sweep(&mut network, &operator).unwrap();
    assert_eq!((network.usdc_of(&operator), network.pool_of(&operator).usdc_commission), (2, 20));
}

#[test]
fn an_open_pool_is_not_swept() {
    let World { mut network, operator, alice, bob } = tiny_pool(3, 3, 1);
    pay_pool(&mut network, &operator, 1, 0, 20);
    everybody_leaves(&mut network, [&operator, &alice, &bob]);
    refuses(&mut network, StakingError::PoolNotClosed, |n| sweep(n, &operator));
}

#[test]
fn a_pool_is_not_swept_before_the_last_share_is_gone_and_tickets_do_not_matter() {
    let World { mut network, operator, alice, bob } = tiny_pool(3, 3, 1);
    close(&mut network, &operator).unwrap();
    pay_pool(&mut network, &operator, 1, 0, 20);
    for (staker, shares) in [(&operator, 3), (&alice, 3)] {
        network.unstake(staker, shares).unwrap();
    }
    network.pass_time(14 * DAY);
    for staker in [&operator, &alice] {
        network.claim_unstake(staker).unwrap();
    }
    // One share and no ticket; then no share and one ticket.
    assert_eq!((network.pool_of(&bob).total_shares, network.pool_of(&bob).total_unstaking), (1, 0));
    refuses(&mut network, StakingError::PoolNotEmpty, |n| sweep(n, &operator));
    network.unstake(&bob, 1).unwrap();
    assert_eq!((network.pool_of(&bob).total_shares, network.pool_of(&bob).total_unstaking), (0, 1));
    sweep(&mut network, &operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 2);
    network.pass_time(7 * DAY);
    network.claim_unstake(&bob).unwrap();
    network.claim_usdc(&bob).unwrap();
    assert_eq!(network.usdc_of(&bob), 2);
}

#[test]
fn a_pool_is_not_swept_before_it_passed_its_last_epoch() {
    let World { mut network, operator, alice, bob } = tiny_pool(3, 3, 1);
    pay_pool(&mut network, &operator, 1, 0, 20);
    close(&mut network, &operator).unwrap();
    everybody_leaves(&mut network, [&operator, &alice, &bob]);
    // L = 1, C = 2.
    refuses(&mut network, StakingError::PoolBehind, |n| sweep(n, &operator));
    let last = publish(&mut network, &operator, 2, 0, 0);
    refuses(&mut network, StakingError::PoolBehind, |n| sweep(n, &operator));
    network.accrue(&operator, 2, last.proof(0)).unwrap();
    sweep(&mut network, &operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 2);
}

#[test]
fn a_last_epoch_counts_as_passed_once_the_128th_record_after_it_is_claimable() {
    let World { mut network, operator, alice, bob } = tiny_pool(3, 3, 1);
    pay_pool(&mut network, &operator, 1, 0, 20);
    close(&mut network, &operator).unwrap();
    everybody_leaves(&mut network, [&operator, &alice, &bob]);
    // L = 1, C = 2 and E = 130, whose record waits for another second.
    let now = network.chain.now();
    change_overview(&mut network, |overview| {
        overview.completed_reward_epoch = 130;
        overview.newest_claimable_from = now + 1;
    });
    refuses(&mut network, StakingError::PoolBehind, |n| sweep(n, &operator));
    network.pass_time(1);
    sweep(&mut network, &operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 2);
}

#[test]
fn a_halted_pool_is_not_swept() {
    let World { mut network, operator, .. } = left_pool();
    set_halt(&mut network, &operator, true);
    refuses(&mut network, StakingError::PoolHalted, |n| sweep(n, &operator));
    set_halt(&mut network, &operator, false);
    sweep(&mut network, &operator).unwrap();
}

#[test]
fn a_withdrawal_halt_stops_the_sweep_until_exactly_its_end() {
    let World { mut network, operator, .. } = left_pool();
    let end = START_TIME + 30 * DAY;
    halt_withdrawals_until(&mut network, end);
    network.chain.set_time(end - 1);
    refuses(&mut network, StakingError::WithdrawalsHalted, |n| sweep(n, &operator));
    network.chain.set_time(end);
    sweep(&mut network, &operator).unwrap();
}

#[test]
fn a_vault_that_would_hold_less_than_it_owes_is_not_swept() {
    let World { mut network, operator, .. } = left_pool();
    set_balance(&mut network, &address::usdc_vault(), 19);
    refuses(&mut network, StakingError::UsdcVaultUnderfunded, |n| sweep(n, &operator));
}

#[test]
fn dust_above_the_liability_is_refused() {
    let World { mut network, operator, .. } = left_pool();
    change_overview(&mut network, |overview| overview.usdc_liability = 1);
    refuses(&mut network, StakingError::MathOverflow, |n| sweep(n, &operator));
}

#[test]
fn a_pool_that_owes_less_than_is_settled_is_refused() {
    let World { mut network, operator, .. } = left_pool();
    change_pool(&mut network, &operator, |pool| pool.delegator_usdc = 17);
    refuses(&mut network, StakingError::InvariantViolated, |n| sweep(n, &operator));
}

#[test]
fn one_pools_sweep_takes_nothing_of_another() {
    let World { mut network, operator, .. } = left_pool();
    let other = network.operator("other operator", 7);
    pay_pool(&mut network, &other, 2, 0, 20);
    sweep(&mut network, &operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 2);
    assert_eq!(network.pool_of(&other).delegator_usdc + network.pool_of(&other).usdc_commission, 20);
    refuses(&mut network, StakingError::PoolNotClosed, |n| sweep(n, &other));
}

#[test]
fn usdc_of_epochs_in_which_nobody_had_shares_is_no_dust() {
    let World { mut network, operator, alice, bob } = tiny_pool(3, 3, 1);
    change_pool(&mut network, &operator, |pool| pool.usdc_commission_bps = 5_000);
    let skipped = publish(&mut network, &operator, 1, 0, 40);
    network.pass_time(3 * DAY);
    bypass(&mut network, &operator, 1).unwrap();
    pay_pool(&mut network, &operator, 2, 0, 40);
    close(&mut network, &operator).unwrap();
    everybody_leaves(&mut network, [&operator, &alice, &bob]);
    // Of the last epoch, 3, the operator gets 50; the holders' 50 stay in the record.
    pay_pool(&mut network, &operator, 3, 0, 100);
    assert_eq!(network.pool_of(&operator).usdc_commission, 70);
    sweep(&mut network, &operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 2);
    // Neither does the epoch that is caught up after the sweep bring any.
    network.accrue(&operator, 1, skipped.proof(0)).unwrap();
    assert_eq!(network.pool_of(&operator).usdc_commission, 90);
    refuses(&mut network, StakingError::NothingToSweep, |n| sweep(n, &operator));
    assert_eq!(
        (network.reward_record(1).unwrap().remaining_usdc, network.reward_record(3).unwrap().remaining_usdc),
        (20, 50)
    );
}
