//! Pool admin skips a funded epoch to hurt delegators.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};

use crate::world::*;

#[test]
fn a_pool_admin_cannot_make_delegators_lose_a_funded_epoch() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let tree = publish(&mut network, 1, vec![leaf(&operator, 5_000 * ONE, 1_000 * ONE)], 1_000 * ONE);
    refuses(&mut network, StakingError::BypassTooSoon, |network| bypass(network, &operator, 1));
    network.pass_time(3 * DAY - 1);
    refuses(&mut network, StakingError::BypassTooSoon, |network| bypass(network, &operator, 1));
    network.pass_time(1);
    bypass(&mut network, &operator, 1).unwrap();
    // The operator goes on as if nothing were owed, and passes another epoch.
    pay_pool(&mut network, &operator, 2, 0, 0);
    // A delegator brings the proof; the operator cannot skip what is paid, nor be paid for it again.
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| bypass(network, &operator, 1));
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&operator, 1, tree.proof(0)));

    for (delegator, shares) in [(&alice, 3_000), (&bob, 5_000)] {
        network.claim_usdc(delegator).unwrap();
        network.unstake(delegator, shares * ONE).unwrap();
    }
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    network.claim_unstake(&bob).unwrap();
    // As if it had been accrued at once: 4,500 of 5,000 tokens and 800 of 1,000 USDC to 10,000 shares.
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
}

#[test]
fn a_pool_admin_cannot_skip_an_epoch_and_raise_its_commission_before_anyone_can_accrue_it() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let tree = publish(&mut network, 1, vec![leaf(&operator, 5_000 * ONE, 1_000 * ONE)], 1_000 * ONE);
    network.pass_time(3 * DAY);
    bypass(&mut network, &operator, 1).unwrap();
    // During epoch 2: the raise to 50 % holds from epoch 5 on. Until the pool passes epoch 5 the old rates are active.
    schedule_commissions(&mut network, &operator, 5_000).unwrap();
    (2..=4).for_each(|epoch| pay_pool(&mut network, &operator, epoch, 0, 0));
    publish(&mut network, 5, vec![leaf(&operator, 0, 0)], 0);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();

    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (500 * ONE, 200 * ONE));
    network.claim_usdc(&alice).unwrap();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
}
