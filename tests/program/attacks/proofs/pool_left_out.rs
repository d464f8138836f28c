//! A record that pays leaves a pool out, so that there is no proof which would open the pool's gate again.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};

use crate::world::*;

#[test]
fn nothing_becomes_shares_of_a_pool_that_a_record_leaves_out_for_8_epochs_and_everybody_leaves() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let second = network.operator("second operator", 1_000 * ONE);
    network.stake(&alice, ONE).unwrap();
    let carol = depositor_with(&mut network, "carol", &operator, 7 * ONE);
    publish(&mut network, 1, vec![leaf(&second, 5_000 * ONE, 0)], 0);
    activation_refused(&mut network, &alice, StakingError::PoolBehind);
    network.pass_time(3 * DAY);
    bypass(&mut network, &operator, 1).unwrap();
    activation_refused(&mut network, &alice, StakingError::SkippedLately);
    // What never became shares leaves as it came, and shares leave too.
    unstake_activating(&mut network, &carol, 7 * ONE).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    // It was skipped when epoch 1 was complete: epoch 9 opens the gate.
    for epoch in 2..=8 {
        pass_epoch(&mut network, &operator, epoch);
        activation_refused(&mut network, &alice, StakingError::SkippedLately);
    }
    pass_epoch(&mut network, &operator, 9);
    network.activate(&alice).unwrap();
    for out in [&carol, &bob] {
        network.claim_unstake(out).unwrap();
        assert_eq!(gained(&mut network, out), (tokens(0), 0));
    }
}

#[test]
fn a_pool_that_a_record_leaves_out_passes_it_at_once_when_nothing_is_left_in_it() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    let second = network.operator("second operator", 1_000 * ONE);
    network.stake(&alice, ONE).unwrap();
    let tree = publish(&mut network, 1, vec![leaf(&second, EMISSION, 0)], 0);
    network.accrue(&second, 1, tree.proof(0)).unwrap();
    bypass(&mut network, &operator, 1).unwrap();
    network.activate(&alice).unwrap();
}
