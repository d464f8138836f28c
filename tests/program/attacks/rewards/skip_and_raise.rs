//! Skip a funded epoch, announce a raise to 100 %, and catch up when it holds; laundered over two raises.

use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::Staker;

use crate::chain::TestNetwork;
use crate::world::*;

/// The pool of three in a network that allows commissions of 100 %.
fn pool_that_may_take_everything() -> World {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let args = UpdatePoolOverviewArgs { max_commission_bps: Some(10_000), ..Default::default() };
    update_overview(&mut network, args).unwrap();
    World { network, operator, alice, bob }
}

/// Publishes `epoch` with 5,000 tokens and 1,000 USDC for the pool, which skips it when it can.
fn skip(network: &mut TestNetwork, operator: &Staker, epoch: u64) -> EpochTree {
    let tree = publish(network, epoch, vec![leaf(operator, 5_000 * ONE, 1_000 * ONE)], 1_000 * ONE);
    network.pass_time(3 * DAY);
    bypass(network, operator, epoch).unwrap();
    tree
}

fn commissions(network: &mut TestNetwork, operator: &Staker) -> (u64, u64) {
    let pool = network.pool_of(operator);
    (pool.reward_commission, pool.usdc_commission)
}

/// Alice leaves with all she has.
fn alice_leaves(network: &mut TestNetwork, alice: &Staker) {
    network.claim_usdc(alice).unwrap();
    network.unstake(alice, 3_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(alice).unwrap();
}

#[test]
fn a_skipped_epoch_is_not_caught_up_at_a_rate_that_was_raised_after_it() {
    let World { mut network, operator, alice, .. } = pool_that_may_take_everything();
    let tree = skip(&mut network, &operator, 1);
    // During epoch 2, with a notice of 2: from epoch 5 on the operator takes everything.
    schedule_commissions(&mut network, &operator, 10_000).unwrap();
    (2..=5).for_each(|epoch| pay_pool(&mut network, &operator, epoch, 0, 0));
    assert_eq!(network.pool_of(&operator).reward_commission_bps, 10_000);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    // 10 % of 5,000 tokens and 20 % of 1,000 USDC, as if it had been accrued at once.
    assert_eq!(commissions(&mut network, &operator), (500 * ONE, 200 * ONE));
    alice_leaves(&mut network, &alice);
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
}

#[test]
fn a_second_skip_at_a_raised_rate_does_not_wash_the_first_one_s_away() {
    let World { mut network, operator, alice, .. } = pool_that_may_take_everything();
    let first = skip(&mut network, &operator, 1);
    schedule_commissions(&mut network, &operator, 5_000).unwrap();
    (2..=4).for_each(|epoch| pay_pool(&mut network, &operator, epoch, 0, 0));
    // Epoch 5 is skipped at 50 %; the next raise holds from epoch 9 on.
    let fifth = skip(&mut network, &operator, 5);
    schedule_commissions(&mut network, &operator, 10_000).unwrap();
    (6..=9).for_each(|epoch| pay_pool(&mut network, &operator, epoch, 0, 0));
    network.accrue(&operator, 1, first.proof(0)).unwrap();
    assert_eq!(commissions(&mut network, &operator), (500 * ONE, 200 * ONE));
    // The epoch that was skipped at 50 % is caught up no dearer than the one beside which it lay.
    network.accrue(&operator, 5, fifth.proof(0)).unwrap();
    assert_eq!(commissions(&mut network, &operator), (1_000 * ONE, 400 * ONE));
    alice_leaves(&mut network, &alice);
    // 3 of 10 of 9,000 tokens and 1,600 USDC.
    assert_eq!(gained(&mut network, &alice), (tokens(2_700), 480 * ONE));
}
