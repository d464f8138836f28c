//! After a pool closes, delegators cannot claim USDC and the operator sweeps it.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};

use crate::world::*;

#[test]
fn a_closed_pools_operator_cannot_sweep_what_delegators_may_claim() {
    // One base unit more than 1,000 USDC: 800.000001 for 10,000 shares. Nobody can claim 0.3, 0.5 or 0.2 of the unit.
    let World { mut network, operator, alice, bob } = pool_of_three();
    pay_pool(&mut network, &operator, 1, 5_000 * ONE, 1_000 * ONE + 1);
    refuses(&mut network, StakingError::PoolNotClosed, |network| sweep(network, &operator));
    // The pool closes with epoch 2 as its last and does not pass it. Alice claims all the same.
    close_pool(&mut network, &operator).unwrap();
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 240 * ONE);

    refuses(&mut network, StakingError::PoolNotEmpty, |network| sweep(network, &operator));
    for (staker, shares) in [(&operator, 2_000), (&alice, 3_000), (&bob, 5_000)] {
        network.unstake(staker, shares * ONE).unwrap();
    }
    network.pass_time(14 * DAY);
    for staker in [&operator, &alice, &bob] {
        network.claim_unstake(staker).unwrap();
    }
    refuses(&mut network, StakingError::PoolBehind, |network| sweep(network, &operator));
    pay_pool(&mut network, &operator, 2, 0, 0);

    // The operator sweeps first, and gets the unit that nobody could claim.
    sweep(&mut network, &operator).unwrap();
    assert_eq!(network.usdc_of(&operator), 1);
    refuses(&mut network, StakingError::NothingToSweep, |network| sweep(network, &operator));
    // Bob left long ago and never claimed.
    network.pass_time(365 * DAY);
    network.claim_usdc(&bob).unwrap();
    network.claim_usdc(&operator).unwrap();
    // 3,000, 5,000 and 2,000 shares at 1.45, less what they had staked.
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
    assert_eq!(gained(&mut network, &operator), (tokens(900), 160 * ONE + 1));
    // The operator's USDC commission is what is left of 1,000.000001.
    assert_eq!(vaults(&mut network).1, 200 * ONE);
    assert_eq!(liabilities(&mut network).1, 200 * ONE);
}
