//! Announced decrease withdrawn in the slot of the mark.

use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdateOperatorPoolArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use solana_signer::Signer;

use crate::world::*;

#[test]
fn a_decrease_that_was_announced_cannot_be_withdrawn_in_the_transaction_that_marks_the_epoch() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    // Who believes that the pool takes nothing from epoch 2 on has more of its shares from epoch 1 on.
    schedule_commissions(&mut network, &operator, 0).unwrap();
    network.buy_shares(&alice, 5_000 * ONE).unwrap();
    let authority = network.reward_authority.insecure_clone();
    let mark = ix::mark_epoch_as_finalizing(authority.pubkey(), 1);
    // Both active rates, each alone, in front of the mark and behind it.
    let withdrawals = [(Some(1_000), Some(2_000)), (Some(1_000), None), (None, Some(2_000))];
    for (reward_commission_bps, usdc_commission_bps) in withdrawals {
        let args = UpdateOperatorPoolArgs { reward_commission_bps, usdc_commission_bps, ..Default::default() };
        let withdraw = ix::update_operator_pool(operator.key(), operator.record.operator_pool, args);
        let signers = [&authority, &operator.wallet];
        refuses(&mut network, StakingError::AnnouncedDecreaseStands, |network| {
            network.send(&[withdraw.clone(), mark.clone()], &signers)
        });
        refuses(&mut network, StakingError::ScheduledCommissionHolds, |network| {
            network.send(&[mark.clone(), withdraw], &signers)
        });
    }
    pay_pool(&mut network, &operator, 1, 0, 0);
    pay_pool(&mut network, &operator, 2, 1_500 * ONE, 150 * ONE);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (0, 0));
    // 8,000 of 15,000 shares: 800 of 1,500 tokens and 80 of 150 USDC.
    network.claim_usdc(&alice).unwrap();
    network.unstake(&alice, 8_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(gained(&mut network, &alice), (tokens(800), 80 * ONE));
}

#[test]
fn nor_can_it_be_watered_down_to_a_decrease_by_a_basis_point_that_would_hold_later() {
    let World { mut network, operator, .. } = pool_of_three();
    schedule_commissions(&mut network, &operator, 0).unwrap();
    for bps in [0, 1, 999, 1_000, 1_001, 2_000, 5_000] {
        refuses(&mut network, StakingError::AnnouncedDecreaseStands, |network| {
            schedule_commissions(network, &operator, bps)
        });
    }
    // A further decrease would also put the first one off by an epoch.
    pay_pool(&mut network, &operator, 1, 0, 0);
    refuses(&mut network, StakingError::ScheduledCommissionHolds, |network| {
        schedule_commissions(network, &operator, 1_000)
    });
    pay_pool(&mut network, &operator, 2, 1_000 * ONE, 100 * ONE);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.reward_commission, pool.usdc_commission), (0, 0));
}
