//! The operator of an open pool keeps the minimum; delegators leave whatever the operator has (SPEC 7).

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

#[test]
fn an_operator_unstakes_down_to_the_minimum_exactly() {
    let World { mut network, operator, .. } = pool_of_three();
    assert_refused(network.unstake(&operator, 1_000 * ONE + 1), StakingError::OperatorStakeBelowMinimum);
    network.unstake(&operator, 1_000 * ONE).unwrap();
    assert_eq!(network.record_of(&operator).shares, 1_000 * ONE);
    assert_refused(network.unstake(&operator, 1), StakingError::OperatorStakeBelowMinimum);
}

#[test]
fn an_operator_of_an_open_pool_cannot_leave_completely() {
    let World { mut network, operator, .. } = pool_of_three();
    assert_refused(network.unstake(&operator, 2_000 * ONE), StakingError::OperatorStakeBelowMinimum);
}

#[test]
fn an_unstake_counts_the_value_left_rounded_up() {
    let World { mut network, operator, .. } = ten_tokens_for_seven_shares(4);
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 5);
    // 1 share pays floor(10 / 7) = 1: 9 for 6, the other 3 are worth 4.5.
    network.unstake(&operator, 1).unwrap();
    // 1 more pays floor(9 / 6) = 1: 8 for 5, the other 2 would be worth 3.2.
    assert_refused(network.unstake(&operator, 1), StakingError::OperatorStakeBelowMinimum);
}

#[test]
fn rewards_count_for_the_minimum() {
    let World { mut network, operator, .. } = paid_pool_of_three();
    // 1,310,344,828 shares left are worth 1,900,000,000.6, rounded up 1,900,000,001 base units.
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 1_900_000_002);
    assert_refused(network.unstake(&operator, 689_655_172), StakingError::OperatorStakeBelowMinimum);
    change_overview(&mut network, |overview| overview.min_operator_token_stake = 1_900_000_001);
    network.unstake(&operator, 689_655_172).unwrap();
}

#[test]
fn delegators_leave_a_pool_whose_operator_is_below_the_minimum() {
    let World { mut network, alice, .. } = pool_of_three();
    change_overview(&mut network, |overview| overview.min_operator_token_stake = u64::MAX);
    network.unstake(&alice, 3_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).shares, 0);
}

#[test]
fn a_delegators_own_value_does_not_matter() {
    let World { mut network, bob, .. } = pool_of_three();
    // 5,000 of Bob's are far above the minimum, 1 base unit is below it.
    network.unstake(&bob, 5_000 * ONE - 1).unwrap();
    assert_eq!(network.record_of(&bob).shares, 1);
}
