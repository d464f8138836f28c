//! Delegators are never slashed: their shares, tickets and USDC stay, and their share price does not fall (SPEC 15.2).

use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::assert_refused;

use super::world::*;

#[test]
fn an_odd_price_rises_by_what_the_rounding_leaves() {
    // 3 shares of 7, for 10 tokens: each slash rounds down, and T / S rises.
    for (shares, tokens, after) in [(1, 1, (9, 6)), (2, 2, (8, 5)), (3, 4, (6, 4))] {
        let World { mut network, operator, alice, .. } = slashable_ten_tokens_for_seven_shares();
        let before = network.record_of(&alice);
        slash(&mut network, &operator, take(shares, 0, true)).unwrap();
        assert_eq!(slashed(&mut network), (tokens, 0));
        assert_eq!(price(&mut network, &operator), after);
        assert!(after.0 * 7 >= 10 * after.1, "the price does not fall");
        assert_state(&network.record_of(&alice), &before);
    }
}

#[test]
fn slashing_share_by_share_gains_nothing_for_the_treasury() {
    let World { mut network, operator, .. } = slashable_ten_tokens_for_seven_shares();
    let mut last = (10, 7);
    for taken in [1, 2, 3] {
        slash(&mut network, &operator, take(1, 0, false)).unwrap();
        assert_eq!(slashed(&mut network), (taken, 0));
        let now = price(&mut network, &operator);
        assert!(now.0 * last.1 >= last.0 * now.1, "the price does not fall");
        last = now;
    }
    assert_eq!(last, (7, 4));
}

#[test]
fn delegators_shares_tickets_and_usdc_are_untouched_by_the_hardest_slash() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    network.unstake(&alice, 1_000 * ONE).unwrap();
    network.unstake(&operator, 500 * ONE).unwrap();
    halt_for_the_delay(&mut network, &operator);
    let before = records(&mut network, [&alice, &bob]);
    slash(&mut network, &operator, take(1_500 * ONE, 725 * ONE, true)).unwrap();
    for (record, before) in records(&mut network, [&alice, &bob]).iter().zip(&before) {
        assert_state(record, before);
    }
    // 2,000 and 5,000 shares are worth 1.45 as before.
    assert_eq!(price(&mut network, &alice), (10_150 * ONE, 7_000 * ONE));

    network.unstake(&alice, 2_000 * ONE).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    for (staker, tokens, usdc) in [(&alice, 1_001_350, 240), (&bob, 1_002_250, 400)] {
        network.claim_unstake(staker).unwrap();
        network.claim_usdc(staker).unwrap();
        assert_eq!((network.tokens_of(staker), network.usdc_of(staker)), (tokens * ONE, usdc * ONE));
    }
    assert_eq!(vaults(&mut network, &alice)[0], 0);
}

#[test]
fn another_pool_is_untouched() {
    let World { mut network, operator, alice, .. } = slashable_pool();
    let other = network.operator("other operator", 3_000 * ONE);
    let (pool, record) = (network.pool_of(&other), network.record_of(&other));
    slash(&mut network, &operator, take(2_000 * ONE, 0, true)).unwrap();
    assert_state(&network.pool_of(&other), &pool);
    assert_state(&network.record_of(&other), &record);
    assert_refused(slash(&mut network, &other, take(ONE, 0, false)), StakingError::PoolNotHalted);
    assert_eq!(network.record_of(&alice).shares, 3_000 * ONE);
}
