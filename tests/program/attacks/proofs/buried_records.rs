//! Bad record buried under new ones faster than they can be revoked; or its challenge period lowered while it waits, so that the
//! next record is claimable at once and the bad one can no longer be revoked.

use inference_staking_client::instruction as ix;
use inference_staking_client::instructions::UpdatePoolOverviewArgs;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::NetworkSetup;
use inference_staking_test_kit::epochs::{no_roots, EpochTree};
use inference_staking_test_kit::Staker;
use solana_signer::Signer;

use crate::chain::{start_with, TestNetwork};
use crate::world::*;

const HOUR: i64 = 3_600;

/// The pool of three beside a thief's of 1,000 tokens. Epoch 1 pays the thief all 10,000 tokens. Epochs need no length, and
/// records wait two hours; with real money 3 more go before the next mark.
fn bad_record(real_money: bool) -> (World, Staker, EpochTree) {
    let mut setup = NetworkSetup { is_test_network: !real_money, ..NetworkSetup::default() };
    setup.parameters.challenge_period = 7_200;
    let mut world = pool_of_three_on(start_with(&setup));
    let thief = world.network.operator("thief", 1_000 * ONE);
    let bad = world.network.publish_leaves(1, vec![leaf(&thief, EMISSION, 0)], EMISSION, 0);
    (world, thief, bad)
}

/// A halt authority's revocation.
fn revoke(network: &mut TestNetwork, epoch: u64) -> Outcome {
    let authority = network.halt_authority.insecure_clone();
    let payer = network.payer.pubkey();
    network.send(&[ix::revoke_reward_record(authority.pubkey(), epoch, payer)], &[&authority])
}

/// The right root of epoch 1 in the place of the bad one pays the pool of three 5,000 tokens, and the thief nothing.
fn the_right_root_pays(mut world: World, thief: &Staker, bad: &EpochTree) {
    let World { network, operator, .. } = &mut world;
    let right = EpochTree::new(1, vec![leaf(operator, 5_000 * ONE, 0), leaf(thief, 0, 0)]);
    network.publish(1, right.record_args(EMISSION, 0)).unwrap();
    network.pass_time(DAY);
    refuses(network, StakingError::ProofLengthMismatch, |network| network.accrue(thief, 1, bad.proof(0)));
    network.accrue(operator, 1, right.proof(0)).unwrap();
    // 10,000 + 4,500 after the commission of 10 %.
    assert_eq!(network.pool_of(operator).total_staked_amount, 14_500 * ONE);
    assert_eq!(network.pool_of(thief).total_staked_amount, 1_000 * ONE);
}

#[test]
fn a_bad_record_cannot_be_buried_under_new_ones() {
    for real_money in [false, true] {
        let (mut world, thief, bad) = bad_record(real_money);
        let network = &mut world.network;
        let careless = UpdatePoolOverviewArgs { min_epoch_length: Some(0), ..Default::default() };
        // An admin whose key is stolen too, or who was talked into it. (With real money it is out of bounds to set.)
        if !real_money {
            update_overview(network, careless).unwrap();
        }
        // Mark and record, again and again, in one transaction.
        let (authority, payer) = (network.reward_authority.insecure_clone(), network.payer.pubkey());
        let layer = |epoch| {
            let accounts = ix::create_reward_record_accounts(payer, authority.pubkey(), epoch);
            let create = ix::create_reward_record(accounts, no_roots());
            [ix::mark_epoch_as_finalizing(authority.pubkey(), epoch), create]
        };
        let expected = if real_money { StakingError::EpochTooShort } else { StakingError::MarkTooSoon };
        let layers: Vec<_> = (2..=5).flat_map(layer).collect();
        refuses(network, expected, |network| network.send(&layers, &[&authority]));
        network.pass_time(2 * HOUR - 1);
        refuses(network, expected, |network| network.send(&layer(2), &[&authority]));
        revoke(network, 1).unwrap();
        assert_eq!(liabilities(network), (0, 0));
        the_right_root_pays(world, &thief, &bad);
    }
}

#[test]
fn a_challenge_period_lowered_while_a_record_waits_takes_nothing_of_it_away() {
    let (mut world, thief, bad) = bad_record(false);
    let network = &mut world.network;
    let lowered = UpdatePoolOverviewArgs { min_epoch_length: Some(0), challenge_period: Some(0), ..Default::default() };
    update_overview(network, lowered).unwrap();
    // A record on top would be claimable at once. There is none before the bad one's two hours are over.
    for seconds in [0, HOUR, HOUR - 1] {
        network.pass_time(seconds);
        refuses(network, StakingError::MarkTooSoon, |network| network.mark(2));
        refuses(network, StakingError::RecordNotClaimable, |network| network.accrue(&thief, 1, bad.proof(0)));
    }
    revoke(network, 1).unwrap();
    the_right_root_pays(world, &thief, &bad);
}

#[test]
fn with_real_money_even_a_record_that_nobody_revoked_leaves_three_hours_before_the_next() {
    let (World { mut network, .. }, _, _) = bad_record(true);
    // Records wait 12 hours from epoch 2 on; then epochs and records are made as short as they may be.
    let long = UpdatePoolOverviewArgs { challenge_period: Some(12 * 3_600), ..Default::default() };
    update_overview(&mut network, long).unwrap();
    network.pass_time(DAY);
    publish_without_roots(&mut network, 2);
    let (min_epoch_length, challenge_period) = (Some(6 * 3_600), Some(3_600));
    let short = UpdatePoolOverviewArgs { min_epoch_length, challenge_period, ..Default::default() };
    update_overview(&mut network, short).unwrap();
    network.pass_time(6 * HOUR);
    refuses(&mut network, StakingError::MarkTooSoon, |network| network.mark(3));
    network.pass_time(9 * HOUR - 1);
    refuses(&mut network, StakingError::MarkTooSoon, |network| network.mark(3));
    network.pass_time(1);
    network.mark(3).unwrap();
}
