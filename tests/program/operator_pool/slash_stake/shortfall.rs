//! Where slashed tokens come from if the pool vault holds less.

use inference_staking_client::{address, events::StakeSlashed};
use inference_staking_localnet::network::{DAY, ONE};

use super::world::*;

/// Alice left with 4,350 tokens and Bob with 5,075 for 3,500 shares: the pool vault holds 575 for 5,075 tokens of 3,500
/// shares (1,500 of them Bob's), 4,500 are in the reward vault. Halted for the delay. 12 events.
fn slashable_pool_with_a_low_vault() -> World {
    let mut world = paid_pool_of_three();
    let World { network, operator, alice, bob } = &mut world;
    network.unstake(alice, 3_000 * ONE).unwrap();
    network.unstake(bob, 3_500 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(alice).unwrap();
    network.claim_unstake(bob).unwrap();
    halt_for_the_delay(network, operator);
    assert_eq!(vaults(network, operator), [575 * ONE, 10_000 * ONE, 1_000 * ONE]);
    world
}

#[test]
fn exactly_the_shortfall_is_pulled_from_the_reward_vault() {
    let World { mut network, operator, .. } = slashable_pool_with_a_low_vault();
    let executed = slash(&mut network, &operator, take(1_000 * ONE, 0, false)).unwrap();
    // 1,450 = 575 + 875.
    assert_eq!(slashed(&mut network), (1_450 * ONE, 0));
    assert_eq!(vaults(&mut network, &operator), [0, 9_125 * ONE, 1_000 * ONE]);
    assert_eq!(liabilities(&mut network), (9_125 * ONE, 1_000 * ONE));
    let pool = network.pool_of(&operator);
    assert_eq!((pool.uncollected_rewards, pool.total_unstaking), (3_625 * ONE, 0));
    assert_eq!(price(&mut network, &operator), (3_625 * ONE, 2_500 * ONE));
    let event: StakeSlashed = only_event(&executed);
    assert_eq!((event.reward_liability, event.pool.uncollected_rewards), (9_125 * ONE, 3_625 * ONE));
}

#[test]
fn shortfall_and_commission_are_two_payments_out_of_the_reward_vault() {
    let World { mut network, operator, .. } = slashable_pool_with_a_low_vault();
    slash(&mut network, &operator, take(1_000 * ONE, 0, true)).unwrap();
    assert_eq!(slashed(&mut network), (1_950 * ONE, 360 * ONE));
    assert_eq!(vaults(&mut network, &operator), [0, 8_625 * ONE, 640 * ONE]);
    assert_eq!(liabilities(&mut network), (8_625 * ONE, 640 * ONE));
}

#[test]
fn nothing_is_pulled_while_the_vault_holds_enough_and_one_unit_if_one_is_missing() {
    let World { mut network, operator, .. } = slashable_pool_with_a_low_vault();
    slash(&mut network, &operator, take(396 * ONE, 0, false)).unwrap();
    // 574.2 of 575.
    assert_eq!(vaults(&mut network, &operator)[..2], [800_000, 10_000 * ONE]);
    // 551,724 shares at 1.45 are 799,999.8; then 1 more is 1.45.
    slash(&mut network, &operator, take(551_724, 0, false)).unwrap();
    assert_eq!(vaults(&mut network, &operator)[..2], [1, 10_000 * ONE]);
    slash(&mut network, &operator, take(1, 0, false)).unwrap();
    assert_eq!(vaults(&mut network, &operator)[..2], [0, 10_000 * ONE]);
    slash(&mut network, &operator, take(1, 0, false)).unwrap();
    assert_eq!(vaults(&mut network, &operator)[..2], [0, 10_000 * ONE - 1]);
    assert_eq!(network.pool_of(&operator).uncollected_rewards, 4_500 * ONE - 1);
}

#[test]
fn tokens_in_cooldown_are_paid_out_of_the_reward_vault_too() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    network.unstake(&operator, 1_000 * ONE).unwrap();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.unstake(&bob, 3_500 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    network.claim_unstake(&bob).unwrap();
    halt_for_the_delay(&mut network, &operator);
    slash(&mut network, &operator, take(0, 1_450 * ONE, false)).unwrap();
    assert_eq!(slashed(&mut network), (1_450 * ONE, 0));
    assert_eq!(vaults(&mut network, &operator)[..2], [0, 9_125 * ONE]);
}

#[test]
fn tokens_sent_to_the_pool_vault_are_used_first_and_release_what_the_reward_vault_owes() {
    let World { mut network, operator, .. } = slashable_pool_with_a_low_vault();
    let mint = network.mints.stake;
    network.mint_to(&mint, &pool_vault(&operator), 300 * ONE).unwrap();
    slash(&mut network, &operator, take(1_000 * ONE, 0, false)).unwrap();
    // 1,450 = 875 + 575. Of the 4,500 in the reward vault 3,925 are left, but the pool owes 3,625 only: 300 are released.
    assert_eq!(slashed(&mut network), (1_450 * ONE, 0));
    assert_eq!(vaults(&mut network, &operator)[..2], [0, 9_425 * ONE]);
    assert_eq!(liabilities(&mut network), (9_125 * ONE, 1_000 * ONE));
    assert_eq!(network.pool_of(&operator).uncollected_rewards, 3_625 * ONE);
    assert_eq!(price(&mut network, &operator), (3_625 * ONE, 2_500 * ONE));
}

#[test]
fn tokens_sent_to_the_global_vaults_are_nobodys_and_stay() {
    let World { mut network, operator, .. } = slashable_pool();
    let mints = network.mints;
    network.mint_to(&mints.stake, &address::reward_vault(), 77).unwrap();
    network.mint_to(&mints.usdc, &address::usdc_vault(), 55).unwrap();
    slash(&mut network, &operator, take(500 * ONE, 0, true)).unwrap();
    assert_eq!(slashed(&mut network), (1_225 * ONE, 360 * ONE));
    assert_eq!(vaults(&mut network, &operator), [9_275 * ONE, 9_500 * ONE + 77, 640 * ONE + 55]);
}
