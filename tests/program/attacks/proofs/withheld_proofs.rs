//! Proofs withheld: nobody can exit.

use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_localnet::network::{DAY, ONE};

use crate::world::*;

#[test]
fn delegators_leave_although_all_proofs_are_withheld() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    // Epoch 2 has a root and nobody publishes its leaves; epoch 3 is marked and never completed; all entry and accrual stop.
    publish(&mut network, 2, vec![leaf(&operator, 9_000 * ONE, 900 * ONE)], 900 * ONE);
    network.pass_time(DAY);
    network.mark(3).unwrap();
    let stop = UpdatePoolOverviewArgs { staking_halted: Some(true), accrual_halted: Some(true), ..Default::default() };
    update_overview(&mut network, stop).unwrap();
    halt(&mut network, &operator);

    for (delegator, shares) in [(&alice, 3_000), (&bob, 5_000)] {
        network.claim_usdc(delegator).unwrap();
        network.unstake(delegator, shares * ONE).unwrap();
    }
    network.pass_time(7 * DAY);
    for delegator in [&alice, &bob] {
        network.claim_unstake(delegator).unwrap();
    }
    // All that epoch 1 paid them: 1.45 tokens and 0.08 USDC a share.
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
}
