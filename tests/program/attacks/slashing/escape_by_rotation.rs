//! Halted operator points the pool at another record holding the minimum; the big one leaves as a delegator.

use inference_staking_client::{args, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};

use crate::world::*;

#[test]
fn a_halted_operator_cannot_escape_by_pointing_the_pool_at_another_record() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let straw = delegator_with(&mut network, "straw man", &operator, 1_000 * ONE);
    halt(&mut network, &operator);
    refuses(&mut network, StakingError::PoolHalted, |network| rotate(network, &operator, &straw));
    // Nor at one that holds more.
    refuses(&mut network, StakingError::PoolHalted, |network| rotate(network, &operator, &bob));
    refuses(&mut network, StakingError::OperatorHalted, |network| network.unstake(&operator, 2_000 * ONE));

    network.pass_time(2 * DAY);
    slash(&mut network, operator.record, 2_000 * ONE, 0).unwrap();
    assert_eq!(slashed(&mut network), 2_000 * ONE);
    // The delegators lose nothing, and leave a pool that is still halted.
    for (delegator, shares) in [(&alice, 3_000), (&bob, 5_000), (&straw, 1_000)] {
        network.unstake(delegator, shares * ONE).unwrap();
    }
    network.pass_time(7 * DAY);
    for delegator in [&alice, &bob, &straw] {
        network.claim_unstake(delegator).unwrap();
        assert_eq!(gained(&mut network, delegator), (0, 0));
    }
    assert_eq!(gained(&mut network, &operator), (tokens(-2_000), 0));
}

#[test]
fn an_operator_that_fears_a_halt_cannot_put_a_smaller_record_in_its_place() {
    let World { mut network, operator, .. } = pool_of_three();
    let straw = delegator_with(&mut network, "straw man", &operator, 1_000 * ONE);
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |network| rotate(network, &operator, &straw));
    // Half of it in cooldown counts like all of it staked, and so does what is activating in the new one.
    network.unstake(&operator, 1_000 * ONE).unwrap();
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |network| rotate(network, &operator, &straw));
    network.stake(&straw, 1_000 * ONE - 1).unwrap();
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |network| rotate(network, &operator, &straw));
    network.stake(&straw, 1).unwrap();
    rotate(&mut network, &operator, &straw).unwrap();
    // It cannot go back to what is left of the old one, and the 2,000 of the new one are what the slash takes.
    let leave = args::Unstake { shares: 0, activating: 1_000 * ONE, ticket: None };
    network.send(&[ix::unstake_of(straw.record, leave)], &[&straw.wallet]).unwrap();
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |network| rotate(network, &operator, &operator));
    halt(&mut network, &operator);
    network.pass_time(2 * DAY);
    refuses(&mut network, StakingError::WrongOperatorRecord, |network| slash(network, operator.record, 1, 0));
    slash(&mut network, straw.record, 1_000 * ONE, 1_000 * ONE).unwrap();
    assert_eq!(slashed(&mut network), 2_000 * ONE);
}
