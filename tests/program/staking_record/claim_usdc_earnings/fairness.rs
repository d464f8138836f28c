//! SPEC 5: USDC is earned by the shares that were there when it came, to the last base unit.

use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_test_kit::assert_refused;

use crate::staking_record::world::*;

#[test]
fn a_late_staker_gets_nothing_of_earlier_usdc() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    let carol = network.delegator("carol", &operator);
    // 1,000 shares at 1.45.
    network.buy_shares(&carol, 1_450 * ONE).unwrap();
    assert_refused(network.claim_usdc(&carol), StakingError::NoUsdcToClaim);
    // 80 % of 1,375 on 11,000 shares: 0.1 each.
    pay_pool(&mut network, &operator, 2, 0, 1_375 * ONE);
    network.claim_usdc(&carol).unwrap();
    network.claim_usdc(&alice).unwrap();
    assert_eq!((network.usdc_of(&carol), network.usdc_of(&alice)), (100 * ONE, 540 * ONE));
}

#[test]
fn a_larger_stake_earns_nothing_more_of_earlier_usdc() {
    let World { mut network, alice, .. } = paid_pool_of_three();
    network.buy_shares(&alice, 4_350 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).shares, 6_000 * ONE);
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 240 * ONE);
}

#[test]
fn a_leaver_keeps_what_it_earned_and_earns_no_more() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    // 80 % of 1,050 on 7,000 shares: 0.12 each.
    pay_pool(&mut network, &operator, 2, 0, 1_050 * ONE);
    network.claim_usdc(&alice).unwrap();
    network.claim_usdc(&bob).unwrap();
    assert_eq!((network.usdc_of(&alice), network.usdc_of(&bob)), (240 * ONE, 1_000 * ONE));
    assert_refused(network.claim_usdc(&alice), StakingError::NoUsdcToClaim);
}

#[test]
fn who_leaves_in_part_earns_on_the_rest() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    // 80 % of 1,125 on 9,000 shares: 0.1 each.
    pay_pool(&mut network, &operator, 2, 0, 1_125 * ONE);
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 440 * ONE);
}

#[test]
fn who_comes_back_gets_nothing_of_the_time_away() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    pay_pool(&mut network, &operator, 2, 0, 1_050 * ONE);
    network.buy_shares(&alice, 4_350 * ONE).unwrap();
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 240 * ONE);
}

#[test]
fn settled_usdc_adds_up_over_several_changes() {
    let World { mut network, operator, alice, .. } = paid_pool_of_three();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    pay_pool(&mut network, &operator, 2, 0, 1_125 * ONE);
    network.buy_shares(&alice, 1_450 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).settled_usdc, 440 * ONE);
    // 80 % of 1,250 on 10,000 shares: 0.1 each.
    pay_pool(&mut network, &operator, 3, 0, 1_250 * ONE);
    network.unstake(&alice, ONE).unwrap();
    assert_eq!(network.record_of(&alice).settled_usdc, 740 * ONE);
    assert_eq!(network.pool_of(&alice).settled_usdc, 740 * ONE);
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 740 * ONE);
}

/// The operator with 2 shares and Alice with 1, no commission; 10 base units of USDC came.
fn ten_units_for_three_shares() -> World {
    let mut network = network_without_minimum();
    let operator = network.operator_with("operator", 2, free_pool_args());
    let alice = network.delegator("alice", &operator);
    let bob = network.delegator("bob", &operator);
    network.buy_shares(&alice, 1).unwrap();
    pay_pool(&mut network, &operator, 1, 0, 10);
    World { network, operator, alice, bob }
}

#[test]
fn earnings_are_rounded_down() {
    let World { mut network, operator, alice, .. } = ten_units_for_three_shares();
    // 3.33 and 6.67; the tenth unit stays owed.
    network.claim_usdc(&alice).unwrap();
    network.claim_usdc(&operator).unwrap();
    assert_eq!((network.usdc_of(&alice), network.usdc_of(&operator)), (3, 6));
    assert_eq!(network.pool_of(&alice).delegator_usdc, 1);
}

#[test]
fn the_remainder_of_an_epoch_is_carried_into_the_next() {
    let World { mut network, operator, alice, .. } = ten_units_for_three_shares();
    pay_pool(&mut network, &operator, 2, 0, 11);
    // 21 units for 3 shares: 7 and 14, nothing lost although neither 10 nor 11 can be divided by 3.
    network.claim_usdc(&alice).unwrap();
    network.claim_usdc(&operator).unwrap();
    assert_eq!((network.usdc_of(&alice), network.usdc_of(&operator)), (7, 14));
    assert_eq!(network.pool_of(&alice).delegator_usdc, 0);
}

#[test]
fn a_claim_in_between_costs_its_own_fraction_only() {
    let World { mut network, operator, alice, .. } = ten_units_for_three_shares();
    network.claim_usdc(&alice).unwrap();
    pay_pool(&mut network, &operator, 2, 0, 11);
    // 3.33 and 3.67, each rounded down.
    network.claim_usdc(&alice).unwrap();
    network.claim_usdc(&operator).unwrap();
    assert_eq!((network.usdc_of(&alice), network.usdc_of(&operator)), (6, 14));
}

#[test]
fn a_refused_claim_loses_no_fraction() {
    let World { mut network, operator, alice, .. } = pool_of_three();
    // 20 % of 1 base unit is no commission; Alice's 3 tenths are no unit yet.
    pay_pool(&mut network, &operator, 1, 0, 1);
    assert_refused(network.claim_usdc(&alice), StakingError::NoUsdcToClaim);
    pay_pool(&mut network, &operator, 2, 0, 3);
    // 3 tenths of 4.
    network.claim_usdc(&alice).unwrap();
    assert_eq!(network.usdc_of(&alice), 1);
}
