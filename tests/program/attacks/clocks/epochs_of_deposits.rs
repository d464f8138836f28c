//! Epochs made to go back or on so that a deposit is ripe early: a record is revoked, a mark repeated, epochs expire, the clock stands
//! at 0 or goes back. Against it stand that a deposit remembers an epoch and no time, that a revocation leaves the current epoch as it
//! is, and that a pool has to have passed everything (SPEC 6.4, SPEC 6.9).

use inference_staking_client::instruction as ix;
use inference_staking_client::StakingError;
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_localnet::{Chain, NetworkSetup};
use inference_staking_test_kit::epochs::EpochTree;
use inference_staking_test_kit::states::change_overview;
use solana_signer::Signer;

use crate::chain::{start_at, start_with, TestNetwork};
use crate::world::*;

const CHALLENGE: i64 = 3_600;
/// Nine times the pool of three, and a multiple of 1.45.
const FORTUNE: u64 = 91_350 * ONE;

/// The pool of three, with records that wait an hour.
fn challenged() -> World {
    let mut setup = NetworkSetup::default();
    setup.parameters.challenge_period = 3_600;
    pool_of_three_on(start_with(&setup))
}

fn revoke(network: &mut TestNetwork, epoch: u64) {
    let authority = network.halt_authority.insecure_clone();
    let payer = network.payer.pubkey();
    network.send(&[ix::revoke_reward_record(authority.pubkey(), epoch, payer)], &[&authority]).unwrap();
}

#[test]
fn a_revocation_makes_no_deposit_ripe_and_no_pool_even() {
    let World { mut network, operator, alice, .. } = challenged();
    let before = depositor_with(&mut network, "before the mark", &operator, FORTUNE);
    network.mark(1).unwrap();
    let after = depositor_with(&mut network, "after the mark", &operator, FORTUNE);
    let tree = EpochTree::new(1, vec![leaf(&operator, 5_000 * ONE, 1_000 * ONE)]);
    network.fund_vaults(EMISSION, 1_000 * ONE);
    // Committed, revoked and committed again: nobody gets in between, whatever is public by then.
    for round in 0..3 {
        let late = depositor_with(&mut network, &format!("late {round}"), &operator, ONE);
        for depositor in [&before, &after, &late] {
            activation_refused(&mut network, depositor, StakingError::PoolBehind);
        }
        network.publish(1, tree.record_args(EMISSION, 1_000 * ONE)).unwrap();
        for depositor in [&before, &after, &late] {
            activation_refused(&mut network, depositor, StakingError::PoolBehind);
        }
        if round < 2 {
            revoke(&mut network, 1);
        }
    }
    network.pass_time(CHALLENGE);
    network.accrue(&operator, 1, tree.proof(0)).unwrap();
    // What came after the mark is a deposit of epoch 2, however often epoch 1 was committed.
    activation_refused(&mut network, &after, StakingError::NothingRipe);
    network.activate(&before).unwrap();
    assert_eq!(network.record_of(&before).shares, 63_000 * ONE);
    leave_whole(&mut network, &alice);
    assert_eq!(gained(&mut network, &alice), (tokens(1_350), 240 * ONE));
}

/// A pool that was created while an epoch was finalized is even from the start: it has no part in that epoch, and a revocation
/// does not give it one.
#[test]
fn a_pool_that_joins_behind_a_mark_earns_nothing_of_the_marked_epoch() {
    let World { mut network, operator, .. } = challenged();
    network.mark(1).unwrap();
    let mallory = network.operator("mallory", 90_000 * ONE);
    assert_eq!(network.record_of(&mallory).shares, 90_000 * ONE);
    let bad = EpochTree::new(1, vec![leaf(&mallory, 5_000 * ONE, 0), leaf(&operator, 5_000 * ONE, 0)]);
    network.fund_vaults(EMISSION, 0);
    for round in 0..2 {
        network.publish(1, bad.record_args(EMISSION, 0)).unwrap();
        if round == 0 {
            revoke(&mut network, 1);
        }
    }
    network.pass_time(CHALLENGE);
    let already = StakingError::EpochAlreadyAccrued;
    refuses(&mut network, already, |network| network.accrue(&mallory, 1, bad.proof(0)));
    network.accrue(&operator, 1, bad.proof(1)).unwrap();
    network.pass_time(3 * DAY);
    refuses(&mut network, already, |network| bypass(network, &mallory, 1));
}

#[test]
fn epochs_that_expired_make_no_pool_even_while_newer_ones_wait() {
    let World { mut network, operator, .. } = pool_of_three();
    let mallory = depositor_with(&mut network, "mallory", &operator, FORTUNE);
    pass_epoch(&mut network, &operator, 1);
    // The pool lags more than 128 epochs. Epochs 130 and 131 have records; those before will have expired when 257 are over.
    change_overview(&mut network, |overview| overview.completed_reward_epoch = 129);
    for epoch in [130, 131] {
        network.pass_time(DAY);
        publish_without_roots(&mut network, epoch);
        activation_refused(&mut network, &mallory, StakingError::PoolBehind);
    }
    change_overview(&mut network, |overview| overview.completed_reward_epoch = 257);
    activation_refused(&mut network, &mallory, StakingError::PoolBehind);
    // In passing epoch 130 the pool jumps over 128 others. It has everything after that still to pass.
    for epoch in [130, 131] {
        let jump = [bypass_of(&operator, epoch), activate_of(&mallory, &operator)];
        refuses(&mut network, StakingError::PoolBehind, |network| network.send(&jump, &[]));
        bypass(&mut network, &operator, epoch).unwrap();
        assert_eq!(network.pool_of(&operator).reward_last_claimed_epoch, epoch);
    }
    // Only with the last one of all is it even.
    change_overview(&mut network, |overview| overview.completed_reward_epoch = 132);
    activation_refused(&mut network, &mallory, StakingError::PoolBehind);
    change_overview(&mut network, |overview| overview.completed_reward_epoch = 131);
    network.activate(&mallory).unwrap();
}

/// The pool of three on a clock that starts at 0 and goes back further and further.
#[test]
fn no_clock_makes_a_deposit_ripe_or_a_ticket_of_one_mature() {
    let World { mut network, operator, .. } = pool_of_three_on(start_at(&NetworkSetup::default(), 0));
    let mallory = depositor_with(&mut network, "mallory", &operator, 100 * ONE);
    for now in [0, -DAY, i64::MIN, i64::MAX, 400 * DAY] {
        network.chain.set_time(now);
        activation_refused(&mut network, &mallory, StakingError::NothingRipe);
    }
    // A ticket of activating tokens that is opened at 0 matures on day 7, and at no time before.
    network.chain.set_time(0);
    unstake_activating(&mut network, &mallory, 60 * ONE).unwrap();
    for now in [0, -DAY, i64::MIN, 7 * DAY - 1] {
        network.chain.set_time(now);
        refuses(&mut network, StakingError::NothingToClaim, |network| network.claim_unstake(&mallory));
    }
    network.chain.set_time(7 * DAY);
    network.claim_unstake(&mallory).unwrap();
    // Epochs go on where the clock went back to.
    network.chain.set_time(-DAY);
    pay_pool(&mut network, &operator, 1, 0, 0);
    network.activate(&mallory).unwrap();
    assert_eq!(network.record_of(&mallory).shares, 40 * ONE);
    assert_eq!(gained(&mut network, &mallory), (tokens(-40), 0));
}
