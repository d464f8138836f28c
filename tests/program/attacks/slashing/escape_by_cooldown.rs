//! Operator unstakes first, is halted in cooldown, claims later.

use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};

use crate::world::*;

#[test]
fn an_operator_cannot_save_its_stake_by_unstaking_before_the_halt() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    // 690 shares at 1.45 are 1,000.5 tokens, the minimum; 1,310 shares are a ticket of 1,899.5.
    network.unstake(&operator, 1_310 * ONE).unwrap();
    // The halt comes in the last second of the cooldown.
    network.pass_time(14 * DAY - 1);
    refuses(&mut network, StakingError::NothingToClaim, |network| network.claim_unstake(&operator));
    halt(&mut network, &operator);
    network.pass_time(1);
    refuses(&mut network, StakingError::OperatorHalted, |network| network.claim_unstake(&operator));
    network.pass_time(2 * DAY - 1);
    refuses(&mut network, StakingError::OperatorHalted, |network| network.claim_unstake(&operator));
    slash(&mut network, operator.record, 690 * ONE, 1_899_500_000).unwrap();
    assert_eq!(slashed(&mut network), 2_900 * ONE);

    for (delegator, shares) in [(&alice, 3_000), (&bob, 5_000)] {
        network.claim_usdc(delegator).unwrap();
        network.unstake(delegator, shares * ONE).unwrap();
    }
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    network.claim_unstake(&bob).unwrap();
    // 4,350 and 7,250 tokens at 1.45.
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
    assert_eq!(gained(&mut network, &operator), (tokens(-2_000), 0));
}

#[test]
fn an_operators_cooldown_cannot_be_shorter_than_the_slashing_delay() {
    let World { mut network, .. } = pool_of_three();
    let delay = |seconds| UpdatePoolOverviewArgs { operator_unstake_delay: Some(seconds), ..Default::default() };
    refuses(&mut network, StakingError::OperatorDelayBelowSlashingDelay, |network| {
        update_overview(network, delay(2 * 86_400 - 1))
    });
    let slashing = UpdatePoolOverviewArgs { slashing_delay: Some(14 * 86_400 + 1), ..Default::default() };
    refuses(&mut network, StakingError::OperatorDelayBelowSlashingDelay, |network| update_overview(network, slashing));
    update_overview(&mut network, delay(2 * 86_400)).unwrap();
}

#[test]
fn an_operator_cannot_save_its_stake_by_closing_its_pool_and_unstaking_everything() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    close_pool(&mut network, &operator).unwrap();
    network.unstake(&operator, 2_000 * ONE).unwrap();
    network.pass_time(13 * DAY);
    halt(&mut network, &operator);
    network.pass_time(2 * DAY);
    refuses(&mut network, StakingError::OperatorHalted, |network| network.claim_unstake(&operator));
    slash(&mut network, operator.record, 0, 2_900 * ONE).unwrap();
    assert_eq!(slashed(&mut network), 2_900 * ONE);
    // Alice leaves the closed and halted pool with all she has.
    network.claim_usdc(&alice).unwrap();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
}
