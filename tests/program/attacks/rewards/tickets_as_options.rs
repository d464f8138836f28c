//! Matured tickets kept as an option: cancelled in the second before a good epoch's mark, or once the record is public. Against it
//! stands that a cancelled ticket is a deposit of the current epoch (SPEC 5).

use inference_staking_client::{instruction as ix, StakingError};
use inference_staking_localnet::network::{DAY, ONE};
use inference_staking_test_kit::Staker;
use solana_signer::Signer;

use crate::chain::TestNetwork;
use crate::world::*;

/// The pool of three, and Mallory, whose 10,000 shares became a ticket in epoch 1 that matured in epoch 2.
fn with_a_matured_ticket() -> (World, Staker) {
    let World { mut network, operator, alice, bob } = pool_of_three();
    let mallory = delegator_with(&mut network, "mallory", &operator, 10_000 * ONE);
    network.unstake(&mallory, 10_000 * ONE).unwrap();
    pass_epoch(&mut network, &operator, 1);
    network.pass_time(7 * DAY);
    (World { network, operator, alice, bob }, mallory)
}

/// Epoch 2 was accrued at 1.45. Mallory's 10,000 tokens come back in epoch 3 at that price: 10^10 / 1.45 is 6,896,551,724.1
/// shares. They cost 9,999,999,999.8 base units, rounded up: all of it. They bring 9,999,999,999.8 and no more than 0.2 of the
/// rounding: Mallory loses one unit, the others have all of 4,500 tokens and 800 USDC.
fn nothing_was_taken(network: &mut TestNetwork, mallory: &Staker, [alice, bob]: [&Staker; 2]) {
    network.activate(mallory).unwrap();
    let record = network.record_of(mallory);
    assert_eq!((record.shares, record.activating), (6_896_551_724, 0));
    for staker in [mallory, alice, bob] {
        leave_whole(network, staker);
    }
    assert_eq!(gained(network, mallory), (-1, 0));
    assert_eq!(gained(network, alice), (tokens(1_350), 240 * ONE));
    assert_eq!(gained(network, bob), (tokens(2_250), 400 * ONE));
}

#[test]
fn a_ticket_that_is_cancelled_in_the_second_before_a_good_epochs_mark_earns_nothing_of_it() {
    let (World { mut network, operator, alice, bob }, mallory) = with_a_matured_ticket();
    let authority = network.reward_authority.insecure_clone();
    let mark = ix::mark_epoch_as_finalizing(authority.pubkey(), 2);
    let cancel = ix::cancel_unstake(mallory.record, 0);
    let signers = [&authority, &mallory.wallet];
    let all_at_once = [cancel.clone(), activate_of(&mallory, &operator), mark.clone()];
    refuses(&mut network, StakingError::NothingRipe, |network| network.send(&all_at_once, &signers));
    network.send(&[cancel, mark], &signers).unwrap();
    activation_refused(&mut network, &mallory, StakingError::PoolBehind);
    let proof = publish_good_marked(&mut network, &operator, 2);
    activation_refused(&mut network, &mallory, StakingError::PoolBehind);
    network.accrue(&operator, 2, proof).unwrap();
    nothing_was_taken(&mut network, &mallory, [&alice, &bob]);
}

#[test]
fn nor_does_one_that_is_cancelled_once_the_record_is_public() {
    let (World { mut network, operator, alice, bob }, mallory) = with_a_matured_ticket();
    let proof = publish_good(&mut network, &operator, 2);
    let cancel = ix::cancel_unstake(mallory.record, 0);
    let activate = activate_of(&mallory, &operator);
    let accrue = accrue_of(&operator, 2, proof);
    for (order, expected) in [
        ([cancel.clone(), activate.clone(), accrue.clone()], StakingError::PoolBehind),
        ([cancel.clone(), accrue.clone(), activate.clone()], StakingError::NothingRipe),
        ([accrue.clone(), cancel.clone(), activate], StakingError::NothingRipe),
    ] {
        refuses(&mut network, expected, |network| network.send(&order, &[&mallory.wallet]));
    }
    network.send(&[cancel, accrue], &[&mallory.wallet]).unwrap();
    activation_refused(&mut network, &mallory, StakingError::NothingRipe);
    pass_epoch(&mut network, &operator, 3);
    nothing_was_taken(&mut network, &mallory, [&alice, &bob]);
}

/// The option does not come back by going round: what is ripe is not ripe any more once it was a ticket.
#[test]
fn a_ripe_deposit_that_became_a_ticket_and_came_back_is_a_new_deposit() {
    let World { mut network, operator, .. } = pool_of_three();
    let mallory = depositor_with(&mut network, "mallory", &operator, 10_000 * ONE);
    pass_epoch(&mut network, &operator, 1);
    let round = [unstake_activating_of(&mallory, 10_000 * ONE), ix::cancel_unstake(mallory.record, 0)];
    network.send(&round, &[&mallory.wallet]).unwrap();
    activation_refused(&mut network, &mallory, StakingError::NothingRipe);
    // A part of it makes that part new, and leaves the rest as ripe as it was.
    network.ripen(&mallory);
    let round = [unstake_activating_of(&mallory, 4_000 * ONE), ix::cancel_unstake(mallory.record, 0)];
    network.send(&round, &[&mallory.wallet]).unwrap();
    network.activate(&mallory).unwrap();
    let record = network.record_of(&mallory);
    assert_eq!((record.shares, record.activating), (6_000 * ONE, 4_000 * ONE));
    activation_refused(&mut network, &mallory, StakingError::NothingRipe);
}
