//! Leaves sum above the record's totals; late pools or other epochs pay.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};

use crate::world::*;

#[test]
fn leaves_above_an_epochs_totals_take_nothing_of_other_epochs_or_pools() {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let greedy = network.operator("greedy", 1_000 * ONE);
    let honest = [leaf(&operator, 5_000 * ONE, 1_000 * ONE), leaf(&greedy, 0, 0)];
    let first = publish(&mut network, 1, honest.to_vec(), 1_000 * ONE);
    // Epoch 2 has 10,000 tokens and 500 USDC. Its leaves pay the greedy pool all of it, twice, and others a unit each.
    let all = leaf(&greedy, EMISSION, 500 * ONE);
    let leaves = vec![all, all, leaf(&operator, 1, 0), leaf(&operator, 0, 1)];
    let second = publish(&mut network, 2, leaves, 500 * ONE);

    network.accrue(&greedy, 1, first.proof(1)).unwrap();
    network.accrue(&greedy, 2, second.proof(0)).unwrap();
    refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(&greedy, 2, second.proof(1)));
    // The greedy operator takes out all it can: 1,000 tokens and 100 USDC of commission, 9,000 and 400 as the only holder.
    withdraw_commissions(&mut network, &greedy).unwrap();
    network.claim_usdc(&greedy).unwrap();
    close_pool(&mut network, &greedy).unwrap();
    network.unstake(&greedy, 1_000 * ONE).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(&greedy).unwrap();
    assert_eq!(gained(&mut network, &greedy), (tokens(10_000), 500 * ONE));

    // The late pool is paid for epoch 1 in full. For epoch 2 not a unit is left, though the vaults hold more.
    network.accrue(&operator, 1, first.proof(0)).unwrap();
    refuses(&mut network, StakingError::LeafExceedsRecord, |network| network.accrue(&operator, 2, second.proof(2)));
    refuses(&mut network, StakingError::LeafExceedsRecord, |network| network.accrue(&operator, 2, second.proof(3)));
    for (delegator, shares) in [(&alice, 3_000), (&bob, 5_000)] {
        network.claim_usdc(delegator).unwrap();
        network.unstake(delegator, shares * ONE).unwrap();
    }
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    network.claim_unstake(&bob).unwrap();
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
    // 5,000 in record 1 and 500 of commission, the pool's 4,500 are collected; 200 of commission and 160 USDC of the operator.
    assert_eq!(liabilities(&mut network), (5_500 * ONE, 360 * ONE));
    assert_eq!(vaults(&mut network), (5_500 * ONE, 360 * ONE));
}
