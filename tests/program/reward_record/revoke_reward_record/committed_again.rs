//! A revoked epoch is committed again.

use anchor_lang::error::ErrorCode;
use inference_staking_client::instruction as ix;
use inference_staking_client::state::{NewEmissionSchedule, PoolOverview, RewardRecord};
use inference_staking_client::{args, StakingError};
use inference_staking_localnet::Chain;
use inference_staking_test_kit::epochs::no_roots;
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::pools::{bypass, close_pool};
use inference_staking_test_kit::refusal::assert_refused_with_code;
use inference_staking_test_kit::refusal::refuses;
use inference_staking_test_kit::reward_records::*;
use inference_staking_test_kit::small_network::*;
use inference_staking_test_kit::states::assert_state;
use inference_staking_test_kit::world::{leaf, liabilities};
use inference_staking_test_kit::{Staker, TestNetwork};
use solana_signer::Signer;

/// An operator with 10 shares; epoch 1 pays its pool 9,000 tokens and 60 USDC by a root that is wrong.
fn wrong_record() -> (TestNetwork, Staker, EpochTree) {
    let mut network = challenged_network();
    let operator = network.operator("operator", 10);
    let leaves = vec![leaf(&operator, 9_000, 60)];
    let tree = network.publish_leaves(1, leaves, EPOCH_REWARDS, 60);
    (network, operator, tree)
}

#[test]
fn the_epoch_is_committed_again_with_the_same_emission_and_another_root() {
    let (mut network, operator, wrong) = wrong_record();
    let committed_once = network.overview().unwrap();
    let record_before = network.reward_record(1).unwrap();
    network.pass_time(CHALLENGE - 1);
    revoke(&mut network, 1).unwrap();
    let right = EpochTree::new(1, vec![leaf(&operator, 100, 50)]);
    // The vaults still hold what the first record had: nobody funds them again. Other USDC totals are fine.
    refuses(&mut network, StakingError::RewardsNotEmission, |network| {
        network.publish(1, right.record_args(EPOCH_REWARDS - 1, 55))
    });
    refuses(&mut network, StakingError::UsdcVaultUnderfunded, |network| {
        network.publish(1, right.record_args(EPOCH_REWARDS, 61))
    });
    network.publish(1, right.record_args(EPOCH_REWARDS, 55)).unwrap();

    let now = network.chain.now();
    let (last_finalized_at, newest_claimable_from) = (now, now + CHALLENGE);
    let expected = PoolOverview { usdc_liability: 55, last_finalized_at, newest_claimable_from, ..committed_once };
    assert_state(&network.overview().unwrap(), &expected);
    // The challenge period starts anew.
    let mut roots = [[0; 32]; 5];
    roots[0] = right.tree.root();
    let claimable_from = now + CHALLENGE;
    let (total_usdc, remaining_usdc) = (55, 55);
    let expected =
        RewardRecord { roots, total_usdc, remaining_usdc, finalized_at: now, claimable_from, ..record_before };
    assert_state(&network.reward_record(1).unwrap(), &expected);

    network.pass_time(CHALLENGE);
    refuses(&mut network, StakingError::ProofMismatch, |network| network.accrue(&operator, 1, wrong.proof(0)));
    network.accrue(&operator, 1, right.proof(0)).unwrap();
    // 10 + 90 of 100 tokens.
    assert_eq!(network.pool_of(&operator).total_staked_amount, 100);
}

#[test]
fn a_record_is_revoked_and_committed_again_in_one_transaction() {
    let (mut network, operator, _) = wrong_record();
    let right = EpochTree::new(1, vec![leaf(&operator, 100, 50)]);
    let (halt, reward) = (network.halt_authority.insecure_clone(), network.reward_authority.insecure_clone());
    let payer = network.payer.pubkey();
    let record_before = network.reward_record(1).unwrap();
    let overview = network.overview().unwrap();
    let accounts = ix::create_reward_record_accounts(payer, reward.pubkey(), 1);
    let create = ix::create_reward_record(accounts, right.record_args(EPOCH_REWARDS, 60));
    network.send(&[ix::revoke_reward_record(halt.pubkey(), 1, payer), create], &[&halt, &reward]).unwrap();
    // Nothing of the old record is left but what both have in common.
    let mut roots = [[0; 32]; 5];
    roots[0] = right.tree.root();
    assert_state(&network.reward_record(1).unwrap(), &RewardRecord { roots, ..record_before });
    assert_state(&network.overview().unwrap(), &overview);
}

#[test]
fn a_revoked_record_is_gone_for_accrual_bypass_and_revocation() {
    let (mut network, operator, wrong) = wrong_record();
    revoke(&mut network, 1).unwrap();
    network.pass_time(CHALLENGE + BYPASS_DELAY);
    let gone = ErrorCode::AccountOwnedByWrongProgram as u32;
    assert_refused_with_code(network.accrue(&operator, 1, wrong.proof(0)), gone);
    assert_refused_with_code(bypass(&mut network, &operator, 1), gone);
    assert_refused_with_code(revoke(&mut network, 1), gone);
}

#[test]
fn entry_stays_closed_and_exit_open_until_the_epoch_is_committed_again() {
    let (mut network, operator, _) = wrong_record();
    revoke(&mut network, 1).unwrap();
    refuses(&mut network, StakingError::PoolBehind, |network| network.activate(&operator));
    refuses(&mut network, StakingError::EpochAlreadyFinalizing, |network| network.mark(1));
    refuses(&mut network, StakingError::EpochAlreadyFinalizing, |network| network.mark(2));
    network.unstake(&operator, 4).unwrap();
    network.publish(1, no_roots()).unwrap();
    network.pass_time(CHALLENGE);
    bypass(&mut network, &operator, 1).unwrap();
    network.buy_shares(&operator, 5).unwrap();
    // 10 - 4 + 5.
    assert_eq!(network.record_of(&operator).shares, 11);
    assert_eq!(liabilities(&mut network), (0, 0));
}

#[test]
fn a_record_without_roots_can_be_revoked() {
    let mut network = challenged_network();
    publish_without_roots(&mut network, 1..=1);
    revoke(&mut network, 1).unwrap();
    let overview = network.overview().unwrap();
    assert_eq!((overview.completed_reward_epoch, overview.is_epoch_finalizing), (0, 1));
    // With roots this time: the epoch has its emission.
    network.fund_vaults(EPOCH_REWARDS, 0);
    let args =
        args::CreateRewardRecord { roots: vec![[7; 32]], depths: vec![0], total_rewards: EPOCH_REWARDS, total_usdc: 0 };
    network.publish(1, args).unwrap();
    assert_eq!(liabilities(&mut network), (EPOCH_REWARDS, 0));
}

#[test]
fn the_emission_is_the_same_again_across_a_period_boundary() {
    // Two epochs a period: 10,000 each in the first, 3,001 and 3,000 in the second.
    let mut setup = small_setup();
    setup.parameters.challenge_period = 3_600;
    setup.emission = NewEmissionSchedule::Table { epochs_per_period: 2, budgets: vec![20_000, 6_001] };
    let mut network = TestNetwork::start_with(&setup);
    network.fund_vaults(26_001, 0);
    let args = |total_rewards| args::CreateRewardRecord {
        roots: vec![[7; 32]],
        depths: vec![0],
        total_rewards,
        total_usdc: 0,
    };
    let mut owed = 0;
    for (epoch, emission, other) in [(1, 10_000, 3_001), (2, 10_000, 3_001), (3, 3_001, 10_000), (4, 3_000, 3_001)] {
        network.mark(epoch).unwrap();
        // Committed, revoked and committed again, twice.
        for _ in 0..2 {
            network.publish(epoch, args(emission)).unwrap();
            let committed = network.overview().unwrap();
            assert_eq!(committed.reward_liability, owed + emission);
            revoke(&mut network, epoch).unwrap();
            let revoked = network.overview().unwrap();
            assert_eq!((revoked.completed_reward_epoch, revoked.reward_liability), (epoch - 1, owed));
            assert_state(&revoked.emission, &committed.emission);
            refuses(&mut network, StakingError::RewardsNotEmission, |network| network.publish(epoch, args(other)));
        }
        network.publish(epoch, args(emission)).unwrap();
        network.pass_time(CHALLENGE);
        owed += emission;
    }
    assert_eq!(liabilities(&mut network), (26_001, 0));
}

#[test]
fn pools_created_around_a_revocation_take_part_from_the_next_epoch_on() {
    let mut network = challenged_network();
    let founder = network.operator("founder", 10);
    publish_without_roots(&mut network, 1..=1);
    let before = network.operator("created before the revocation", 10);
    revoke(&mut network, 1).unwrap();
    let between = network.operator("created between", 0);
    // The current epoch is 2 for both.
    for pool in [&before, &between] {
        let state = network.pool_of(pool);
        assert_eq!((state.joined_epoch, state.reward_last_claimed_epoch), (2, 1));
    }
    // The second root of epoch 1 wrongly pays them too: they take no part in it.
    let leaves = vec![leaf(&founder, 100, 0), leaf(&before, 100, 0), leaf(&between, 100, 0)];
    network.fund_vaults(EPOCH_REWARDS, 0);
    let tree = EpochTree::new(1, leaves);
    network.publish(1, tree.record_args(EPOCH_REWARDS, 0)).unwrap();
    network.pass_time(CHALLENGE);
    for (index, pool) in [(1, &before), (2, &between)] {
        refuses(&mut network, StakingError::EpochAlreadyAccrued, |network| network.accrue(pool, 1, tree.proof(index)));
    }
    // They have passed it: their entry is open, the founder's is not yet.
    network.buy_shares(&before, 5).unwrap();
    network.buy_shares(&between, 5).unwrap();
    refuses(&mut network, StakingError::PoolBehind, |network| network.activate(&founder));
    network.accrue(&founder, 1, tree.proof(0)).unwrap();

    let leaves = [&founder, &before, &between].map(|pool| leaf(pool, 100, 0)).to_vec();
    let tree = network.publish_leaves(2, leaves, EPOCH_REWARDS, 0);
    network.pass_time(CHALLENGE);
    for (index, pool) in [&founder, &before, &between].into_iter().enumerate() {
        network.accrue(pool, 2, tree.proof(index)).unwrap();
    }
    // 10 + 2 x 90, 15 + 90 and 5 + 90.
    let staked = [&founder, &before, &between].map(|pool| network.pool_of(pool).total_staked_amount);
    assert_eq!(staked, [190, 105, 95]);
    assert_eq!(liabilities(&mut network), (2 * EPOCH_REWARDS, 0));
}

#[test]
fn a_record_that_can_be_revoked_makes_none_expire() {
    let mut network = challenged_network();
    let sleeper = network.operator("sleeper", 10);
    let first = publish_leaf(&mut network, 1, &sleeper, (100, 50), 60);
    network.pass_time(CHALLENGE);
    let second = publish_leaf(&mut network, 2, &sleeper, (100, 50), 60);
    network.pass_time(CHALLENGE);
    complete_epochs_until(&mut network, 128);
    publish_without_roots(&mut network, 129..=129);
    // 128 records are newer than the first, and 127 of them claimable.
    refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 1));
    refuses(&mut network, StakingError::EpochOutOfOrder, |network| network.accrue(&sleeper, 2, second.clone()));
    network.pass_time(CHALLENGE - 1);
    revoke(&mut network, 129).unwrap();
    refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 1));
    network.publish(129, no_roots()).unwrap();
    network.pass_time(CHALLENGE - 1);
    refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 1));
    assert_eq!(liabilities(&mut network), (20_000, 120));
    // With record 129 claimable, the first has expired.
    network.pass_time(1);
    refuses(&mut network, StakingError::RecordExpired, |network| network.accrue(&sleeper, 1, first.clone()));
    reclaim(&mut network, 1).unwrap();
    assert_eq!(liabilities(&mut network), (10_000, 60));
    network.accrue(&sleeper, 2, second).unwrap();
    assert_eq!(progress(&mut network, &sleeper), (2, 0));
    assert_eq!(network.pool_of(&sleeper).total_staked_amount, 100);
}

#[test]
fn a_pool_that_closed_before_a_revocation_takes_part_up_to_the_same_epoch() {
    let mut network = challenged_network();
    let operator = network.operator("operator", 10);
    publish_without_roots(&mut network, 1..=1);
    close_pool(&mut network, &operator).unwrap();
    revoke(&mut network, 1).unwrap();
    // The current epoch was 2 before and is 2 now.
    assert_eq!(network.pool_of(&operator).closed_at_epoch, 2);
    network.publish(1, no_roots()).unwrap();
    publish_without_roots(&mut network, 2..=3);
    network.pass_time(CHALLENGE);
    bypass(&mut network, &operator, 1).unwrap();
    bypass(&mut network, &operator, 2).unwrap();
    refuses(&mut network, StakingError::EpochAfterClose, |network| bypass(network, &operator, 3));
}
