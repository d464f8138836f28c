//! SPEC 4: a payout pulls from the global reward vault exactly what the pool vault is short of.

use inference_staking_client::address;
use inference_staking_client::events::UnstakeClaimed;
use inference_staking_client::state::{OperatorPool, PoolOverview};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::{Staker, TestNetwork};

use crate::staking_record::world::*;

/// Waits for the cooldown, claims, and returns what came out of the reward vault by its balance.
fn claim_and_count(network: &mut TestNetwork, staker: &Staker) -> u64 {
    network.pass_time(14 * DAY);
    let before = network.balance(&address::reward_vault());
    let executed = network.claim_unstake(staker).unwrap();
    let pulled = before - network.balance(&address::reward_vault());
    assert_eq!(only_event::<UnstakeClaimed>(&executed).from_reward_vault, pulled);
    pulled
}

#[test]
fn after_an_accrual_only_what_is_missing_is_pulled() {
    let World { mut network, alice, bob, .. } = paid_pool_of_three();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    // The vault's 10,000 cover Alice's 4,350.
    assert_eq!(claim_and_count(&mut network, &alice), 0);
    let (pool_before, overview_before) = (network.pool_of(&bob), network.overview().unwrap());
    // 5,650 are left for Bob's 7,250.
    assert_eq!(claim_and_count(&mut network, &bob), 1_600 * ONE);
    assert_eq!(network.tokens_of(&bob), 1_002_250 * ONE);
    assert_eq!(network.balance(&pool_vault(&bob)), 0);
    assert_eq!(network.balance(&address::reward_vault()), 8_400 * ONE);
    // Created, operator staked, 2 records, 2 stakes, accrued, 2 unstakes, 2 claims: 11 events.
    let expected =
        OperatorPool { total_unstaking: 0, uncollected_rewards: 2_900 * ONE, event_sequence: 11, ..pool_before };
    assert_state(&network.pool_of(&bob), &expected);
    let expected = PoolOverview { reward_liability: 8_400 * ONE, ..overview_before };
    assert_state(&network.overview().unwrap(), &expected);
}

#[test]
fn the_event_of_a_pull_says_what_is_still_owed() {
    let World { mut network, alice, bob, .. } = paid_pool_of_three();
    network.unstake(&alice, 3_000 * ONE).unwrap();
    network.unstake(&bob, 5_000 * ONE).unwrap();
    claim_and_count(&mut network, &alice);
    let event: UnstakeClaimed = only_event(&network.claim_unstake(&bob).unwrap());
    assert_eq!(
        (event.amount, event.from_reward_vault, event.reward_liability),
        (7_250 * ONE, 1_600 * ONE, 8_400 * ONE)
    );
    assert_eq!((event.pool.uncollected_rewards, event.pool.total_unstaking), (2_900 * ONE, 0));
}

#[test]
fn a_payout_of_exactly_what_the_vault_holds_pulls_nothing_and_the_next_pulls_all_of_it() {
    let World { mut network, alice, .. } = ten_tokens_for_seven_shares(0);
    // 5 shares are worth 7.14: the vault's 7.
    network.unstake(&alice, 5).unwrap();
    assert_eq!(claim_and_count(&mut network, &alice), 0);
    let pool = network.pool_of(&alice);
    assert_eq!((network.balance(&pool_vault(&alice)), pool.uncollected_rewards), (0, 3));
    // 1 of 2 shares for 3 tokens is worth 1.5.
    network.unstake(&alice, 1).unwrap();
    assert_eq!(claim_and_count(&mut network, &alice), 1);
    // The last share is worth the 2 that are left.
    network.unstake(&alice, 1).unwrap();
    assert_eq!(claim_and_count(&mut network, &alice), 2);
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE + 3);
    assert_eq!(network.pool_of(&alice).uncollected_rewards, 0);
    // 10,000 tokens issued, 3 base units paid; the rest is in the record.
    assert_eq!(network.overview().unwrap().reward_liability, 10_000 * ONE - 3);
}

#[test]
fn a_payout_one_above_what_the_vault_holds_pulls_one() {
    let World { mut network, alice, .. } = ten_tokens_for_seven_shares(0);
    // 6 shares are worth 8.57.
    network.unstake(&alice, 6).unwrap();
    assert_eq!(claim_and_count(&mut network, &alice), 1);
    assert_eq!(network.pool_of(&alice).uncollected_rewards, 2);
}

#[test]
fn new_stake_pays_old_holders_before_the_reward_vault_does() {
    let World { mut network, alice, bob, .. } = ten_tokens_for_seven_shares(0);
    // 7 shares for 10 tokens: the vault holds 17 of the 20.
    network.stake(&bob, 10).unwrap();
    network.unstake(&alice, 7).unwrap();
    assert_eq!(claim_and_count(&mut network, &alice), 0);
    network.unstake(&bob, 7).unwrap();
    // 7 are left for Bob's 10.
    assert_eq!(claim_and_count(&mut network, &bob), 3);
    assert_eq!((network.tokens_of(&alice), network.tokens_of(&bob)), (1_000_000 * ONE + 3, 1_000_000 * ONE));
}

#[test]
fn a_donation_to_the_pool_vault_lessens_the_pull_and_blocks_nobody() {
    // Donated, then pulled for the last 10 tokens, with the vault's own 7.
    for (donated, pulled) in [(1, 2), (2, 1), (3, 0), (100, 0)] {
        let World { mut network, alice, .. } = ten_tokens_for_seven_shares(0);
        let mint = network.mints.stake;
        network.mint_to(&mint, &pool_vault(&alice), donated).unwrap();
        network.unstake(&alice, 7).unwrap();
        assert_eq!(claim_and_count(&mut network, &alice), pulled, "{donated} donated");
        assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE + 3, "{donated} donated");
        assert_eq!(network.balance(&pool_vault(&alice)), 7 + donated + pulled - 10, "{donated} donated");
    }
}

#[test]
fn nobody_blocks_the_exits_of_a_pool_by_sending_it_one_base_unit() {
    let World { mut network, operator, alice, bob } = paid_pool_of_three();
    let mint = network.mints.stake;
    network.mint_to(&mint, &pool_vault(&operator), 1).unwrap();
    close_pool(&mut network, &operator);
    for staker in [&alice, &bob, &operator] {
        let shares = network.record_of(staker).shares;
        network.unstake(staker, shares).unwrap();
    }
    network.pass_time(14 * DAY);
    for (staker, tokens) in [(&alice, 1_001_350), (&bob, 1_002_250), (&operator, 1_000_900)] {
        network.claim_unstake(staker).unwrap();
        assert_eq!(network.tokens_of(staker), tokens * ONE);
    }
    assert_eq!(network.pool_of(&operator).total_unstaking, 0);
}
