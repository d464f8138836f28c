//! `withdraw_operator_usdc_commission`: what it pays and when it is refused. What its accounts must be is in `admin_payout`.

use inference_staking_client::events::{CommissionWithdrawn, PoolState};
use inference_staking_client::state::{OperatorPool, PoolOverview};
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE, START_TIME};
use inference_staking_localnet::Chain;

use crate::operator_pool::world::*;

#[test]
fn usdc_commission_is_paid_out_of_the_usdc_vault() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let (pool, overview) = (network.pool_of(&operator), network.overview().unwrap());
    assert_eq!(overview.usdc_liability, 1_000 * ONE);
    let executed = withdraw_usdc(&mut network, &operator).unwrap();
    assert_state(&network.pool_of(&operator), &OperatorPool { usdc_commission: 0, event_sequence: 10, ..pool });
    assert_state(&network.overview().unwrap(), &PoolOverview { usdc_liability: 800 * ONE, ..overview });
    assert_eq!(network.usdc_of(&operator), 200 * ONE);
    assert_eq!(network.balance(&address::usdc_vault()), 800 * ONE);
    assert_eq!(network.balance(&address::reward_vault()), 10_000 * ONE);
    let told = CommissionWithdrawn {
        operator_pool: operator.record.operator_pool,
        admin: operator.key(),
        destination: usdc_account(&network, &operator),
        mint: network.mints.usdc,
        amount: 200 * ONE,
        liability: 800 * ONE,
        epoch: 2,
        pool: PoolState { usdc_commission: 0, ..paid_pool_state(10) },
    };
    assert_eq!(only_event::<CommissionWithdrawn>(&executed), told);
}

#[test]
fn a_usdc_commission_is_paid_once() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    withdraw_usdc(&mut network, &operator).unwrap();
    refuses(&mut network, StakingError::NoCommissionToWithdraw, |n| withdraw_usdc(n, &operator));
    // The next epoch's 20 %.
    pay_pool(&mut network, &operator, 2, 100, 10);
    withdraw_usdc(&mut network, &operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 200 * ONE + 2);
}

#[test]
fn a_pool_that_is_owed_no_usdc_withdraws_none() {
    let World { mut network, operator, .. } = pool_of_three();
    refuses(&mut network, StakingError::NoCommissionToWithdraw, |n| withdraw_usdc(n, &operator));
    // One unit of USDC commission.
    pay_pool(&mut network, &operator, 1, 9, 5);
    withdraw_usdc(&mut network, &operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 1);
}

#[test]
fn a_halted_pool_pays_no_usdc_commission() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    set_halt(&mut network, &operator, true);
    refuses(&mut network, StakingError::PoolHalted, |n| withdraw_usdc(n, &operator));
    set_halt(&mut network, &operator, false);
    withdraw_usdc(&mut network, &operator).unwrap();
}

#[test]
fn a_withdrawal_halt_stops_a_usdc_commission_until_exactly_its_end() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let end = START_TIME + 14 * DAY;
    halt_withdrawals_until(&mut network, end);
    for time in [START_TIME, end - 1] {
        network.chain.set_time(time);
        refuses(&mut network, StakingError::WithdrawalsHalted, |n| withdraw_usdc(n, &operator));
    }
    network.chain.set_time(end);
    withdraw_usdc(&mut network, &operator).unwrap();
}

#[test]
fn other_halts_and_a_finalizing_epoch_stop_no_usdc_commission_of_a_closed_pool() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    network.pass_time(DAY);
    network.mark(2).unwrap();
    change_overview(&mut network, |overview| {
        overview.staking_halted = 1;
        overview.accrual_halted = 1;
    });
    close(&mut network, &operator).unwrap();
    withdraw_usdc(&mut network, &operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 200 * ONE);
}

#[test]
fn one_pools_usdc_commission_leaves_anothers() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    let other = network.operator("other operator", 1_000 * ONE);
    pay_pool(&mut network, &other, 2, 50 * ONE, 10 * ONE);
    withdraw_usdc(&mut network, &other).unwrap();
    assert_eq!(network.usdc_of(&other), 2 * ONE);
    assert_eq!(network.pool_of(&operator).usdc_commission, 200 * ONE);
}

#[test]
fn a_usdc_vault_that_would_hold_less_than_it_owes_pays_no_commission() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    set_balance(&mut network, &address::usdc_vault(), 1_000 * ONE - 1);
    refuses(&mut network, StakingError::UsdcVaultUnderfunded, |n| withdraw_usdc(n, &operator));
}

#[test]
fn a_usdc_commission_above_the_liability_is_refused() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    change_overview(&mut network, |overview| overview.usdc_liability = 200 * ONE - 1);
    refuses(&mut network, StakingError::MathOverflow, |n| withdraw_usdc(n, &operator));
}
