//! SPEC 4: the pool vault alone pays slashed stake, so what is still in the global reward vault may have to be collected
//! first. A commission that is confiscated comes out of the global reward vault.

use inference_staking_client::events::StakeSlashed;
use inference_staking_client::{address, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::pools::collect;

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
fn a_slash_that_needs_the_rewards_waits_until_they_are_collected() {
    let World { mut network, operator, .. } = slashable_pool_with_a_low_vault();
    // 5,075 - 1,450 = 3,625 would stay, and 4,500 are uncollected.
    let take_a_thousand = take(1_000 * ONE, 0, false);
    assert_refused(slash(&mut network, &operator, take_a_thousand), StakingError::RewardsNotCollected);
    collect(&mut network, &operator).unwrap();
    let executed = slash(&mut network, &operator, take(1_000 * ONE, 0, false)).unwrap();
    assert_eq!(slashed(&mut network), (1_450 * ONE, 0));
    // 575 + 4,500 - 1,450.
    assert_eq!(vaults(&mut network, &operator), [3_625 * ONE, 5_500 * ONE, 1_000 * ONE]);
    assert_eq!(liabilities(&mut network), (5_500 * ONE, 1_000 * ONE));
    let pool = network.pool_of(&operator);
    assert_eq!((pool.uncollected_rewards, pool.total_unstaking), (0, 0));
    assert_eq!(price(&mut network, &operator), (3_625 * ONE, 2_500 * ONE));
    let event: StakeSlashed = only_event(&executed);
    assert_eq!((event.reward_liability, event.pool.uncollected_rewards), (5_500 * ONE, 0));
}

#[test]
fn a_slash_may_leave_exactly_what_is_uncollected_and_not_one_less() {
    let World { mut network, operator, .. } = slashable_pool_with_a_low_vault();
    slash(&mut network, &operator, take(396 * ONE, 0, false)).unwrap();
    // 574.2 of 575.
    assert_eq!(vaults(&mut network, &operator)[..2], [800_000, 10_000 * ONE]);
    // 551,724 shares at 1.45 are 799,999.8; then 1 more is 1.45.
    slash(&mut network, &operator, take(551_724, 0, false)).unwrap();
    slash(&mut network, &operator, take(1, 0, false)).unwrap();
    assert_eq!(vaults(&mut network, &operator)[..2], [0, 10_000 * ONE]);
    assert_refused(slash(&mut network, &operator, take(1, 0, false)), StakingError::RewardsNotCollected);
    assert_eq!(network.pool_of(&operator).uncollected_rewards, 4_500 * ONE);
}

#[test]
fn tokens_in_cooldown_wait_for_the_rewards_too() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    network.unstake(&operator, 1_000 * ONE).unwrap();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.unstake(&bob, 3_500 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_unstake(&alice).unwrap();
    network.claim_unstake(&bob).unwrap();
    halt_for_the_delay(&mut network, &operator);
    let cooldown = take(0, 1_450 * ONE, false);
    assert_refused(slash(&mut network, &operator, cooldown), StakingError::RewardsNotCollected);
    collect(&mut network, &operator).unwrap();
    slash(&mut network, &operator, take(0, 1_450 * ONE, false)).unwrap();
    assert_eq!(slashed(&mut network), (1_450 * ONE, 0));
    assert_eq!(vaults(&mut network, &operator)[..2], [3_625 * ONE, 5_500 * ONE]);
}

#[test]
fn a_commission_comes_out_of_the_reward_vault_and_waits_for_nothing() {
    let World { mut network, operator, .. } = slashable_pool_with_a_low_vault();
    slash(&mut network, &operator, take(0, 0, true)).unwrap();
    // 500 tokens; 200 USDC of commission and a fifth of 800 that the operator's shares have earned.
    assert_eq!(slashed(&mut network), (500 * ONE, 360 * ONE));
    assert_eq!(vaults(&mut network, &operator), [575 * ONE, 9_500 * ONE, 640 * ONE]);
    assert_eq!(liabilities(&mut network), (9_500 * ONE, 640 * ONE));
    assert_eq!(network.pool_of(&operator).uncollected_rewards, 4_500 * ONE);
}

#[test]
fn without_a_confiscation_the_overview_and_the_global_vaults_stay_as_they_are() {
    let World { mut network, operator, .. } = slashable_pool_with_a_low_vault();
    collect(&mut network, &operator).unwrap();
    let (before, [_, rewards, usdc]) = (network.overview().unwrap(), vaults(&mut network, &operator));
    slash(&mut network, &operator, take(1_000 * ONE, 0, false)).unwrap();
    assert_state(&network.overview().unwrap(), &before);
    assert_eq!(vaults(&mut network, &operator)[1..], [rewards, usdc]);
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
