//! A pool closes while deposits are activating: they can neither be shares any more nor go, or the operator's record is gone that an
//! activation would read. Against it stand that activating stake leaves by `unstake`, which reads no record of the operator (SPEC 9).

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};

use crate::world::*;

#[test]
fn deposits_leave_a_closed_pool_although_its_operator_is_gone() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    network.stake(&alice, 500 * ONE).unwrap();
    let depositor = depositor_with(&mut network, "depositor", &operator, 5_000 * ONE);
    network.stake(&operator, 100 * ONE).unwrap();
    close_pool(&mut network, &operator).unwrap();
    // Nothing comes in any more, by no way and for nobody.
    network.unstake(&bob, 5_000 * ONE).unwrap();
    let closed = StakingError::PoolClosed;
    refuses(&mut network, closed, |network| network.stake(&depositor, 1));
    refuses(&mut network, closed, |network| network.activate(&depositor));
    refuses(&mut network, closed, |network| cancel_unstake(network, &bob));
    pay_pool(&mut network, &operator, 2, 0, 0);
    refuses(&mut network, closed, |network| network.activate(&depositor));

    // The operator goes with all it has, its activating tokens last, and closes its record.
    network.unstake(&operator, 2_000 * ONE).unwrap();
    network.claim_usdc(&operator).unwrap();
    withdraw_commissions(&mut network, &operator).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(&operator).unwrap();
    let pool = operator.record.operator_pool;
    refuses(&mut network, StakingError::RecordNotEmpty, |network| close_record_naming(network, &operator, pool));
    unstake_activating(&mut network, &operator, 100 * ONE).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(&operator).unwrap();
    // Alice's shares keep it open, her activating tokens do not.
    refuses(&mut network, StakingError::OperatorRecordInUse, |network| close_record_naming(network, &operator, pool));
    network.unstake(&alice, 3_000 * ONE).unwrap();
    close_record_naming(&mut network, &operator, pool).unwrap();

    refuses(&mut network, closed, |network| network.activate(&depositor));
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    for staker in [&alice, &depositor] {
        leave_whole(&mut network, staker);
    }
    network.claim_unstake(&bob).unwrap();
    network.claim_usdc(&bob).unwrap();
    assert_eq!(gained(&mut network, &depositor), (0, 0));
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
    // 900 of the epoch, 500 of commission; 160 and 200 USDC.
    assert_eq!(gained(&mut network, &operator), (tokens(1_400), 360 * ONE));
    let vault = pool_vault(&operator);
    assert_eq!(network.balance(&vault), 0);
}

#[test]
fn a_sweep_of_usdc_takes_nothing_that_shares_earned_before_they_were_tickets_or_deposits() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    // Alice's shares became activating stake, and with that she settled 240 USDC.
    network.unstake(&alice, 3_000 * ONE).unwrap();
    cancel_unstake(&mut network, &alice).unwrap();
    close_pool(&mut network, &operator).unwrap();
    for (staker, shares) in [(&operator, 2_000), (&bob, 5_000)] {
        network.unstake(staker, shares * ONE).unwrap();
    }
    pay_pool(&mut network, &operator, 2, 0, 0);
    assert_eq!(network.pool_of(&operator).total_activating, 4_350 * ONE);
    refuses(&mut network, StakingError::NothingToSweep, |network| sweep(network, &operator));
    leave_whole(&mut network, &alice);
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
}
