//! Compromised reward key posts a bad root.

use anchor_lang::solana_program::instruction::Instruction;
use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::{UpdatePoolOverviewArgs, UpdatePoolOverviewAuthoritiesArgs};
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::wallet;
use inference_staking_test_kit::epochs::{no_roots, EpochTree};
use inference_staking_test_kit::Staker;
use solana_keypair::Keypair;
use solana_signer::Signer;

use crate::chain::TestNetwork;
use crate::world::*;

/// Seconds of the challenge period.
const CHALLENGE: i64 = 3_600;

/// A thief with a pool of 1,000 tokens and the reward key, a day after the paid pool's first epoch. Epoch 2 is funded with
/// 10,000 tokens and 4,000 USDC. Records wait an hour.
fn paid_pool_and_thief() -> (World, Staker) {
    let mut world = paid_pool_of_three();
    let network = &mut world.network;
    let thief = network.operator("thief", 1_000 * ONE);
    let args = UpdatePoolOverviewArgs { challenge_period: Some(3_600), ..Default::default() };
    update_overview(network, args).unwrap();
    network.fund_vaults(EMISSION, 4_000 * ONE);
    network.pass_time(DAY);
    (world, thief)
}

/// The thief marks epoch 2 and publishes a root that pays its pool everything.
fn publish_stolen(network: &mut TestNetwork, thief: &Staker) -> EpochTree {
    let tree = EpochTree::new(2, vec![leaf(thief, EMISSION, 4_000 * ONE)]);
    network.mark(2).unwrap();
    // Not a unit more than the schedule issues or the vault holds beyond what it owes.
    let (tokens, usdc) = (tree.record_args(EMISSION + 1, 0), tree.record_args(EMISSION, 4_000 * ONE + 1));
    refuses(network, StakingError::RewardsNotEmission, |network| network.publish(2, tokens));
    refuses(network, StakingError::UsdcVaultUnderfunded, |network| network.publish(2, usdc));
    network.publish(2, tree.record_args(EMISSION, 4_000 * ONE)).unwrap();
    tree
}

/// Alice and Bob leave with everything.
fn delegators_leave(network: &mut TestNetwork, alice: &Staker, bob: &Staker) {
    for (delegator, shares) in [(alice, 3_000), (bob, 5_000)] {
        network.claim_usdc(delegator).unwrap();
        network.unstake(delegator, shares * ONE).unwrap();
    }
    network.pass_time(7 * DAY);
    network.claim_unstake(alice).unwrap();
    network.claim_unstake(bob).unwrap();
}

/// The program admin's replacement of the stolen key by `new_key`.
fn replace_key(network: &TestNetwork, new_key: &Keypair) -> Instruction {
    let reward_authorities = Some(vec![new_key.pubkey()]);
    let args = UpdatePoolOverviewAuthoritiesArgs { reward_authorities, ..Default::default() };
    ix::update_pool_overview_authorities(network.program_admin.pubkey(), args)
}

/// After the stolen root was revoked and the key replaced: the thief cannot commit again, the true root pays the pool of
/// three what epoch 1 paid it, and the delegators leave as if nothing had been.
fn all_is_as_without_the_thief(world: &mut World, thief: &Staker, stolen: &EpochTree, new_key: Keypair) {
    let World { network, operator, alice, bob } = world;
    let again = stolen.record_args(EMISSION, 4_000 * ONE);
    refuses(network, StakingError::NotRewardAuthority, |network| network.publish(2, again));
    let tree = EpochTree::new(2, vec![leaf(operator, 5_000 * ONE, 1_000 * ONE), leaf(thief, 0, 0)]);
    network.reward_authority = new_key;
    network.publish(2, tree.record_args(EMISSION, 4_000 * ONE)).unwrap();
    network.pass_time(CHALLENGE);
    // The one leaf of the stolen tree has no place in this one.
    refuses(network, StakingError::ProofLengthMismatch, |network| network.accrue(thief, 2, stolen.proof(0)));
    network.accrue(operator, 2, tree.proof(0)).unwrap();
    network.accrue(thief, 2, tree.proof(1)).unwrap();
    delegators_leave(network, alice, bob);
    // 19,000 tokens for 10,000 shares: 5,700 and 9,500. Twice 0.08 USDC a share.
    assert_eq!(gained(network, alice), (tokens(2_700), 480 * ONE));
    assert_eq!(gained(network, bob), (tokens(4_500), 800 * ONE));
    assert_eq!(network.pool_of(thief).total_staked_amount, 1_000 * ONE);
}

#[test]
fn a_bad_root_of_a_stolen_reward_key_is_revoked_in_time() {
    let (mut world, thief) = paid_pool_and_thief();
    let network = &mut world.network;
    let owed = liabilities(network);
    let stolen = publish_stolen(network, &thief);
    refuses(network, StakingError::EpochTooShort, |network| network.mark(3));
    network.pass_time(CHALLENGE - 1);
    refuses(network, StakingError::RecordNotClaimable, |network| network.accrue(&thief, 2, stolen.proof(0)));

    // In the last second the halt authority revokes it, and the program admin replaces the key.
    let (halt_authority, admin) = (network.halt_authority.insecure_clone(), network.program_admin.insecure_clone());
    let revoke = ix::revoke_reward_record(halt_authority.pubkey(), 2, network.payer.pubkey());
    let new_key = wallet("new reward authority");
    let replace = replace_key(network, &new_key);
    network.send(&[revoke, replace], &[&halt_authority, &admin]).unwrap();
    assert_eq!(liabilities(network), owed);
    all_is_as_without_the_thief(&mut world, &thief, &stolen, new_key);
}

#[test]
fn a_bad_root_that_nobody_revokes_takes_one_epochs_totals_and_no_more() {
    let (World { mut network, alice, bob, .. }, thief) = paid_pool_and_thief();
    let stolen = publish_stolen(&mut network, &thief);
    network.pass_time(CHALLENGE);
    network.accrue(&thief, 2, stolen.proof(0)).unwrap();
    // It cannot take the next epoch too before a day has gone.
    network.fund_vaults(EMISSION, 0);
    network.pass_time(DAY - CHALLENGE - 1);
    refuses(&mut network, StakingError::EpochTooShort, |network| network.mark(3));

    // It gets away with 10,000 tokens and 4,000 USDC before anybody else is paid.
    withdraw_commissions(&mut network, &thief).unwrap();
    network.claim_usdc(&thief).unwrap();
    close_pool(&mut network, &thief).unwrap();
    network.unstake(&thief, 1_000 * ONE).unwrap();
    network.pass_time(14 * DAY);
    network.claim_unstake(&thief).unwrap();
    assert_eq!(gained(&mut network, &thief), (tokens(10_000), 4_000 * ONE));
    // The others' principal and the rewards of epoch 1 are all there.
    delegators_leave(&mut network, &alice, &bob);
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(&mut network, &bob), (tokens(2_250), 400 * ONE));
    // 5,000 in record 1 and 500 of commission, and the 10,000 for epoch 3 on top; the 4,500 of the pool are collected.
    assert_eq!(liabilities(&mut network), (5_500 * ONE, 360 * ONE));
    assert_eq!(vaults(&mut network), (15_500 * ONE, 360 * ONE));
}

#[test]
fn a_stolen_reward_key_cannot_shut_the_door_on_revocation_by_marking_or_publishing_on() {
    let (mut world, thief) = paid_pool_and_thief();
    let network = &mut world.network;
    let args = UpdatePoolOverviewArgs { min_epoch_length: Some(0), ..Default::default() };
    update_overview(network, args).unwrap();
    let owed = liabilities(network);
    let stolen = publish_stolen(network, &thief);
    // Whatever it sends until the last second, nothing comes on top of the stolen root.
    for seconds in [0, CHALLENGE / 2, CHALLENGE / 2 - 1] {
        network.pass_time(seconds);
        refuses(network, StakingError::MarkTooSoon, |network| network.mark(3));
        refuses(network, StakingError::EpochNotFinalizing, |network| network.publish(3, no_roots()));
    }

    // One revocation is enough, and the key is gone before it can commit anything again: one transaction.
    let (halt_authority, admin) = (network.halt_authority.insecure_clone(), network.program_admin.insecure_clone());
    let revoke = ix::revoke_reward_record(halt_authority.pubkey(), 2, network.payer.pubkey());
    let new_key = wallet("new reward authority");
    let replace = replace_key(network, &new_key);
    network.send(&[replace, revoke], &[&halt_authority, &admin]).unwrap();
    assert_eq!(liabilities(network), owed);
    let overview = network.overview().unwrap();
    assert_eq!((overview.completed_reward_epoch, overview.is_epoch_finalizing), (1, 1));
    all_is_as_without_the_thief(&mut world, &thief, &stolen, new_key);
}
