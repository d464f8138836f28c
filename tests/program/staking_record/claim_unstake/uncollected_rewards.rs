//! SPEC 4: the pool vault alone pays. What is paid must leave at least as much of `T + U` as is still in the global reward
//! vault; where it would not, the pool's rewards have to be collected first.

use inference_staking_client::events::UnstakeClaimed;
use inference_staking_client::state::PoolOverview;
use inference_staking_client::{address, instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::assert_refused;
use inference_staking_test_kit::pools::{collect, sweep_surplus};

use crate::staking_record::world::*;

/// Alice has left with her 4,350 tokens; Bob's 7,250 have matured. The pool vault holds 5,650, and 4,500 are uncollected.
fn bobs_tickets_need_the_rewards() -> World {
    let mut world = paid_pool_of_three();
    let World { network, alice, bob, .. } = &mut world;
    network.unstake(alice, 3_000 * ONE).unwrap();
    network.unstake(bob, 5_000 * ONE).unwrap();
    network.pass_time(7 * DAY);
    network.claim_uncollected(alice).unwrap();
    assert_eq!(network.balance(&pool_vault(bob)), 5_650 * ONE);
    world
}

#[test]
fn a_payout_that_needs_the_rewards_waits_until_they_are_collected() {
    let World { mut network, bob, .. } = bobs_tickets_need_the_rewards();
    // 10,150 - 7,250 = 2,900 would stay of the pool, and 4,500 are uncollected.
    assert_refused(network.claim_uncollected(&bob), StakingError::RewardsNotCollected);
    collect(&mut network, &bob).unwrap();
    network.claim_uncollected(&bob).unwrap();
    assert_eq!(network.tokens_of(&bob), 1_002_250 * ONE);
    assert_eq!(network.balance(&pool_vault(&bob)), 2_900 * ONE);
    assert_eq!(network.balance(&address::reward_vault()), 5_500 * ONE);
}

#[test]
fn collection_and_payout_fit_one_transaction() {
    let World { mut network, bob, .. } = bobs_tickets_need_the_rewards();
    let mint = network.mints.stake;
    let instructions = [ix::collect_pool_rewards(bob.record.operator_pool, mint), ix::claim_unstake(bob.record, mint)];
    let executed = network.send(&instructions, &[]).unwrap();
    assert_eq!(network.tokens_of(&bob), 1_002_250 * ONE);
    let event: UnstakeClaimed = only_event(&executed);
    assert_eq!((event.amount, event.pool.uncollected_rewards, event.pool.total_unstaking), (7_250 * ONE, 0, 0));
}

#[test]
fn a_payout_writes_neither_the_overview_nor_the_reward_vault() {
    let World { mut network, alice, bob, .. } = bobs_tickets_need_the_rewards();
    let claim = ix::claim_unstake(bob.record, network.mints.stake);
    for shared in [address::pool_overview(), address::reward_vault()] {
        assert!(!claim.accounts.iter().any(|meta| meta.pubkey == shared && meta.is_writable), "{shared} is written");
    }
    collect(&mut network, &bob).unwrap();
    let before: PoolOverview = network.overview().unwrap();
    network.claim_uncollected(&bob).unwrap();
    assert_state(&network.overview().unwrap(), &before);
    assert_eq!(network.tokens_of(&alice), 1_001_350 * ONE);
}

#[test]
fn a_payout_may_leave_exactly_what_is_uncollected_and_not_one_less() {
    let World { mut network, alice, .. } = ten_tokens_for_seven_shares(0);
    // 5 shares are worth 7.14: the vault's 7, and 3 stay for the 3 that are uncollected.
    network.unstake(&alice, 5).unwrap();
    network.pass_time(14 * DAY);
    network.claim_uncollected(&alice).unwrap();
    assert_eq!((network.balance(&pool_vault(&alice)), network.pool_of(&alice).uncollected_rewards), (0, 3));
    // 1 of 2 shares for 3 tokens is worth 1.5.
    network.unstake(&alice, 1).unwrap();
    network.pass_time(14 * DAY);
    assert_refused(network.claim_uncollected(&alice), StakingError::RewardsNotCollected);
    collect(&mut network, &alice).unwrap();
    network.claim_uncollected(&alice).unwrap();
    // The last share is worth the 2 that are left.
    network.unstake(&alice, 1).unwrap();
    network.pass_time(14 * DAY);
    network.claim_uncollected(&alice).unwrap();
    assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE + 3);
    // 10,000 tokens issued, 3 base units collected; the rest is in the record.
    assert_eq!(network.overview().unwrap().reward_liability, 10_000 * ONE - 3);
}

#[test]
fn a_payout_one_above_needs_the_collection() {
    let World { mut network, alice, .. } = ten_tokens_for_seven_shares(0);
    // 6 shares are worth 8.57: 2 would stay for 3.
    network.unstake(&alice, 6).unwrap();
    network.pass_time(14 * DAY);
    assert_refused(network.claim_uncollected(&alice), StakingError::RewardsNotCollected);
}

#[test]
fn new_stake_pays_old_holders_before_the_rewards_are_collected() {
    let World { mut network, alice, bob, .. } = ten_tokens_for_seven_shares(0);
    // 7 shares for 10 tokens: the vault holds 17 of the 20.
    network.buy_shares(&bob, 10).unwrap();
    network.unstake(&alice, 7).unwrap();
    network.pass_time(14 * DAY);
    network.claim_uncollected(&alice).unwrap();
    network.unstake(&bob, 7).unwrap();
    network.pass_time(14 * DAY);
    // 7 are left for Bob's 10.
    assert_refused(network.claim_uncollected(&bob), StakingError::RewardsNotCollected);
    collect(&mut network, &bob).unwrap();
    network.claim_uncollected(&bob).unwrap();
    assert_eq!((network.tokens_of(&alice), network.tokens_of(&bob)), (1_000_000 * ONE + 3, 1_000_000 * ONE));
}

#[test]
fn a_donation_to_the_pool_vault_spares_no_collection_and_blocks_nobody() {
    for donated in [1, 2, 3, 100] {
        let World { mut network, alice, .. } = ten_tokens_for_seven_shares(0);
        let mint = network.mints.stake;
        network.mint_to(&mint, &pool_vault(&alice), donated).unwrap();
        network.unstake(&alice, 7).unwrap();
        network.pass_time(14 * DAY);
        assert_refused(network.claim_uncollected(&alice), StakingError::RewardsNotCollected);
        collect(&mut network, &alice).unwrap();
        network.claim_uncollected(&alice).unwrap();
        assert_eq!(network.tokens_of(&alice), 1_000_000 * ONE + 3, "{donated} donated");
        assert_eq!(network.balance(&pool_vault(&alice)), donated);
        sweep_surplus(&mut network, &alice).unwrap();
        assert_eq!(network.balance(&pool_vault(&alice)), 0);
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
