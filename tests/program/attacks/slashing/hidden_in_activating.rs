//! Ticket to activating stake, to hide it from a slash. Against it stand that activating stake of the operator can be slashed, that a
//! halted operator moves none of it, and that a rotation counts it (SPEC 7, SPEC 8, SPEC 9).

use inference_staking_client::instruction as ix;
use inference_staking_client::{args, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::{pools, Staker};

use crate::chain::TestNetwork;
use crate::world::*;

fn slash_activating(network: &mut TestNetwork, operator: &Staker, activating_amount: u64) -> Outcome {
    let what = args::SlashStake { shares: 0, activating_amount, unstaking_amount: 0, confiscate_commission: false };
    pools::slash(network, operator.record, what)
}

/// The pool of three in epoch 2. The operator has 1,000 shares and 900 tokens that came in epoch 1; in epoch 2 it made 100 of its
/// other thousand, which is a ticket, new again. Alice has 500 activating.
fn hidden() -> World {
    let World { mut network, operator, alice, bob } = pool_of_three();
    network.stake(&operator, 900 * ONE).unwrap();
    network.unstake(&operator, 900 * ONE).unwrap();
    network.stake(&alice, 500 * ONE).unwrap();
    pass_epoch(&mut network, &operator, 1);
    network.unstake(&operator, 100 * ONE).unwrap();
    network.send(&[ix::cancel_unstake(operator.record, 1)], &[&operator.wallet]).unwrap();
    let record = network.record_of(&operator);
    assert_eq!((record.shares, record.activating), (1_000 * ONE, 1_000 * ONE));
    World { network, operator, alice, bob }
}

#[test]
fn a_halted_operator_moves_none_of_its_activating_stake_and_all_of_it_is_slashed() {
    let World { mut network, operator, alice, bob } = hidden();
    halt(&mut network, &operator);
    let halted = StakingError::PoolHalted;
    // Not out, neither alone nor with shares; not into shares, by whomever; nor a ticket back in; nor more on top.
    for (shares, activating) in [(0, 1), (1, 1), (0, 1_000 * ONE)] {
        let out = ix::unstake_of(operator.record, args::Unstake { shares, activating, ticket: None });
        refuses_instruction(&mut network, StakingError::OperatorHalted, out, &[&operator.wallet]);
        let joined = ix::unstake_of(operator.record, args::Unstake { shares, activating, ticket: Some(0) });
        refuses_instruction(&mut network, StakingError::OperatorHalted, joined, &[&operator.wallet]);
    }
    refuses(&mut network, halted, |network| network.activate(&operator));
    refuses(&mut network, halted, |network| cancel_unstake(network, &operator));
    refuses(&mut network, halted, |network| network.stake(&operator, ONE));
    network.pass_time(2 * DAY);
    // Not more than is the operator's, though the pool has 500 more.
    refuses(&mut network, StakingError::NotEnoughActivating, |network| {
        slash_activating(network, &operator, 1_000 * ONE + 1)
    });
    // Shares, activating stake and the ticket: 1,000 + 1,000 + 900.
    let what = args::SlashStake {
        shares: 1_000 * ONE,
        activating_amount: 1_000 * ONE,
        unstaking_amount: 900 * ONE,
        confiscate_commission: false,
    };
    pools::slash(&mut network, operator.record, what).unwrap();
    assert_eq!(slashed(&mut network), 2_900 * ONE);
    refuses(&mut network, StakingError::NotEnoughActivating, |network| slash_activating(network, &operator, 1));

    // Alice's activating tokens are whole, and leave a halted pool like everything else.
    let record = network.record_of(&alice);
    assert_eq!((record.shares, record.activating), (3_000 * ONE, 500 * ONE));
    assert_eq!(network.pool_of(&operator).total_activating, 500 * ONE);
    for delegator in [&alice, &bob] {
        leave_whole(&mut network, delegator);
        assert_eq!(gained(&mut network, delegator), (0, 0));
    }
    assert_eq!(gained(&mut network, &operator), (tokens(-2_900), 0));
}

#[test]
fn a_slash_takes_the_newest_and_leaves_the_ripe_as_it_was() {
    let World { mut network, operator, .. } = hidden();
    halt(&mut network, &operator);
    network.pass_time(2 * DAY);
    // 100 came in epoch 2, 900 in epoch 1: 300 take all of the first and 200 of the second.
    slash_activating(&mut network, &operator, 300 * ONE).unwrap();
    assert_eq!(slashed(&mut network), 300 * ONE);
    resume(&mut network, &operator);
    network.activate(&operator).unwrap();
    let record = network.record_of(&operator);
    assert_eq!((record.shares, record.activating, record.has_activating), (1_700 * ONE, 0, 0));
}

#[test]
fn an_operator_that_fears_a_halt_leaves_no_activating_stake_behind_in_an_old_record() {
    let World { mut network, operator, .. } = hidden();
    // 1,000 shares, 1,000 activating, 900 in cooldown: 2,900, of which the new record lacks a unit.
    let straw = delegator_with(&mut network, "straw man", &operator, 1_000 * ONE);
    network.stake(&straw, 1_900 * ONE - 1).unwrap();
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |network| rotate(network, &operator, &straw));
    // Its own cooldown is no backing: it leaves with a delegator's delay.
    network.stake(&straw, 100 * ONE).unwrap();
    unstake_activating(&mut network, &straw, 100 * ONE).unwrap();
    refuses(&mut network, StakingError::NewOperatorRecordTooSmall, |network| rotate(network, &operator, &straw));
    network.stake(&straw, 1).unwrap();
    rotate(&mut network, &operator, &straw).unwrap();
    // All of that can be slashed, with the ticket on top.
    halt(&mut network, &operator);
    network.pass_time(2 * DAY);
    refuses(&mut network, StakingError::OperatorHalted, |network| unstake_activating(network, &straw, 1));
    let what = args::SlashStake {
        shares: 1_000 * ONE,
        activating_amount: 1_900 * ONE,
        unstaking_amount: 100 * ONE,
        confiscate_commission: false,
    };
    pools::slash(&mut network, straw.record, what).unwrap();
    assert_eq!(slashed(&mut network), 3_000 * ONE);
}

#[test]
fn activating_stake_does_not_stand_for_the_minimum_in_shares() {
    let World { mut network, operator, .. } = hidden();
    let bare = network.delegator("bare", &operator);
    network.stake(&bare, 10_000 * ONE).unwrap();
    // A record full of activating stake becomes the operator's as little as one without anything.
    refuses(&mut network, StakingError::OperatorStakeBelowMinimum, |network| rotate(network, &operator, &bare));
    // Nor may the operator's last thousand shares leave for the thousand that are activating.
    refuses(&mut network, StakingError::OperatorStakeBelowMinimum, |network| network.unstake(&operator, 1));
    network.ripen(&bare);
    network.activate(&bare).unwrap();
    rotate(&mut network, &operator, &bare).unwrap();
}
