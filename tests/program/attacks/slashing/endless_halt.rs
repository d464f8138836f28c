//! Halting again resets the slashing clock for ever.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::Chain;

use crate::world::*;

#[test]
fn halting_again_does_not_push_the_slash_back() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    halt(&mut network, &operator);
    let halted_since = network.chain.now();
    // A friend of the operator among the halt authorities halts the pool again every six hours, and just before the end.
    for _ in 0..7 {
        network.pass_time(DAY / 4);
        halt(&mut network, &operator);
    }
    network.pass_time(DAY / 4 - 1);
    halt(&mut network, &operator);
    assert_eq!(network.pool_of(&operator).halted_since, halted_since);
    refuses(&mut network, StakingError::SlashingDelayNotOver, |network| slash(network, operator.record, ONE, 0));
    network.pass_time(1);
    slash(&mut network, operator.record, 2_000 * ONE, 0).unwrap();
    assert_eq!(slashed(&mut network), 2_000 * ONE);

    for (delegator, shares) in [(&alice, 3_000), (&bob, 5_000)] {
        network.unstake(delegator, shares * ONE).unwrap();
    }
    network.pass_time(7 * DAY);
    for delegator in [&alice, &bob] {
        network.claim_unstake(delegator).unwrap();
        assert_eq!(gained(&mut network, delegator), (0, 0));
    }
}
