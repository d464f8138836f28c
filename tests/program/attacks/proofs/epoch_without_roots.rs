//! Epoch published without roots freezes every pool for ever.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};

use crate::world::*;

#[test]
fn an_epoch_without_roots_freezes_no_pool() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let second = network.operator("second operator", 1_000 * ONE);
    let carol = network.delegator("carol", &second);
    network.stake(&alice, 1_000 * ONE).unwrap();
    network.stake(&carol, 1_000 * ONE).unwrap();
    publish_without_roots(&mut network, 1);
    activation_refused(&mut network, &alice, StakingError::PoolBehind);
    activation_refused(&mut network, &carol, StakingError::PoolBehind);
    // In the same second anyone, not an operator, takes both pools past it.
    bypass(&mut network, &operator, 1).unwrap();
    bypass(&mut network, &second, 1).unwrap();
    network.activate(&alice).unwrap();
    network.activate(&carol).unwrap();

    // Epoch 2 pays as ever: 4,950 of 5,500 tokens and 880 of 1,100 USDC to 11,000 shares, 900 and 80 to 2,000.
    let leaves = vec![leaf(&operator, 5_500 * ONE, 1_100 * ONE), leaf(&second, 1_000 * ONE, 100 * ONE)];
    let tree = publish(&mut network, 2, leaves, 1_200 * ONE);
    network.accrue(&operator, 2, tree.proof(0)).unwrap();
    network.accrue(&second, 2, tree.proof(1)).unwrap();
    for (delegator, shares) in [(&alice, 4_000), (&bob, 5_000), (&carol, 1_000)] {
        network.claim_usdc(delegator).unwrap();
        network.unstake(delegator, shares * ONE).unwrap();
    }
    network.pass_time(7 * DAY);
    for delegator in [&alice, &bob, &carol] {
        network.claim_unstake(delegator).unwrap();
    }
    // 1.45 tokens and 0.08 USDC a share in the first pool; 1.45 and 0.04 in the second.
    assert_eq!(gained(&mut network, &alice), (tokens(1_800), 320 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
    assert_eq!(gained(&mut network, &carol), (tokens(450), 40 * ONE));
}
