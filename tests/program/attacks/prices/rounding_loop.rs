//! Rounding loop: stake, activate and unstake many times to gain a unit.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::actors::activate_return;
use inference_staking_test_kit::{assert_refused, Staker};

use super::random_play::Play;
use crate::chain::TestNetwork;
use crate::world::*;

/// 10 base units for 7 shares: the operator has 3 of them and Alice 4; 3 units came as rewards. Mallory has 1,000,000
/// tokens and no share. No commission and no minimum.
fn ten_tokens_for_seven_shares() -> (TestNetwork, Staker, Staker, Staker) {
    let mut network = network_issuing(vec![3]);
    let operator = network.operator_with("operator", 3, free_pool_args());
    let alice = network.delegator("alice", &operator);
    let mallory = network.delegator("mallory", &operator);
    network.buy_shares(&alice, 4).unwrap();
    let tree = network.publish_leaves(1, vec![leaf(&operator, 3, 0)], 3, 0);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (10, 7));
    (network, operator, alice, mallory)
}

#[test]
fn each_round_of_a_loop_costs_its_rounding() {
    let (mut network, operator, alice, mallory) = ten_tokens_for_seven_shares();
    // Two units buy one share of T / 7 <= 2; it is worth floor((T + 2) / 8): 1 at 12, 13, 14 and 15, and 2 at 16. Two units
    // never buy a second one, so nothing is left of them.
    let rounds = [(2, 1, 11), (2, 1, 12), (2, 1, 13), (2, 1, 14), (2, 2, 14), (2, 2, 14), (2, 2, 14)];
    let mut tokens = 1_000_000 * ONE;
    for (cost, paid, left) in rounds {
        let activated = activate_return(&network.buy_shares(&mallory, 2).unwrap());
        assert_eq!((activated.cost, activated.shares, activated.left), (cost, 1, 0));
        network.unstake(&mallory, 1).unwrap();
        network.pass_time(7 * DAY);
        network.claim_unstake(&mallory).unwrap();
        tokens = tokens - cost + paid;
        assert_eq!(network.tokens_of(&mallory), tokens);
        assert_eq!(network.pool_of(&operator).total_staked_amount, left);
    }
    assert_eq!(tokens, 1_000_000 * ONE - 4);
    // The four units are the holders': Alice's 4 shares are worth 8 instead of 5.
    network.unstake(&alice, 4).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE - 4 + 8);
}

#[test]
fn shares_in_pieces_pay_no_more_than_at_once() {
    // At once: floor(4 x 10 / 7) = 5.
    let (mut network, _, alice, _) = ten_tokens_for_seven_shares();
    network.unstake(&alice, 4).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE + 1);
    // One by one: floor(10 / 7), floor(9 / 6), floor(8 / 5), floor(7 / 4), each 1. The operator's 3 are worth 6.
    let (mut network, operator, alice, _) = ten_tokens_for_seven_shares();
    for _ in 0..4 {
        network.unstake(&alice, 1).unwrap();
    }
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares), (6, 3));
}

#[test]
fn deposits_in_pieces_buy_no_more_than_at_once() {
    let (mut network, operator, _, mallory) = ten_tokens_for_seven_shares();
    // 1 unit buys floor(7 / 10) = 0 shares; it is not swallowed, and waits for the next.
    assert_refused(network.buy_shares(&mallory, 1), StakingError::DepositBuysNoShare);
    // 3 units buy floor(21 / 10) = 2 shares for ceil(20 / 7) = 3.
    let activated = activate_return(&network.buy_shares(&mallory, 2).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (3, 2, 0));
    // 20 units at 13 / 9 buy floor(180 / 13) = 13 shares for ceil(169 / 9) = 19; the twentieth stays activating.
    let activated = activate_return(&network.buy_shares(&mallory, 20).unwrap());
    assert_eq!((activated.cost, activated.shares, activated.left), (19, 13, 1));
    assert_eq!(network.tokens_of(&mallory), 1_000_000 * ONE - 23);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_activating), (32, 1));
}

#[test]
fn leaving_before_the_activation_brings_exactly_what_was_brought() {
    let (mut network, operator, _, mallory) = ten_tokens_for_seven_shares();
    for _ in 0..10 {
        network.stake(&mallory, 3).unwrap();
        unstake_activating(&mut network, &mallory, 3).unwrap();
        network.pass_time(7 * DAY);
        network.claim_unstake(&mallory).unwrap();
    }
    // Round and round between a ticket and activating stake.
    network.stake(&mallory, 3).unwrap();
    for _ in 0..10 {
        unstake_activating(&mut network, &mallory, 3).unwrap();
        cancel_unstake(&mut network, &mallory).unwrap();
    }
    leave_whole(&mut network, &mallory);
    assert_eq!(network.tokens_of(&mallory), 1_000_000 * ONE);
    let pool = network.pool_of(&operator);
    assert_eq!((pool.total_staked_amount, pool.total_shares, pool.total_activating), (10, 7, 0));
}

#[test]
fn hundreds_of_random_rounds_gain_nothing() {
    let mut gained = 0;
    for seed in [1, 2, 3] {
        let (mut network, operator, alice, mallory) = ten_tokens_for_seven_shares();
        // Mallory keeps 100 units to play with; few enough that rounding matters.
        let everything = stake_account(&network, &mallory);
        let alices = stake_account(&network, &alice);
        send_tokens(&mut network, &mallory, &everything, &alices, 1_000_000 * ONE - 100);
        let mut play = Play::new(network, operator, vec![mallory, alice], seed);
        // Only Mallory plays.
        let alice = play.holders.pop().unwrap();
        play.tokens -= play.network.tokens_of(&alice);
        for _ in 0..200 {
            play.step();
        }
        play.leave(0);
        assert!(play.played >= 50, "only {} of 200 went through", play.played);
        let mallorys = play.network.tokens_of(&play.holders[0]);
        let pool = play.network.pool_of(&play.operator);
        assert!(mallorys <= 100);
        // What Mallory lost is what the seven shares gained: neither tickets nor activating stake kept any of it.
        assert_eq!((100 - mallorys, pool.total_shares), (pool.total_staked_amount - 10, 7));
        assert_eq!((pool.total_unstaking, pool.total_activating), (0, 0));
        gained += pool.total_staked_amount - 10;
    }
    assert!(gained > 0, "no rounding happened at all");
}
