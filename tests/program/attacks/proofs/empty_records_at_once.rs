//! Stolen reward key posts 128 empty records at once: the honest record in its challenge period "expires", is reclaimed, and funds
//! the thief's own root; or, when the 128 are revoked, no pool can pass the missing epoch for 128 epochs.

use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::ONE;
use inference_staking_localnet::NetworkSetup;
use inference_staking_test_kit::epochs::{no_roots, EpochTree};
use inference_staking_test_kit::states::change_overview;
use solana_signer::Signer;

use crate::chain::{start_with, TestNetwork};
use crate::world::*;

/// Seconds of the challenge period.
const CHALLENGE: i64 = 3_600;

/// The pool of three, which epoch 1 pays 5,000 of its 10,000 tokens. Its record begins to wait an hour. The network is the most
/// careless one there can be: epochs need no length.
fn honest_record() -> (World, EpochTree) {
    let mut setup = NetworkSetup::default();
    setup.parameters.challenge_period = 3_600;
    setup.parameters.min_epoch_length = 0;
    let mut world = pool_of_three_on(start_with(&setup));
    let tree = world.network.publish_leaves(1, vec![leaf(&world.operator, 5_000 * ONE, 0)], EMISSION, 0);
    (world, tree)
}

fn reclaim(network: &mut TestNetwork, epoch: u64) -> Outcome {
    let payer = network.payer.pubkey();
    network.send(&[ix::reclaim_expired_reward_record(epoch, payer)], &[])
}

/// Posts records without roots as fast as the program lets it; returns how many within so many seconds.
fn post_for(network: &mut TestNetwork, seconds: i64) -> u64 {
    let first = network.overview().unwrap().completed_reward_epoch + 1;
    let mut epoch = first;
    for _ in 0..seconds / 60 {
        network.pass_time(60);
        while network.mark(epoch).is_ok() {
            network.publish(epoch, no_roots()).unwrap();
            epoch += 1;
            assert!(epoch - first < 128, "marks without end");
        }
    }
    epoch - first
}

#[test]
fn a_stolen_key_posts_one_record_in_a_challenge_period_and_lets_none_expire() {
    let (World { mut network, operator, .. }, tree) = honest_record();
    refuses(&mut network, StakingError::MarkTooSoon, |network| network.mark(2));
    refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 1));
    // Three hours: one record in each, where 128 were posted before.
    assert_eq!(post_for(&mut network, 3 * CHALLENGE), 3);
    refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 1));
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    assert_eq!(network.pool_of(&operator).total_staked_amount, 14_500 * ONE);
}

#[test]
fn a_record_about_to_expire_is_safe_from_a_stolen_key_as_long_as_its_record_can_be_revoked() {
    let (World { mut network, operator, alice, .. }, tree) = honest_record();
    network.pass_time(CHALLENGE);
    // 128 epochs are over and nobody has brought the first one's leaves. One record more would make it expire.
    change_overview(&mut network, |overview| overview.completed_reward_epoch = 128);
    publish_without_roots(&mut network, 129);
    network.pass_time(CHALLENGE - 1);
    refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 1));
    // The thief's own root, to be funded by what is reclaimed.
    let own = EpochTree::new(130, vec![leaf(&operator, EMISSION, 0)]);
    refuses(&mut network, StakingError::MarkTooSoon, |network| network.mark(130));
    refuses(&mut network, StakingError::EpochNotFinalizing, |network| {
        network.publish(130, own.record_args(EMISSION, 0))
    });
    // The pool is paid for epoch 1 in the last second, before and after the revocation alike.
    let authority = network.halt_authority.insecure_clone();
    let payer = network.payer.pubkey();
    network.send(&[ix::revoke_reward_record(authority.pubkey(), 129, payer)], &[&authority]).unwrap();
    network.pass_time(CHALLENGE);
    refuses(&mut network, StakingError::RecordNotExpired, |network| reclaim(network, 1));
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    // 3,000 shares at 1.45.
    network.unstake(&alice, 3_000 * ONE).unwrap();
    assert_eq!(network.record_of(&alice).tickets[0].amount, 4_350 * ONE);
}

#[test]
fn revoking_what_a_stolen_key_posted_leaves_no_epoch_that_pools_cannot_pass() {
    let (World { mut network, operator, .. }, tree) = honest_record();
    // It posts once the honest record is claimable, and is revoked; the admin stops everything and takes the key away.
    assert_eq!(post_for(&mut network, CHALLENGE), 1);
    let halt = |halted| UpdatePoolOverviewArgs { accrual_halted: Some(halted), ..Default::default() };
    update_overview(&mut network, halt(true)).unwrap();
    let authority = network.halt_authority.insecure_clone();
    let payer = network.payer.pubkey();
    network.send(&[ix::revoke_reward_record(authority.pubkey(), 2, payer)], &[&authority]).unwrap();
    update_overview(&mut network, halt(false)).unwrap();
    // Epoch 1 is there, and epoch 2 is committed anew.
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    let second = EpochTree::new(2, vec![leaf(&operator, 5_000 * ONE, 0)]);
    network.fund_vaults(EMISSION, 0);
    network.publish(2, second.record_args(EMISSION, 0)).unwrap();
    network.pass_time(CHALLENGE);
    network.accrue(&operator, 2, second.proof(0)).unwrap();
    assert_eq!(network.pool_of(&operator).total_staked_amount, 19_000 * ONE);
}
