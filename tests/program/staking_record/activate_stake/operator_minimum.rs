//! Whatever becomes shares needs an operator with the minimum afterwards (SPEC 6.9), its value rounded up (SPEC 5).

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::{assert_refused, TestNetwork};

use crate::staking_record::world::*;

#[test]
fn nothing_becomes_shares_before_the_operator_has_its_minimum() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 0);
    let alice = network.delegator("alice", &operator);
    network.stake(&alice, 5_000 * ONE).unwrap();
    network.stake(&operator, 1_000 * ONE - 1).unwrap();
    publish_and_pass_next(&mut network, &operator);
    for staker in [&alice, &operator] {
        assert_refused(network.activate(staker), StakingError::OperatorStakeBelowMinimum);
        assert!(!query(&mut network, staker).can_activate);
    }
    network.stake(&operator, 1).unwrap();
    publish_and_pass_next(&mut network, &operator);
    assert!(query(&mut network, &operator).can_activate);
    assert!(!query(&mut network, &alice).can_activate);
    network.activate(&operator).unwrap();
    assert_eq!(network.record_of(&operator).shares, 1_000 * ONE);
    network.activate(&alice).unwrap();
}

#[test]
fn a_delegators_stake_waits_while_the_operator_is_below_the_minimum() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.stake(&alice, ONE).unwrap();
    network.stake(&operator, 1).unwrap();
    publish_and_pass_next(&mut network, &operator);
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 2_000 * ONE + 1);
    assert_refused(network.activate(&alice), StakingError::OperatorStakeBelowMinimum);
    network.activate(&operator).unwrap();
    network.activate(&alice).unwrap();
}

#[test]
fn activating_stake_of_the_operator_is_none_of_its_minimum() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    network.stake(&alice, ONE).unwrap();
    publish_and_pass_next(&mut network, &operator);
    network.stake(&operator, 5_000 * ONE).unwrap();
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 2_000 * ONE + 1);
    assert_refused(network.activate(&alice), StakingError::OperatorStakeBelowMinimum);
}

#[test]
fn an_activation_counts_the_operators_value_rounded_up() {
    // Operator 3 of 7 shares for 10 tokens. Alice's 2 tokens buy 1 share: 12 for 8, the operator's are worth 4.5.
    for (minimum, allowed) in [(5, true), (6, false)] {
        let World { mut network, operator, alice, .. } = ten_tokens_for_seven_shares(3);
        network.stake(&alice, 2).unwrap();
        publish_and_pass_next(&mut network, &operator);
        change_overview(&mut network, |overview| overview.min_operator_token_stake = minimum);
        let result = network.activate(&alice);
        if allowed {
            result.unwrap();
        } else {
            assert_refused(result, StakingError::OperatorStakeBelowMinimum);
        }
    }
}
