//! A stake needs an operator with the minimum (SPEC 7), its value rounded up (SPEC 5).

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::{assert_refused, TestNetwork};

use crate::staking_record::world::*;

#[test]
fn an_operators_first_stake_must_reach_the_minimum() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 0);
    assert_refused(network.stake(&operator, 1_000 * ONE - 1), StakingError::OperatorStakeBelowMinimum);
    assert_eq!(network.tokens_of(&operator), 1_000_000 * ONE);
    network.stake(&operator, 1_000 * ONE).unwrap();
    assert_eq!(network.record_of(&operator).shares, 1_000 * ONE);
}

#[test]
fn a_delegators_stake_is_refused_before_the_operator_has_staked() {
    let mut network = TestNetwork::start();
    let operator = network.operator("operator", 0);
    let alice = network.delegator("alice", &operator);
    assert_refused(network.stake(&alice, 5_000 * ONE), StakingError::OperatorStakeBelowMinimum);
    network.stake(&operator, 1_000 * ONE).unwrap();
    network.stake(&alice, 5_000 * ONE).unwrap();
}

#[test]
fn a_delegators_stake_is_refused_while_the_operator_is_below_the_minimum() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 2_000 * ONE + 1);
    assert_refused(network.stake(&alice, ONE), StakingError::OperatorStakeBelowMinimum);
    network.stake(&operator, 1).unwrap();
    network.stake(&alice, ONE).unwrap();
}

#[test]
fn a_stake_counts_the_operators_value_rounded_up() {
    // Operator 3 of 7 shares for 10 tokens. Alice's 2 tokens buy 1 share: 12 for 8, the operator's are worth 4.5.
    for (minimum, allowed) in [(5, true), (6, false)] {
        let World { mut network, alice, .. } = ten_tokens_for_seven_shares(3);
        change_overview(&mut network, |overview| overview.min_operator_token_stake = minimum);
        let result = network.stake(&alice, 2);
        if allowed {
            result.unwrap();
        } else {
            assert_refused(result, StakingError::OperatorStakeBelowMinimum);
        }
    }
}
